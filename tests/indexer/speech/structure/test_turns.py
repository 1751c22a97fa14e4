"""Who speaks in a conversation: never a name for words that somebody else said, or nobody."""

import re

import pytest

from indexer.cli.outline_report import outline_json
from indexer.model import Kind, Line, RawText, Role, Speech
from indexer.speech import parse
from indexer.speech.structure.speaker_label import Voice, label_of, speaker_name, voice_of

TALK = "第一季度的渠系整治按期推进，群众反映的问题得到了较好解决，各方面的评价总体是满意的。"


def parsed(*lines: str) -> Speech:
    numbered = tuple(Line(number, line) for number, line in enumerate(lines, 1))
    return parse(RawText("a.txt", "txt", "utf-8", numbered))


def spoken(*lines: str) -> list[str | None]:
    """Who speaks each line after the title."""
    return [paragraph.speaker for paragraph in parsed(*lines).paragraphs[1:]]


def roles(*lines: str) -> str:
    """q, a or - for each line after the title."""
    return "".join((paragraph.role or "-")[0] for paragraph in parsed(*lines).paragraphs[1:])


# ---- what is no turn


def test_an_address_that_comes_again_is_no_speaker() -> None:
    report = parsed(
        "2031年临河市政府工作报告",
        *("各位代表：", "现在报告工作，请予审议。", "一、去年工作回顾", TALK, TALK),
        *("各位代表：", "成绩来之不易。", "二、今年工作安排", TALK, TALK),
        *("各位代表：", "今年的任务很重。", "三、加强自身建设", TALK, TALK, "各位代表：", "让我们团结起来。"),
    )
    assert {paragraph.speaker for paragraph in report.paragraphs} == {None}
    assert [section.display for section in report.sections] == [
        "一、去年工作回顾",
        "二、今年工作安排",
        "三、加强自身建设",
    ]
    assert report.salutation == "各位代表"


@pytest.mark.parametrize("call", ["同志们：", "主席先生：", "女士们、先生们：", "尊敬的议长先生：", "朋友们："])
def test_no_address_is_a_speaker(call: str) -> None:
    assert set(spoken("在记者会上的致辞", *[call, TALK] * 4)) == {None}


@pytest.mark.parametrize(
    "label",
    ["註", "备注", "议题一", "地方選區", "附件2", "主题", "出席議員", "编者按", "责任单位", "说明", "時間", "图3"],
)
def test_labels_that_name_nobody_end_what_was_said(label: str) -> None:
    lines = ["会议记录", "主持人：请两位来谈谈。", "丘某某：好的，先说一件。", f"{label}：", "以三月为准。"]
    assert spoken(*lines, "主持人：谢谢，请接着讲。", "丘某某：没有了。") == [
        *("主持人", "丘某某", None, None, "主持人", "丘某某")
    ]


@pytest.mark.parametrize(
    "opening",
    ["她说", "真正的原因是", "一是", "提出三点主张", "具体举措", "大家都知道", "各地的做法如下", "他对记者说"],
)
def test_a_sentence_that_opens_with_a_colon_goes_on_being_said(opening: str) -> None:
    lines = [
        "港口局发言人周某主持例行记者会",
        "东江社记者：渡轮何时复航？",
        "周某：我说三点。",
        f"{opening}：船要修好。",
    ]
    assert spoken(*lines) == ["东江社记者", "周某", "周某"]


def test_a_plan_with_labels_is_no_conversation() -> None:
    plan = [f"{label}：{TALK}" for _ in range(4) for label in ("任务", "方法", "安排", "责任单位", "措施")]
    assert set(spoken("二〇三一年工作要点", *plan)) == {None}


def test_a_list_of_those_present_is_no_turn() -> None:
    lines = [
        "渔业座谈会记录",
        "主持人：丘某某",
        "主席：林某",
        "记录：柳某",
        "林某：渔港要扩建，大家说说。",
        "柳某：同意。",
        "林某：好。",
    ]
    assert spoken(*lines) == [None, None, None, "林某", "柳某", "林某"]


def test_a_book_is_no_conversation() -> None:
    lines = ["渡口", "第一章", "林某：船来了没有？", "柳某：没有。", "第二章", "林某：船来了没有？", "柳某：来了。"]
    assert set(spoken(*lines)) == {None}


def test_sayings_are_no_conversation() -> None:
    sayings = [f"{name}：“{TALK}”" for name in ("林某某", "柳某某") * 3]
    assert set(spoken("名言", *sayings)) == {None}


# ---- who is named


def test_a_reporter_who_asks_once_is_believed() -> None:
    outlets = ["东江日报记者", "《临河晚报》记者", "清溪电台记者林某", "21世纪渔业报记者", "记者"]
    lines = [line for outlet in outlets for line in (f"{outlet}：请问准备得怎么样？", "宋河清：已经备足。")]
    assert spoken("临河市水务局举行新闻发布会", *lines) == [name for outlet in outlets for name in (outlet, "宋河清")]
    assert roles("临河市水务局举行新闻发布会", *lines) == "qa" * 5


