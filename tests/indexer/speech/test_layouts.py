"""How real speeches are laid out, by the rows of the list of quirks; every sentence here is made up."""

import random
from typing import Any

import pytest

from indexer.cli.outline_report import outline_json
from indexer.model import Kind, Section, Speech
from indexer.readers.markdown import read_markdown
from indexer.readers.plain import read_plain
from indexer.speech import parse
from indexer.speech.cleaning.junk_patterns import patterns_with

TALK = "这里是一段普通的话，讲清楚一件普通的事情，说明原因和办法。"


def parsed(*lines: str) -> Speech:
    return parse(read_plain("\n".join(lines).encode(), "a.txt"))


def body(*lines: str) -> Speech:
    return parsed("在测试会上的讲话", "同志们：", TALK, *lines)


def shape(sections: tuple[Section, ...]) -> list[Any]:
    """Labels and headings, nested."""
    return [
        [
            section.label + ("?" if section.heading is None else section.heading),
            *([shape(section.sections)] if section.sections else []),
        ]
        for section in sections
    ]


def kinds(speech: Speech, kind: Kind) -> list[str]:
    return [paragraph.text for paragraph in speech.paragraphs if paragraph.kind is kind]


def test_row_4_headings_without_numbers_above_lists_that_begin_anew() -> None:
    speech = body(
        "过去一年的回顾",
        TALK,
        "（一）甲。" + TALK,
        "（二）乙。" + TALK,
        "今年的安排",
        TALK,
        "（一）丙。" + TALK,
        "（二）丁。" + TALK,
    )
    assert shape(speech.sections) == [
        ["过去一年的回顾", [["（一）甲"], ["（二）乙"]]],
        ["今年的安排", [["（一）丙"], ["（二）丁"]]],
    ]


def test_row_4_headings_without_numbers_inside_a_list_that_goes_on() -> None:
    speech = body("一、工作回顾", TALK, "经济稳中有进", TALK, "民生持续改善", TALK, "二、工作安排", TALK)
    assert shape(speech.sections) == [["一、工作回顾", [["经济稳中有进"], ["民生持续改善"]]], ["二、工作安排"]]


def test_row_4_short_lines_that_are_no_headings() -> None:
    verse = ["山高水长路远", "云淡风轻天蓝", "人间万事如意", "明日更胜今朝"]
    assert body(TALK, *verse, TALK).sections == ()


def test_row_5_a_contents_list_is_no_outline() -> None:
    headings = ["一、过去的工作", "二、现在的形势", "三、今后的任务"]
    speech = parsed(
        "工作报告",
        "目　录",
        *(f"{h}…………{n}" for n, h in enumerate(headings, 3)),
        "同志们：",
        TALK,
        *(x for h in headings for x in (h, TALK)),
    )
    assert shape(speech.sections) == [[heading] for heading in headings]
    assert len(kinds(speech, Kind.CONTENTS)) == 4


def test_row_6_the_announced_outline_is_held_against_what_is_found() -> None:
    lines = [x for n in "一二三" for x in (f"{n}、第{n}件事情", TALK)]
    assert parsed("题目", "同志们：", "下面，我讲三点意见：", *lines).warnings == ()
    (warning,) = parsed("题目", "同志们：", "下面，我讲四点意见：", *lines).warnings
    assert str(warning) == "预告 4 点，找到 3 点，缺失 0 处"
    (warning,) = parsed("题目", "同志们：", "报告有以下内容：一、过去；二、现在；三、将来；四、结语。", *lines).warnings
    assert warning.text("en") == "points announced: 4, found: 3; 0 gaps"


def test_row_9_false_numbering() -> None:
    speech = body(
        "一、工作",
        TALK,
        "一、二、三司令部统一起来，这是当时的情况。",
        "第一书记要亲自抓工业。",
        "第二次会议上说过。",
        "二、任务",
        TALK,
    )
    assert shape(speech.sections) == [["一、工作"], ["二、任务"]]


