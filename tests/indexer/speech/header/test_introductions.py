"""Heads as press offices, sites and accounts print them: introductions, lists of guests, columns, ornaments."""

import pytest

from indexer.model import Speech
from indexer.readers.plain import read_plain
from indexer.speech import parse
from indexer.speech.header.introduction import introduction
from indexer.speech.header.salutation import is_address

TALK = "　　今天的会议很重要，主要任务是总结去年的工作，部署今年的任务。"


def parsed(*lines: str) -> Speech:
    return parse(read_plain("\n".join(lines).encode(), "文稿.txt"))


INTRODUCTIONS = [
    ("以下是運輸局局長林海青今日（十一月五日）在水運論壇的致辭全文：", "林海青", "運輸局局長", "水運論壇", (11, 5)),
    (
        "以下是水務局局長方遠晴十月二十一日出席港務委員會特別會議後會見傳媒的談話內容：",
        "方遠晴",
        "水務局局長",
        "港務委員會特別會議",
        (10, 21),
    ),
    (
        "以下是環境局局長謝海岸今日（一月六日）在議會會議上就「減廢」議案的總結發言：",
        "謝海岸",
        "環境局局長",
        "議會會議",
        (1, 6),
    ),
    ("以下为江州市市长许知远2031年3月7日在记者会上的答问全文。", "许知远", "江州市市长", "记者会", (3, 7)),
    ("下面是局長昨日（七月一日）在酒會的致辭。", None, None, "酒會", (7, 1)),
]


@pytest.mark.parametrize(("text", "speaker", "office", "occasion", "day"), INTRODUCTIONS)
def test_a_line_that_introduces_a_speech(
    text: str, speaker: str | None, office: str | None, occasion: str, day: tuple[int, int] | None
) -> None:
    found = introduction(text)
    assert found is not None
    who = found.who
    assert (who.name if who else None, who.office if who else None) == (speaker, office)
    assert (found.occasion, found.day) == (occasion, day)


@pytest.mark.parametrize(
    "text",
    ["以下是我们的做法：", "以下是今年要办的十件实事：", "以下是几点体会，请同志们批评。", "下面，我讲三点意见。"],
)
def test_other_lines_introduce_nothing(text: str) -> None:
    assert introduction(text) is None


def test_a_release_of_a_press_office() -> None:
    speech = parsed(
        "局長在水運論壇致辭（只有中文）",
        "＊＊＊＊＊＊＊＊＊＊＊＊",
        "　　以下是運輸局局長林海青今日（十一月五日）在水運論壇的致辭全文：",
        "",
        "主席、各位議員、各位朋友：",
        "",
        TALK,
        "",
        "2031年11月5日（星期三）",
        "香港時間11時30分",
    )
    assert speech.title == "局長在水運論壇致辭（只有中文）"
    assert (speech.speaker, speech.office, str(speech.date)) == ("林海青", "運輸局局長", "2031-11-05")
    assert (speech.occasion, speech.salutation) == ("水運論壇", "主席、各位議員、各位朋友")
    assert {item.text for item in speech.left_out} == {"＊＊＊＊＊＊＊＊＊＊＊＊", "香港時間11時30分"}


def test_the_year_of_an_introduction_is_that_of_its_release() -> None:
    lines = [
        "局長在水運論壇致辭",
        "以下是運輸局局長林海青昨日（十二月三十一日）在水運論壇的致辭全文：",
        "各位朋友：",
        TALK,
        "2032年1月1日",
    ]
    assert str(parsed(*lines).date) == "2031-12-31"


def test_an_introduction_may_tell_the_year_itself() -> None:
    speech = parsed(
        "局長在水運論壇致辭", "以下是運輸局局長林海青2031年3月7日在水運論壇的致辭全文：", "各位朋友：", TALK
    )
    assert str(speech.date) == "2031-03-07"


@pytest.mark.parametrize("line", ["政务网站访问量1200万次，比上年增长两成", "全年平台阅读量 3,000 万次"])
def test_a_last_line_that_speaks_of_readers_stays(line: str) -> None:
    speech = parsed("在全市政务公开会议上的讲话", "（2031年5月4日）", "同志们：", TALK, line)
    assert line in {paragraph.text for paragraph in speech.paragraphs}