def test_names_in_front_win_over_notes_on_lines_of_their_own() -> None:
    lines = [
        "會議過程正式紀錄", "2031年4月2日星期三", "下午2時30分會議開始", "出席議員：", "丘明德議員", "顏子安議員",
        "議員質詢", "丘明德議員：主席，渡輪愈來愈疏，政府有何對策？", "港務局局長：主席，年底前會增加班次。", "註：", "班次以月計。",
        "主席：下一項質詢。", "顏子安議員：主席，票價會不會上升？", "港務局局長：主席，要經審批。",
        "（顏子安議員站起來）", "主席：現在休會。", "立法會遂於下午5時休會。",
    ]  # fmt: skip
    record = parsed(*lines)
    assert [paragraph.speaker for paragraph in record.paragraphs[6:]] == [
        *(None, "丘明德議員", "港務局局長", None, None, "主席", "顏子安議員", "港務局局長", None, "主席", None)
    ]
    assert [paragraph.role for paragraph in record.paragraphs[7:9]] == [Role.QUESTION, Role.ANSWER]
    assert [section.display for section in record.sections] == ["議員質詢"]


def test_questions_and_answers_without_names() -> None:
    lines = ["水务局就渡轮停航答记者问", "问：何时复航？", "答：修好就复航。", "这要看天气。"]
    assert spoken(*lines) == ["问", "答", "答"]
    assert roles(*lines) == "qaa"


def test_the_sides_of_a_debate() -> None:
    said = ["主席：请陈词。", "正方一辩：谢谢主席。", "反方三辩：请问对方，您会修手机吗？", "评委：时间到。"]
    assert spoken("辩论赛实录", *said) == ["主席", "正方一辩", "反方三辩", "评委"]


def test_numbered_questions() -> None:
    lines = [
        "《渡口条例》答记者问",
        "一、问：为什么要制定条例？",
        "答：为了安全。",
        "二、问：何时施行？",
        "答：三月施行。",
    ]
    assert spoken(*lines) == ["问", "答", "问", "答"]


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("港口局局长周明某", "周明某"), ("港口局局长　周某", "周某"), ("周某（港口局局长）", "周某"), ("周部長某某", "周某某"),
        ("周某局长", "周某"), ("港口局局長", "港口局局長"), ("水务局局长", "水务局局长"), ("丘明德議員", "丘明德議員"),
        ("安全部部长", "安全部部长"), ("主持人林某", "主持人林某"), ("艾热·吐尔松", "艾热·吐尔松"), ("Max", "Max"),
    ],
)  # fmt: skip
def test_the_name_in_a_label(label: str, speaker: str) -> None:
    lines = ["渡口访谈", "记者：渡口何时开放？", f"{label}：三月开放。"]
    assert spoken(*lines) == ["记者", speaker]


def test_a_word_that_the_title_names_is_a_name() -> None:
    lines = ["与阿东对谈", "林某：你好，请坐。", "阿东：谢谢，我先说。", "大头：我也说一句。", "林某：好。"]
    assert spoken(*lines) == ["林某", "阿东", None, "林某"]


def test_the_spokesperson_whom_the_title_names_gives_the_answers() -> None:
    lines = [
        "水务局发言人周明某就渡轮停航答记者问",
        "问：何时复航？",
        "答：修好就复航。",
        "问：票价呢？",
        "发言人：不变。",
    ]
    assert spoken(*lines) == ["问", "周明某", "问", "周明某"]


@pytest.mark.parametrize(
    ("label", "speaker"),
    [("主 持 人", "主持人"), ("周　某", "周某"), ("东江社记者追问", "东江社记者"), ("追问", "追问")],
)
def test_a_label_is_plain(label: str, speaker: str) -> None:
    assert spoken("水务局例行记者会", "东江社记者：何时复航？", "周某：明天。", f"{label}：票价呢？")[2] == speaker


def test_numbers_of_questions_are_no_part_of_who_asks() -> None:
    lines = ["渡口常见问题", "Q1：何时复航？", "A1：明天。", "Q2：票价呢？", "A2：不变。"]
    assert spoken(*lines) == ["Q", "A", "Q", "A"]


def test_an_editor_who_asks_is_an_interviewer_and_one_who_does_not_made_the_page() -> None:
    assert spoken("渡口专访", "编辑：请谈谈渡口。", "周某：好。", "编辑：票价呢？", "周某：不变。") == [
        *("编辑", "周某", "编辑", "周某")
    ]
    made = ["渡口专访", "记者：何时复航？", "周某：明天。", "票价不变。", "编辑：林某"]
    assert [paragraph.speaker for paragraph in parsed(*made).paragraphs if "林某" in paragraph.text] in ([], [None])


def test_a_label_in_the_head_does_not_make_minutes_a_conversation() -> None:
    lines = ["渡口工作例会纪要", "记录：丘某", "会议要求：抓紧修船。", "林某：负责修船。", "柳某：负责修路。"]
    assert set(spoken(*lines)) == {None}