@pytest.mark.parametrize(
    "labels",
    [
        ("甲、", "乙、", "丙、"),
        ("A、", "B、", "C、"),
        ("Ⅰ．", "Ⅱ．", "Ⅲ．"),
        ("一．", "二．", "三．"),
        ("第一部分　", "第二部分　", "第三部分　"),
        ("第一章 ", "第二章 ", "第三章 "),
        ("㈠", "㈡", "㈢"),
        ("①", "②", "③"),
        ("1）", "2）", "3）"),
        ("一　", "二　", "三　"),
        ("壹、", "貳、", "參、"),
    ],
)
def test_row_10_other_enumerators(labels: tuple[str, ...]) -> None:
    speech = body(*(x for label in labels for x in (f"{label}关于这件事情", TALK)))
    assert [section.label for section in speech.sections] == [label.strip() for label in labels]
    assert {section.heading for section in speech.sections} == {"关于这件事情"}


@pytest.mark.parametrize(
    "labels", [("第一点：", "第二点："), ("第一个问题，", "第二个问题，"), ("首先，", "其次，"), ("第一，", "第二，")]
)
def test_row_10_enumerators_that_open_paragraphs(labels: tuple[str, str]) -> None:
    speech = body(*(f"{label}把事办好。{TALK}" for label in labels))
    assert [(s.label, s.heading, s.run_in) for s in speech.sections] == [(label, "把事办好", True) for label in labels]


def test_row_10_numbers_alone_on_their_lines() -> None:
    speech = body("一", TALK, "二", TALK, "三", TALK)
    assert shape(speech.sections) == [["一"], ["二"], ["三"]]


@pytest.mark.parametrize(
    ("line", "date", "office", "speaker"),
    [
        ("2025年1月16日在江南省第四届代表大会第三次会议上江南省人民政府代省长李某某作政府工作报告。", "2025-01-16", "江南省人民政府代省长", "李某某"),
        ("——2025年1月14日自治区人民政府主席王某在江南自治区第十四届人民代表大会第三次会议上的讲话", "2025-01-14", "自治区人民政府主席", "王某"),
        ("----2025年1月15日张某市长在江南市第十六届人民代表大会第三次会议的政府工作报告", "2025-01-15", "市长", "张某"),
        ("2025年1月14日在江南市第十六届人民代表大会第三次会议上江南市市长 殷某同志作政府工作报告。", "2025-01-14", "江南市市长", "殷某"),
        ("——2025年1月16日省长 李某某在江南省第十四届人民代表大会第三次会议上的讲话", "2025-01-16", "省长", "李某某"),
    ],
)  # fmt: skip
def test_row_12_date_occasion_and_speaker_in_one_line(line: str, date: str, office: str, speaker: str) -> None:
    speech = parsed("政府工作报告", line, "各位代表：", TALK)
    assert (str(speech.date), speech.office, speech.speaker) == (date, office, speaker)
    assert speech.occasion is not None
    assert speech.occasion.startswith("江南")
    assert speech.occasion.endswith("第三次会议")
    assert speech.salutation == "各位代表"


@pytest.mark.parametrize(
    ("line", "office", "speaker"),
    [
        ("省长 李某军", "省长", "李某军"),
        ("国务院总理　李　某", "国务院总理", "李某"),
        ("自治区主席 艾某·吐某孜", "自治区主席", "艾某·吐某孜"),
        ("　　　　　　　　　　　　　李某某", None, "李某某"),
        ("（李某某）", None, "李某某"),
    ],
)
def test_row_13_bylines(line: str, office: str | None, speaker: str) -> None:
    speech = parsed("在测试会上的讲话", "（2025年1月16日）", line, "同志们：", TALK)
    assert (speech.office, speech.speaker, speech.origins["speaker"]) == (office, speaker, "byline")


def test_row_13_titles_over_several_lines() -> None:
    speech = parsed(
        "高举伟大的旗帜",
        "为建设美好家园而奋斗",
        "——在第三次代表大会上的报告",
        "（2022年10月16日）",
        "王某某",
        "同志们：",
        TALK,
    )
    assert speech.title == "高举伟大的旗帜 为建设美好家园而奋斗 ——在第三次代表大会上的报告"
    assert (speech.occasion, speech.speaker, str(speech.date)) == ("第三次代表大会", "王某某", "2022-10-16")


