"""Date, office and name in the line of the title or of each other, in any order; who is addressed; letters that stand apart."""

import pytest

from indexer.readers.plain import read_plain
from indexer.speech import parse

TITLE = "在全市农业农村工作会议上的讲话"
NAME, OFFICE, DAY = "周正平", "市委副书记、市长", "2031-12-20"
BODY = "同志们：\n今天开会。\n一、提高认识\n要认真学习。\n二、狠抓落实\n要层层落实。\n"

# What stands above the body; speaker, office, day, as far as they can be read.
HEADS = [
    (f"{TITLE}（2031年12月20日） {NAME}", NAME, None, DAY),
    (f"{TITLE} {OFFICE} {NAME}（2031年12月20日）", NAME, OFFICE, DAY),
    (f"{TITLE}（2031年12月20日）{OFFICE} {NAME}", NAME, OFFICE, DAY),
    (f"{TITLE} 2031年12月20日 {NAME}", NAME, None, DAY),
    (f"{TITLE}（摘要） {OFFICE}　周 正 平", NAME, OFFICE, None),
    (f"{TITLE}\n{OFFICE} {NAME} 2031年12月20日", NAME, OFFICE, DAY),
    (f"{TITLE}\n（2031年12月20日 {NAME}）", NAME, None, DAY),
    (f"{TITLE}\n{NAME}（{OFFICE}）\n2031年12月20日", NAME, OFFICE, DAY),
    (f"{TITLE}\n{NAME}　{OFFICE}\n2031年12月20日", NAME, OFFICE, DAY),
    (f"{TITLE}\n原校长 {NAME}（1985届校友）\n2031年12月20日", NAME, "原校长", DAY),
    (f"{TITLE}\n市长 Zhou Zhengping（{NAME}）\n2031-12-20", NAME, "市长", DAY),
    (f"{TITLE}\n致詞人：{NAME}", NAME, None, None),
    (f"{TITLE}\n作报告人：{NAME}\n2031年12月20日", NAME, None, DAY),
    (f"{TITLE}\n時間：2031年12月20日\n講者：{NAME} 市長", NAME, "市長", DAY),
    (f"{TITLE}\n时间：2031年12月20日\n讲话：{NAME}", NAME, None, DAY),
    (f"{TITLE}\n（2031年12月20日，根据录音整理）", None, None, DAY),
    (f"{TITLE}\n（2031年12月25日整理，未经本人审阅）", None, None, None),
    (f"{TITLE}\n（2031年12月20日 石头河）", None, None, DAY),
    (f"{TITLE}（2031年12月20日，东江）", None, None, DAY),
    (f"{TITLE}\n于2031年12月20日\n市长　{NAME}", NAME, "市长", DAY),
    (f"{TITLE}\n公元2031年12月20日\n市长　{NAME}", NAME, "市长", DAY),
    (f"讲话人：{NAME}    职务：市长    时间：2031年12月20日    地点：东江会堂\n题目：{TITLE}", NAME, "市长", DAY),
    (f"主题：{TITLE}\n时间：2031.12.20\n会议地点：市会议中心\n主讲：{NAME}\n内容：", NAME, None, DAY),
    (f"【领导讲话】{TITLE}（节选）\n市长　{NAME}\n2031年12月20日", NAME, "市长", DAY),
    (f"{TITLE} 全文", None, None, None),
    (f"{TITLE} 高质量发展", None, None, None),
]


@pytest.mark.parametrize(("head", "speaker", "office", "day"), HEADS, ids=[head for head, *_ in HEADS])
def test_who_speaks_and_when_are_no_part_of_the_title(
    head: str, speaker: str | None, office: str | None, day: str | None
) -> None:
    speech = parse(read_plain(f"{head}\n{BODY}".encode(), "a.txt"))
    assert (speech.speaker, speech.office, str(speech.date) if speech.date else None) == (speaker, office, day)
    if speaker is not None:
        assert speech.title.removesuffix("（摘要）").removesuffix("（节选）").removeprefix("【领导讲话】") == TITLE
    assert speech.salutation == "同志们"
    assert "".join("".join(paragraph.text for paragraph in speech.paragraphs).split()) == "".join(
        f"{head}{BODY}".split()
    )


