"""Evidence: where a fact of a speech was read, and how sure that is, as values and in words for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from indexer.i18n import Message, _, joined, p_

FACTS: Mapping[str, Message] = {
    "title": p_("column", "标题"),
    "date": p_("column", "日期"),
    "speaker": p_("column", "讲话人"),
    "office": p_("column", "职务"),
    "occasion": p_("column", "场合"),
    "source": p_("column", "来源"),
    "address": p_("column", "网址"),
}

ORIGINS: Mapping[str, Message] = {
    "fields": _("文件自带的信息"),
    "sidecar": _("元数据表"),
    "person": _("人工核定"),
    "title": _("标题行"),
    "dateline": _("日期行"),
    "byline": _("署名行"),
    "salutation": _("称呼行"),
    "signature": _("落款"),
    "end note": _("文末说明"),
    "body": _("正文"),
    "dispatch": _("电头"),
    "publication": _("发布时间"),
    "source line": _("来源行"),
    "file name": _("文件名"),
}

UNKNOWN_WORDS = frozenset({"none", "不详", "不詳"})  # how people may write that a fact is not known
_NOTHING = UNKNOWN_WORDS | {"未知", "无", "無", "null", "n/a", "unknown", "-", "--", "—", "——", "/", "?", "？"}

PUBLICATION = "publication"  # the origin of a date that is only that of printing


def tells_nothing(value: str) -> bool:
    """Whether what stands in the place of a fact says that it is not known, or nothing."""
    return not value.strip() or value.strip().lower() in _NOTHING


class Certainty(StrEnum):
    """How sure a fact is: written in so many words, told by its place alone, or hardly more than a guess."""

    CERTAIN = "certain"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


CERTAINTIES: Mapping[Certainty, Message] = {
    Certainty.CERTAIN: p_("certainty", "确定"),
    Certainty.LIKELY: p_("certainty", "很可能"),
    Certainty.DOUBTFUL: p_("certainty", "存疑"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read: `origin` is a key of ORIGINS, `line` a line of the file, None where it is from none."""

    origin: str
    line: int | None = None
    certainty: Certainty = Certainty.CERTAIN


def described(evidence: Evidence) -> Message:
    """The evidence in words: 日期行，第 3 行; how sure it is follows where that is not certain."""
    parts: list[Message] = [ORIGINS[evidence.origin]]
    if evidence.line is not None:
        parts.append(_("第 {line} 行", line=evidence.line))
    if evidence.certainty is not Certainty.CERTAIN:
        parts.append(CERTAINTIES[evidence.certainty])
    return joined(_("，"), parts)