@pytest.mark.parametrize(
    "salutation",
    [
        "各位代表！",
        "各位代表:",
        "同志们，朋友们：",
        "女士们、先生们，朋友们：",
        "同学們：",
        "各位运动员、裁判员，同志们：",
    ],
)
def test_row_14_salutations(salutation: str) -> None:
    assert parsed("题目", salutation, TALK).salutation == salutation[:-1]


def test_row_14_an_address_over_three_lines() -> None:
    address = ["尊敬的各位来宾，", "各位运动员、教练员，", "女士们、先生们："]
    speech = parsed("题目", *address, TALK)
    assert (kinds(speech, Kind.SALUTATION), speech.salutation) == (address, "".join(address)[:-1])


@pytest.mark.parametrize(
    "opening", ["有的同志，平时不学习。", "我们，是一个集体。", "他们，都来了。", "有专家，提出意见。"]
)
def test_row_14_words_that_address_nobody_close_nothing(opening: str) -> None:
    speech = body("一、工作", TALK, "二、任务", TALK, opening + TALK, TALK)
    assert (speech.closing, speech.sections[-1].own) == (0, 3)


@pytest.mark.parametrize(
    "opening", ["同志们，", "各位代表！", "乡亲们：", "青年朋友们，", "同志们、朋友们，", "各位來賓，"]
)
def test_row_14_words_that_address_the_listeners_close_the_speech(opening: str) -> None:
    speech = body("一、工作", TALK, "二、任务", TALK, opening + "让我们努力。", TALK)
    assert (speech.closing, speech.sections[-1].own) == (2, 1)


@pytest.mark.parametrize(
    "note",
    [
        "（记录稿）",
        "（摘要）",
        "（根据录音整理，未经本人审阅）",
        "（未经本人审定）",
        "（在新来的同事中间）",
        "〖地点：工人体育馆〗",
    ],
)
def test_row_15_notes_on_the_text(note: str) -> None:
    assert kinds(parsed("题目", note, "同志们：", TALK), Kind.NOTE) == [note]


def test_row_16_page_furniture_is_left_out_and_listed() -> None:
    before = ["当前位置：首页>要闻>正文", "来源：某某日报", "【字号：大 中 小】", "下载 打印 收藏"]
    after = ["责任编辑：张某", "相关报道：", "某某会议今天召开", "某某同志出席会议"]
    speech = parsed("在测试会上的讲话", *before, "（2025年1月16日）", "同志们：", TALK, *after)
    assert [item.text for item in speech.left_out] == before + after
    assert [p.text for p in speech.paragraphs] == ["在测试会上的讲话", "（2025年1月16日）", "同志们：", TALK]
    assert str(speech.date) == "2025-01-16"


@pytest.mark.parametrize(
    "after",
    [
        ["扫一扫在手机打开当前页", "【打印本页】 【关闭窗口】"],
        ["上一条：集团召开安全会", "下一則：沒有了", "【关闭】"],
        ["【返回列表】", "附件下载："],
        ["地址：江南市学府路1号  邮编：400000", "电话：0000-8888888", "主办：江南市人民政府办公室"],
        ["回上一頁", "瀏覽人次：1024", "相關新聞：", "局長出席論壇"],
        ["分享至：", "Facebook", "WhatsApp"],
        [
            "主题词：农业 讲话",
            "抄送：县委办公室，县人大办公室。",
            "江南县人民政府办公室 2031年7月3日印发",
            "（共印200份）",
        ],
        ["发：各县区委，市直各单位"],
        ["下载本文（Word版）", "如需购买，请联系客服", "更多范文请关注公众号"],
        ["打开APP阅读全文", "0条评论", "我来说两句", "[责任编辑：张某]"],
        ["来源 | 商会秘书处", "编辑 | 张某", "阅读 1024", "TOP"],
        ["友情链接", "江南县教育局"],
        ["猜你感兴趣", "在动员会上的讲话"],
        ["文件下载：", "讲话全文.pdf"],
    ],
    ids=lambda after: after[0],
)
def test_row_16_what_a_page_ends_in(after: list[str]) -> None:
    speech = body("一、工作", TALK, "二、任务", TALK, *after)
    assert [item.text for item in speech.left_out] == after
    assert speech.paragraphs[-1].text == TALK


