"""The words for values that the code knows by name: sorts, groups, views, sides, keys and the like."""

from collections.abc import Mapping
from types import MappingProxyType

from indexer.evidence import FACTS
from indexer.i18n import Message, _, joined, p_
from searchui.search.filters.facet import FACETS

LABELS: Mapping[str, Mapping[str, Message]] = MappingProxyType(
    {
        "collation": {
            "code": _("按编码"),
            "pinyin": _("按拼音"),
            "strokes": _("按笔画"),
        },
        "fact": dict(FACTS),
        "fate": {
            "added": _("已添加"),
            "replaced": _("已替换"),
            "same": _("内容一样的已经有了"),
            "exists": _("已有同名的，没有动"),
            "refused": _("没有收"),
        },
        "files": {
            "all": _("全部"),
            "doubtful": _("待核对"),
            "date": _("日期不详"),
            "speaker": _("讲话人不详"),
            "unsure": _("存疑"),
            "warning": _("有提醒"),
            "left out": _("没有收录"),
            "version": _("与别的重复"),
            "waiting": _("还没收录"),
        },
        "facet": {name: facet.label for name, facet in FACETS.items()},
        "gap": {
            "paywall": _("来源网站在这里隐藏了内容，原文是："),
            "picture": _("文件在这里少一页文字："),
        },
        "gathered": {
            "list": p_("order", "照列出的次序"),
            "date": _("按日期"),
            "speech": _("按篇"),
        },
        "group": {
            "paragraph": _("按段"),
            "speech": _("按篇"),
        },
        "head": {
            "year": _("年份"),
            "month": _("月份"),
            "speaker": _("讲话人"),
        },
        "key": {
            "search": _("到查找框"),
            "next_hit": _("全文里的下一处"),
            "previous_hit": _("全文里的上一处"),
            "next_paragraph": _("下一段"),
            "previous_paragraph": _("上一段"),
            "help": _("这张快捷键表"),
        },
        "kwic_sort": {
            "date": _("最早"),
            "newest": _("最新"),
            "left": _("按前文"),
            "right": _("按后文"),
        },
        "kwic_sort_help": {
            "left": _("从词句往回逐字比，繁体按简体比；一样的从早到晚"),
            "right": _("从词句往后逐字比，繁体按简体比；一样的从早到晚"),
        },
        "manner": {
            "exact": _("区分繁简和全半角"),
            "loose": _("不计标点"),
            "numbers": _("数字写法不限"),
        },
        "measure": {
            "per_10k": _("每万字次数"),
            "occurrences": _("次数"),
            "share": _("用到的篇数占比"),
        },
        "quoting": {
            "on": p_("quoting", "附出处"),
            "off": p_("quoting", "不附"),
        },
        "script": {
            "original": _("原样"),
            "zh-Hans": _("简体"),
            "zh-Hant": _("繁体"),
        },
        "shown_in": {
            "zh-Hans": _("按简体显示，原文为繁体"),
            "zh-Hant": _("按繁体显示，原文为简体"),
        },
        "side": {
            "a": _("甲方"),
            "b": _("乙方"),
        },
        "size": {
            "small": _("小"),
            "medium": _("中"),
            "large": _("大"),
        },
        "sort": {
            "relevance": _("最相关"),
            "newest": _("最新"),
            "oldest": _("最早"),
        },
        "source": {
            "plain": _("——《标题》（日期，讲话人）"),
            "gbt7714": joined("", ["GB/T 7714—2025"]),
            "gbt7714-2015": joined("", ["GB/T 7714—2015"]),
            "apa": joined("", ["APA 7"]),
        },
        "speech_sort": {
            "newest": _("最新"),
            "oldest": _("最早"),
            "title": _("按标题"),
            "speaker": _("按讲话人"),
            "length": _("最长"),
        },
        "term": {
            "kwic": p_("term", "索引行"),
            "around": p_("term", "搭配"),
            "compare": p_("term", "主题词"),
            "ngrams": p_("term", "N 元组"),
        },
        "view": {
            "search": p_("view", "段落"),
            "kwic": p_("view", "逐条"),
            "trend": p_("view", "趋势"),
            "around": p_("view", "前后的词"),
            "variants": p_("view", "相近的提法"),
        },
        "way": {
            "year": _("按年"),
            "month": _("按月"),
            "speaker": _("按讲话人"),
        },
    }
)