ADDRESSES = [
    ("各位来宾，大家好！", "各位来宾"),
    ("各位議員、各位鄉親，大家新年好！", "各位議員、各位鄉親"),
    ("譚主席、各位會員、各位來賓：", "譚主席、各位會員、各位來賓"),
    ("尊敬的各位领导、各位评委、亲爱的同学们：", "尊敬的各位领导、各位评委、亲爱的同学们"),
    ("老师们、同学们，上午好！", "老师们、同学们"),
    ("各位國人同胞，大家早安、新年快樂！", "各位國人同胞"),
    ("各位团员青年：", "各位团员青年"),
    ("尊敬的评委老师、各位选手：", "尊敬的评委老师、各位选手"),
    ("全市各族人民：", "全市各族人民"),
    ("亲爱的战友！", "亲爱的战友"),
    ("全市广大教师：", "全市广大教师"),
    ("各位请看：", None),
    ("各位要牢记宗旨：", None),
    ("出席嘉宾：", None),
    ("各位评委已经打完了分。", None),
]


@pytest.mark.parametrize(("line", "addressed"), ADDRESSES, ids=[line for line, _ in ADDRESSES])
def test_who_is_addressed(line: str, addressed: str | None) -> None:
    text = f"{TITLE}\n（2031年5月6日）\n市长 {NAME}\n{line}\n很高兴出席论坛。\n谢谢大家！\n"
    assert parse(read_plain(text.encode(), "a.txt")).salutation == addressed


def test_an_unread_line_of_the_head_hides_no_address() -> None:
    text = f"{TITLE}\n市农业农村局党组书记、局长　周　正\n31年12月20日\n{BODY}"
    assert parse(read_plain(text.encode(), "a.txt")).salutation == "同志们"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("立 春 座 谈 会 上 的 讲 话", "立春座谈会上的讲话"),
        ("—— 在 全 市 大 会 上", "——在全市大会上"),
        ("（ 2 0 3 1 年 2 月 ）", "（2031年2月）"),
        ("同　志　们　：", "同志们："),
        ("林 晓", "林 晓"),
        ("春天 来了 花 开了", "春天 来了 花 开了"),
        ("A B C D", "A B C D"),
        ("第一 第二", "第一 第二"),
    ],
)
def test_letters_that_stand_apart_are_words(line: str, read: str) -> None:
    speech = parse(read_plain(f"{TITLE}\n今天开会。\n{line}\n{BODY}".encode(), "a.txt"))
    assert read in [paragraph.text for paragraph in speech.paragraphs]


@pytest.mark.parametrize(
    "told",
    [
        "青石镇人民政府",
        "辛亥年正月初五",
        "（农历辛亥年腊月廿三）",
        "A+ A-",
        "字体：A+ A A-",
        "2031年清明节",
        "April 2, 2031",
        "四月二日",
    ],
)
def test_whose_page_it_is_and_another_calendar_are_no_title(told: str) -> None:
    speech = parse(read_plain(f"{TITLE}\n{told}\n市长　{NAME}\n{BODY}".encode(), "a.txt"))
    assert (speech.title, speech.speaker, speech.salutation) == (TITLE, NAME, "同志们")


def test_a_title_may_end_in_a_body_of_state_where_it_goes_on() -> None:
    text = f"关于全市农业农村工作情况致\n东江市人民政府\n的汇报\n（2031年5月6日）\n{BODY}"
    assert "今天开会。" in [paragraph.text for paragraph in parse(read_plain(text.encode(), "a.txt")).paragraphs]


@pytest.mark.parametrize(
    ("title", "speaker", "office"),
    [
        ("临河市市长常青发表广播讲话", "常青", "临河市市长"),
        ("临河市市长常青致开幕词", "常青", "临河市市长"),
        ("临河市发表新年讲话", None, None),
    ],
)
def test_a_title_that_says_who_delivers_it(title: str, speaker: str | None, office: str | None) -> None:
    speech = parse(read_plain(f"{title}\n2031年12月20日\n{BODY}".encode(), "a.txt"))
    assert (speech.title, speech.speaker, speech.office) == (title, speaker, office)


def test_a_line_in_brackets_heads_nothing() -> None:
    text = f"{TITLE}\n{BODY}现在开会。\n（讲话结束后）\n刚才，林晓同志作了重要讲话，我们要认真学习。\n"
    sections = parse(read_plain(text.encode(), "a.txt")).sections
    assert [section.heading for section in sections] == ["提高认识", "狠抓落实"]