@pytest.mark.parametrize(
    "said",
    ["更多的人关注孩子，世界就更有希望！", "更多的人，更多的关注", "咨询电话：0000-1234567", "主办：要有主办的样子。"],
)
def test_row_16_last_words_of_a_speech_are_no_furniture(said: str) -> None:
    assert body("一、工作", TALK, "二、任务", TALK, said).left_out == ()


def test_row_16_the_day_of_release_below_the_end_stays() -> None:
    speech = parsed("局長致辭", "各位嘉賓：", TALK, "完", "2031年3月5日（星期三）", "香港時間15時30分")
    assert [item.text for item in speech.left_out] == ["完", "香港時間15時30分"]
    assert str(speech.date) == "2031-03-05"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (
            ["江南大学 | 校长办公室", "首页", "学校概况", "校长致辞"],
            ["作者：  来源：办公室  时间：2031-06-25  点击：3021"],
        ),
        (["新闻中心", "集团要闻", "领导讲话"], ["发布日期：2031-01-19"]),
        ([":::", "首頁 > 演講致詞"], ["資料來源：新聞處", "字級：小 中 大"]),
        (["回首頁", "網站導覽", "常見問答"], ["發布單位：綜合規劃司"]),
        (["首页/公开/正文"], ["索引号：00012/2031-00033", "信息类别：领导讲话", "公开日期：2031-03-09"]),
        (["跳至主內容"], ["發布日期：2031年12月20日 18:30"]),
    ],
    ids=lambda lines: lines[0],
)
def test_row_16_parts_of_a_site_above_a_title(above: list[str], below: list[str]) -> None:
    title = "做有温度的人——在毕业典礼上的讲话"
    speech = parsed(*above, title, *below, "（2031年6月24日）", "同学们：", TALK)
    assert (speech.title, str(speech.date)) == (title, "2031-06-24")
    assert [item.text for item in speech.left_out] == [*above, *below]


def test_row_16_the_address_of_a_site_between_paragraphs() -> None:
    mark = "www.example.org 某某文库"
    speech = body(TALK, mark, "一、工作", TALK, mark, "二、任务", TALK, "请登录 www.example.org 查询。", TALK)
    assert [item.text for item in speech.left_out] == [mark, mark]


def test_row_17_agency_title_and_date_in_one_line() -> None:
    speech = parsed(
        "新华社江南9月8日电团结合作　砥砺前行——在测试会议上的讲话（2025年9月8日，江南）", "女士们，先生们：", TALK
    )
    assert speech.title == "团结合作　砥砺前行——在测试会议上的讲话"
    assert (str(speech.date), speech.occasion) == ("2025-09-08", "测试会议")


def test_row_18_what_follows_the_end_is_a_section_of_its_own() -> None:
    speech = body(
        "一、工作", TALK, "二、任务", TALK, "同志们，让我们努力。", "附件1", "1.第一件，办好。", "2.第二件，办好。",
        "名词解释", "1.“两重”：是指两件重要的事。", "2.“两新”：是指两件新的事。"
    )  # fmt: skip
    assert [section.heading for section in speech.sections] == ["工作", "任务", "附件1", "名词解释"]
    assert [s.label + (s.heading or "") for s in speech.sections[-1].sections] == ["1.“两重”", "2.“两新”"]
    assert speech.closing == 1


def test_row_18_notes_in_letters_apart() -> None:
    (section,) = body(TALK, TALK, "注　释", "〔1〕见县志。").sections
    assert (section.heading, section.appendix) == ("注　释", True)