def test_the_outline_tells_whose_turn_it_is() -> None:
    outline = outline_json(
        parsed("水务局例行记者会", "东江社记者：何时复航？", "周某：修好就复航。", "要看天气。"), "zh"
    )
    assert outline["turns"] == [
        {"speaker": "东江社记者", "role": "question", "line": 2, "paragraphs": 1},
        {"speaker": "周某", "role": "answer", "line": 3, "paragraphs": 2},
    ]


# ---- where a turn ends


@pytest.mark.parametrize(
    "border", ["***********", "——————", "2031年4月2日", "另外的事情", "（柳某离开会场）", "会议于12时结束。"]
)
def test_a_turn_ends_at_a_border(border: str) -> None:
    lines = ["水务局例行记者会", "东江社记者：何时复航？", "周某：修好就复航。", "要看天气。", border, TALK]
    assert spoken(*lines) == ["东江社记者", "周某", "周某", None, None]


def test_applause_is_nobodys_and_ends_nothing() -> None:
    lines = ["水务局例行记者会", "东江社记者：何时复航？", "周某：明天复航。", "（笑）", "大家放心。", "谢谢大家"]
    assert spoken(*lines) == ["东江社记者", "周某", None, "周某", "周某"]


def test_the_next_speech_of_a_compilation_is_not_said_by_the_last_speaker() -> None:
    lines = ["渡口问答选编", "问：何时复航？", "答：明天复航。", "在渔业大会上的讲话", "2031年4月2日", "同志们：", TALK]
    assert spoken(*lines) == ["问", "答", None, None, None, None]


def test_an_answer_that_no_label_announces_is_not_the_reporters() -> None:
    lines = [
        "水务局例行记者会",
        "东江社记者：何时复航？",
        "修好就复航。",
        "临河社记者：票价呢？",
        "不变。",
        "大家放心。",
    ]
    assert spoken(*lines) == ["东江社记者", None, "临河社记者", None, None]
    assert roles(*lines) == "q-q--"


def test_a_question_of_two_paragraphs_is_the_reporters() -> None:
    lines = ["水务局例行记者会", "东江社记者：停航三天了。", "何时复航？", "周某：明天复航。"]
    assert spoken(*lines) == ["东江社记者", "东江社记者", "周某"]


def test_a_question_that_no_label_announces_is_not_the_answerers() -> None:
    lines = ["水务局答问", "何时复航？", "答：修好就复航。", "这要看天气。", "票价会不会变？", "答：不变。"]
    assert spoken(*lines) == [None, "答", "答", None, "答"]
    assert roles(*lines) == "qaaqa"


def test_a_question_told_after_the_conference_is_not_the_hosts() -> None:
    lines = [
        "水务局发言人周某主持例行记者会",
        "东江社记者：何时复航？",
        "周某：明天复航。",
        "会后，有记者问：票价变不变？",
        "不变。",
    ]
    assert spoken(*lines) == ["东江社记者", "周某", None, None]
    assert roles(*lines) == "qaq-"


def test_what_stands_before_the_first_label_is_nobodys() -> None:
    conference = parsed(
        "2031年5月8日水务局发言人周某主持例行记者会", "先发布一条消息，渡轮明天复航。", "记者：票价呢？", "周某：不变。"
    )
    assert [paragraph.speaker for paragraph in conference.paragraphs] == [None, None, "记者", "周某"]
    assert conference.paragraphs[1].kind is Kind.BODY


def test_the_host_who_asks_back_answers() -> None:
    lines = ["水务局例行记者会", "东江社记者：票价呢？", "周某：你说的是夜航吗？", "记者：是的，夜航。", "周某：不变。"]
    assert roles(*lines) == "qaqa"


def test_an_announcement_is_no_answer_and_who_leads_answers_nothing() -> None:
    lines = [
        "渡口新闻发布会",
        "主持人：现在开始，请提问。",
        "周某：先说一件事。",
        "东江社记者：票价呢？",
        "主持人：请周局长回答。",
        "周某：不变。",
    ]
    assert roles(*lines) == "--q--"


# ---- labels, alone


def test_times_and_numbers_are_no_labels() -> None:
    assert label_of("会议定在9：30开始。") is None
    assert label_of(TALK) is None


@pytest.mark.parametrize(
    "name", ["王某说", "林某问道", "任务书", "任务书是", "第一点", "结论", "我们", "其一", "网友热议"]
)
def test_what_no_label_is_believed(name: str) -> None:
    assert voice_of(name) in {Voice.NOBODY, Voice.UNKNOWN, Voice.SENTENCE}


def test_organs_are_no_names() -> None:
    assert [speaker_name(office) for office in ("财政厅厅长", "市委书记", "宁州市长")] == [
        "财政厅厅长",
        "市委书记",
        "宁州市长",
    ]


@pytest.mark.parametrize("text", ["记者" * 20_000, "（" * 20_000, "会议" * 20_000, "*" * 40_000, "有记者问" * 9_000])
def test_hostile_lines_are_read_fast(text: str) -> None:
    assert re.sub(r"\s", "", parsed("记者会", f"记者：{text}", text, f"周某：{text}").paragraphs[-1].text)