def test_guests_of_a_conference_are_no_headings() -> None:
    speech = parsed(
        "水务局举行新闻发布会",
        "图文实录",
        "时间：2031年7月15日（星期二）上午10时",
        "主持人：水务局办公室副主任、新闻发言人 谢语川",
        "嘉宾：水务局副局长 盛来安",
        "谢语川：",
        "大家上午好！现在请盛局长介绍情况。",
        "盛来安：",
        "上半年全市供水量增长百分之三，水质保持稳定。",
        "记者：",
        "请问下半年怎么安排？",
        "盛来安：",
        "我们会继续改造老旧管网，保证供水。",
    )
    assert str(speech.date) == "2031-07-15"
    assert not [section for section in speech.sections if "嘉宾" in (section.heading or "")]
    said = {paragraph.speaker for paragraph in speech.paragraphs if paragraph.text.startswith(("上半年", "我们会"))}
    assert said == {"盛来安"}


def test_a_host_who_greets_is_no_guest_of_a_list() -> None:
    speech = parsed(
        "水务访谈",
        "主持人：各位网友，大家好！",
        "盛来安：大家好。",
        "主持人：先谈水价。",
        "盛来安：好的，我来介绍一下情况。",
    )
    assert "主持人" in {paragraph.speaker for paragraph in speech.paragraphs}


@pytest.mark.parametrize(
    ("lines", "title", "speaker", "date"),
    [
        (["领导讲话", "赵平川同志在全县教育工作会议上的讲话", "（2031年9月10日）"], "赵平川同志在全县教育工作会议上的讲话", "赵平川", "2031-09-10"),
        (["点击蓝字 关注我们", "讲话稿 | 赵平川：在三级干部会议上的讲话", "原创 综合科 江州发布", "2031-02-06 18:30 江州"],
         "讲话稿 | 赵平川：在三级干部会议上的讲话", "赵平川", "2031-02-06"),
        (["江州市第九届人民代表大会第三次会议文件（五）", "关于江州市计划草案的报告",
          "——2031年1月27日在江州市第九届人民代表大会第三次会议上", "市发展改革委主任 韩晓舟"],
         "关于江州市计划草案的报告", "韩晓舟", "2031-01-27"),
        (["★", "在全市防汛会议上的讲话", "（2031年5月4日）", "许知远"], "在全市防汛会议上的讲话", "许知远", "2031-05-04"),
    ],
)  # fmt: skip
def test_what_a_page_prints_above_a_title_is_none(lines: list[str], title: str, speaker: str, date: str) -> None:
    speech = parsed(*lines, "同志们：", TALK)
    assert (speech.title, speech.speaker, str(speech.date)) == (title, speaker, date)


@pytest.mark.parametrize(
    "text",
    [
        "主席、各位议员：",
        "尊敬的李书记、各位领导、同志们：",
        "尊敬的国务卿先生、各位朋友：",
        "董事长、各位股东：",
        "总统先生、各位国人同胞：",
    ],
)
def test_those_in_office_are_addressed_before_all_others(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", ["主席：", "书记、县长亲自抓、各部门配合抓：", "校长要带头、各位老师要跟上"])
def test_those_in_office_alone_are_no_address(text: str) -> None:
    assert not is_address(text)


def test_an_address_of_several_lines() -> None:
    speech = parsed(
        "论坛欢迎宴会上的祝酒辞", "（2031年10月17日，江州）", "尊敬的各位代表团团长，", "女士们，先生们，朋友们：", TALK
    )
    assert speech.salutation == "尊敬的各位代表团团长，女士们，先生们，朋友们"


def test_a_few_lines_of_one_length_prove_no_page() -> None:
    speech = parsed(
        "政府工作报告",
        "（2031年1月12日在江州县第十八届人民代表大会第五次会议上）",
        "县人民政府代县长 马晓波",
        "各位代表：",
        "　　我代表县人民政府向大会报告工作。",
        "　　一、二〇三〇年工作回顾",
        "　　全县生产总值增长6%。",
        "　　二、二〇三一年工作安排",
        "　　重点抓好八个方面工作：",
        "　　（一）抓产业，增动能。培育企业。",
        "　　（二）抓民生，增福祉。改善民生。",
    )
    assert (speech.speaker, speech.salutation) == ("马晓波", "各位代表")