def test_row_19_signature_and_date_at_the_end() -> None:
    speech = parsed("关于某件事情的讲话", "同志们：", TALK, "王某某", "二〇二四年三月十五日")
    assert (str(speech.date), speech.origins["date"]) == ("2024-03-15", "signature")
    assert (speech.speaker, speech.origins["speaker"]) == ("王某某", "signature")


@pytest.mark.parametrize(
    ("end", "date", "speaker"),
    [
        (["共青团临河市委员会", "2031年12月5日"], "2031-12-05", None),
        (["中共清溪县委", "清溪县人民政府", "2031年9月9日"], "2031-09-09", None),
        (["江南县图书馆", "2031年4月23日"], "2031-04-23", None),
        (["清溪中学", "二〇三一年四月三日"], "2031-04-03", None),
        (["市委研究室", "二〇三一年四月三日"], "2031-04-03", None),
        (["江望山", "辛亥年正月初一"], None, "江望山"),
        (["述职人：江望山", "2031年12月28日"], "2031-12-28", "江望山"),
    ],
)
def test_row_19_whoever_signs(end: list[str], date: str | None, speaker: str | None) -> None:
    speech = parsed("致志愿者的感谢信", "志愿者朋友们：", TALK, *end)
    assert kinds(speech, Kind.SIGNATURE) == end
    assert (str(speech.date) if speech.date else None, speech.speaker) == (date, speaker)


@pytest.mark.parametrize("said", ["（热烈鼓掌）", "【掌声】", "[笑声、掌声]", "（鼓掌。）", "〔众笑〕"])
def test_row_20_stage_directions(said: str) -> None:
    speech = parsed("在测试会上的讲话", f"同志们：{said}", TALK, said, TALK)
    assert (speech.salutation, kinds(speech, Kind.SALUTATION)) == ("同志们", [f"同志们：{said}"])
    assert (kinds(speech, Kind.STAGE), speech.sections) == ([said], ())


def test_row_21_turns_named_in_front() -> None:
    lines = [
        "主持人：今天请两位来谈谈。",
        "陳部長某寧：主席、各位委員，報告如下。",
        "接着补充一句。",
        "主持人：请讲。",
        "陳部長某寧：好的。",
        "主持人：谢谢。",
    ]
    speech = parsed("会议记录", *lines)
    assert [p.speaker for p in speech.paragraphs[1:]] == ["主持人", "陳某寧", "陳某寧", "主持人", "陳某寧", "主持人"]
    assert speech.paragraphs[1].lead == len("主持人：")


def test_row_21_turns_named_in_frames() -> None:
    lines = ["【主持人】 请两位谈谈。", "【王某】：好的，先说一件事。", "【主持人】 请讲。", "【王某】：就这些。"]
    speech = parsed("会议记录", *lines)
    assert [p.speaker for p in speech.paragraphs[1:]] == ["主持人", "王某", "主持人", "王某"]


def test_a_title_that_names_its_speaker() -> None:
    speech = parsed("江南省省长李某某在全省经济工作会议上的讲话", "（2024年1月3日）", "同志们：", TALK)
    assert (speech.speaker, speech.office, speech.occasion) == ("李某某", "江南省省长", "全省经济工作会议")
    assert parsed("团结奋斗再创新的辉煌在全省会议上的讲话", "同志们：", TALK).speaker is None


def test_row_21_turns_named_by_headings() -> None:
    text = "# 2021-03-17 某某來訪\n\n### 唐某：\n\n大家好。\n\n一、先说一件事\n\n### 陳某：\n\n你好。\n\n### 唐某：\n\n好。\n\n### 陳某：\n\n再见。\n"
    speech = parse(read_markdown(text.encode(), "a.md"))
    assert (speech.title, str(speech.date), speech.sections) == ("某某來訪", "2021-03-17", ())
    spoken = [(p.speaker, p.text) for p in speech.paragraphs if p.kind is Kind.BODY]
    assert spoken == [
        ("唐某", "大家好。"),
        ("唐某", "一、先说一件事"),
        ("陳某", "你好。"),
        ("唐某", "好。"),
        ("陳某", "再见。"),
    ]
    assert len(kinds(speech, Kind.TURN)) == 4


def test_row_21_points_with_colons_are_no_turns() -> None:
    speech = body(*(f"第{n}点：把这件事情办好。{TALK}" for n in "一二三一二三"))
    assert {paragraph.speaker for paragraph in speech.paragraphs} == {None}


def test_row_22_lines_broken_by_a_page_are_joined_and_page_numbers_left_out() -> None:
    width = 35
    words = "我们要把这件关系全局的大事办好办实让每一位居民都能感受到变化和温暖并且长期坚持下去绝不松懈"
    chance = random.Random(22)
    paragraphs = ["　　" + "".join(chance.choices(words, k=150 + 11 * n)) + "。" for n in range(6)]
    lines = [paragraph[start : start + width] for paragraph in paragraphs for start in range(0, len(paragraph), width)]
    for page, place in enumerate((20, 12, 6), 1):
        lines.insert(place, f"·{264 - page}·")
    speech = parsed("在测试会上的讲话", "同志们：", *lines)
    found = [p.text for p in speech.paragraphs if p.kind is Kind.BODY]
    assert [text.replace("　", "") for text in found] == [paragraph.strip() for paragraph in paragraphs]
    assert [item.text for item in speech.left_out] == ["·261·", "·262·", "·263·"]


def test_row_23_a_speech_in_one_line_is_parted() -> None:
    pieces = [
        "在测试会上的讲话",
        "（2024年5月3日）",
        "王某某",
        "同志们：",
        TALK * 8,
        "一、工作",
        TALK * 8,
        "二、任务",
        TALK * 8,
    ]
    speech = parsed("　　".join(pieces))
    assert [paragraph.text for paragraph in speech.paragraphs] == pieces
    assert (speech.title, str(speech.date), speech.speaker) == ("在测试会上的讲话", "2024-05-03", "王某某")
    assert shape(speech.sections) == [["一、工作"], ["二、任务"]]


def test_row_23_a_short_speech_in_one_line() -> None:
    speech = parsed("在捐赠仪式上的致辞（2031年5月12日）理事长 王某某 各位来宾，大家好！" + TALK * 6)
    assert (speech.title, str(speech.date), speech.speaker) == ("在捐赠仪式上的致辞", "2031-05-12", "王某某")


@pytest.mark.parametrize(
    "lines",
    [
        ["隐藏内容", "此处内容需要权限查看", "• 普通用户特权:8.8积分", "会员免费查看"],
        ["此处隐藏5120个字。VIP会员可见"],
        ["(未完,全文共2010字,当前显示249字)"],
        ["……（此处省略1200字）"],
        ["试读已结束，购买后阅读全文"],
    ],
)
def test_row_24_paywalls_are_gaps_and_what_follows_hangs_on_no_wrong_section(lines: list[str]) -> None:
    speech = body(
        "一、工作",
        "一要抓紧。" + TALK,
        "二要抓实。" + TALK,
        *lines,
        "二要创新。" + TALK,
        "三要落实。" + TALK,
        "四、要求",
        TALK,
    )
    (gap,) = speech.gaps
    assert gap.text.splitlines() == lines
    assert shape(speech.sections) == [
        ["一、工作", [["一要抓紧"], ["二要抓实"]]],
        ["?", [["二要创新"], ["三要落实"]]],
        ["四、要求"],
    ]


def test_row_25_masked_words_stay() -> None:
    text = "区委x届x次全会明确，聚力“x”，×市×县增长X%。"
    assert body(text).paragraphs[-1].text == text


def test_headings_cut_by_a_line_break_are_whole() -> None:
    speech = body("一、工作回顾", TALK, "二、持续提升政府", "治理效能和服务水平", TALK)
    assert shape(speech.sections) == [["一、工作回顾"], ["二、持续提升政府治理效能和服务水平"]]
    assert speech.paragraphs[-1].section_path == ("二、持续提升政府治理效能和服务水平",)


def test_users_own_patterns() -> None:
    own = patterns_with("lines = ['某某文库出品.*']\n[[gap]]\nkind = 'paywall'\nlines = ['余下内容请购买']\n")
    raw = read_plain("题目\n同志们：\n前面。\n某某文库出品 必属精品\n余下内容请购买\n后面。\n".encode(), "a.txt")
    speech = parse(raw, own)
    assert [item.text for item in speech.left_out] == ["某某文库出品 必属精品"]
    assert [gap.text for gap in speech.gaps] == ["余下内容请购买"]


def test_the_outline_of_a_speech_says_what_was_left_out() -> None:
    outline = outline_json(parsed("题目", "来源：某某报", "同志们：", TALK), "zh")
    assert outline["left_out"] == ["来源：某某报"]


HEADS = [
    (["政府工作报告", "（1954年9月23日在某国代表大会上的报告）", "国务院总理 王某某", "各位代表："], "1954-09-23", "王某某", "某国代表大会"),
    (["关于正确处理某个问题的讲话", "（一九五七年二月二十七日）", "王某某"], "1957-02-27", "王某某", None),
    (["政府工作报告", "──一九七八年二月二十六日在第五届代表大会上", "总理　王某", "各位代表："], "1978-02-26", "王某", "第五届代表大会"),
    (["在第五届代表大会上的报告（1978年2月26日）", "王某某", "同志们："], "1978-02-26", "王某某", "第五届代表大会"),
    (["新年讲话", "（江南，2025年12月31日）", "王某某", "同志们，朋友们："], "2025-12-31", "王某某", None),
    (["某某大学公开课", "时间：2024年5月3日", "地点：第一报告厅", "主讲人：王某某", "同学们："], "2024-05-03", "王某某", None),
    (["在某某会上的讲话", "发布时间：2024-03-12 09:10", "来源：某网", "2024年3月11日", "同志们："], "2024-03-11", None, "某某会"),
    (["國慶大會致詞", "中華民國一百零一年十月十日", "總統 王某某", "各位貴賓："], "2012-10-10", "王某某", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "title", "wanted"),
    [
        (["第三讲　怎样写好调查报告", "2031年10月12日", "主讲人：王某某"], "第三讲　怎样写好调查报告", ("2031-10-12", "王某某", None)),
        (["写给即将高考的同学们", "（2031年5月30日）", "亲爱的同学们："], "写给即将高考的同学们", ("2031-05-30", None, "亲爱的同学们")),
        (["内部资料　注意保存", "在某某会上的讲话", "同志们："], "在某某会上的讲话", (None, None, "同志们")),
        (["行政長官施政報告", "2031年10月15日", "主席："], "行政長官施政報告", ("2031-10-15", None, "主席")),
        (["部長致詞", "日期：120-05-06", "各位貴賓："], "部長致詞", ("2031-05-06", None, "各位貴賓")),
        (["局长谈养老", "（在线访谈实录）", "2031年8月9日"], "局长谈养老", ("2031-08-09", None, None)),
        (["在厂庆会上的讲话", "（2031年5月1日）", "厂长 王某某"], "在厂庆会上的讲话", ("2031-05-01", "王某某", None)),
        (["做好种子工作", "编者按：本文略有改动，题目是编者所加。", "2031年8月9日"], "做好种子工作", ("2031-08-09", None, None)),
    ],
    ids=lambda head: head[0] if isinstance(head, list) else "",
)  # fmt: skip
def test_heads_of_other_papers(head: list[str], title: str, wanted: tuple[str | None, ...]) -> None:
    speech = parsed(*head, TALK, TALK)
    assert speech.title == title
    assert (str(speech.date) if speech.date else None, speech.speaker, speech.salutation) == wanted
    assert speech.sections == ()


@pytest.mark.parametrize(("head", "date", "speaker", "occasion"), HEADS, ids=[head[0][1] for head in HEADS])
def test_heads_of_many_years(head: list[str], date: str, speaker: str | None, occasion: str | None) -> None:
    speech = parsed(*head, TALK, TALK)
    assert (str(speech.date), speech.speaker, speech.occasion) == (date, speaker, occasion)
    assert speech.title.startswith(head[0].split("（")[0])
