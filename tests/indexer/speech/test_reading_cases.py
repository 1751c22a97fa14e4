"""Files that were read wrongly once, kept beside the project: each as a reader sees it, written down by eye."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from indexer.analysis import fold
from indexer.errors import ReadError
from indexer.model import Speech
from indexer.readers import read_one
from indexer.speech import parse

SECTIONS: Mapping[str, Sequence[tuple[int, str]]] = {
    "salutation-as-turns": [(1, "一、去年工作回顾"), (1, "二、今年工作安排"), (1, "三、加强自身建设")],
    "closing-heading": [(1, "一、去年工作回顾"), (1, "二、今年工作安排"), (1, "结束语")],
    "ordinal-comma-heading": [
        (1, "一、总的要求"),
        (1, "二、今年任务"),
        (2, "第一，稳定粮食面积，提高单产"),
        (2, "第二，整修水利设施，减少旱涝"),
        (2, "第三，办好农民夜校，培养人才"),
    ],
    "renumbered-inner-list": [
        (1, "一、过去五年的回顾"),
        (1, "二、今后五年的任务"),
        (2, "一、确定适当的增长速度，促进协调发展"),
        (2, "二、安排合理的投资规模，提高使用效益"),
        (2, "三、坚持把教育放在优先的位置，培养人才"),
        (1, "三、今后五年的改革"),
        (1, "四、对外交往"),
    ],
}
FACTS: Mapping[str, Mapping[str, str | None]] = {
    "title-opens-with-date": {"title": "2031年5月8日临河市水务局新闻发布会", "date": "2031-05-08", "speaker": None},
    "weekday-as-speaker": {"date": "2031-04-02", "speaker": None},
    "furniture-word-as-speaker": {
        "title": "2031年临河市政府工作报告",
        "date": "2031-02-03",
        "speaker": "常青",
        "occasion": "临河市第九届人民代表大会第二次会议",
        "salutation": "各位代表",
    },
    "speaker-colon-title": {"speaker": "常青", "date": "2031-04-18", "occasion": "全市水利工作会议"},
    "notes-as-turns": {"title": "會議過程正式紀錄", "date": "2031-04-02", "speaker": None},
    "one-question-reporters": {"speaker": None},
    "salutation-as-turns": {
        "title": "2031年临河市政府工作报告",
        "date": "2031",
        "speaker": None,
        "salutation": "各位代表",
    },
}
VOICES: Mapping[str, Mapping[str, int]] = {
    "salutation-as-turns": {},
    "one-question-reporters": {"东江日报记者": 2, "临河晚报记者": 1, "清溪电台记者": 1, "白鹭新闻记者": 1, "宋河清": 5},
    "notes-as-turns": {"丘明德議員": 2, "運輸局局長": 3, "顏子安議員": 1, "主席": 2, "柳如心議員": 1},
}
WHOLE: Mapping[str, Sequence[str]] = {
    "link-broken-lines": [
        "全市认真落实临河市公共文化服务条例，图书馆和文化站的开放时间明显延长，《临河市图书馆章程》也完成了修订"
    ],
    "soft-wrapped-hk": [
        "離島居民多次向運輸部門反映班次不足",
        "盡快提出時間表，並且每季",
        "晚上看醫生，往往要等一個多小時",
    ],
    "wrapped-only": ["離島居民多次向運輸部門", "改善的步伐遠遠落後", "往往要等一個多小時"],
    "wrapped-with-one-long-line": ["離島居民多次向運輸部門", "改善的步伐遠遠落後", "往往要等一個多小時"],
}


@pytest.fixture
def read(shared: Path, request: pytest.FixtureRequest) -> Speech:
    folder = shared / "cases" / "reading" / str(request.param)
    (file,) = folder.glob("a.*") if any(folder.glob("a.*")) else folder.glob("*.pdf")
    return parse(read_one(file, file.name))


@pytest.mark.parametrize(("read", "wanted"), SECTIONS.items(), indirect=["read"], ids=list(SECTIONS))
def test_the_outline_is_whole(read: Speech, wanted: Sequence[tuple[int, str]]) -> None:
    assert [(one.level, one.display) for section in read.sections for one in section.walk()] == list(wanted)


@pytest.mark.parametrize(("read", "wanted"), FACTS.items(), indirect=["read"], ids=list(FACTS))
def test_facts_are_those_of_the_page(read: Speech, wanted: Mapping[str, str | None]) -> None:
    found = {name: None if (value := getattr(read, name)) is None else str(value) for name in wanted}
    assert found == wanted


@pytest.mark.parametrize(("read", "wanted"), VOICES.items(), indirect=["read"], ids=list(VOICES))
def test_only_those_speak_who_do(read: Speech, wanted: Mapping[str, int]) -> None:
    spoken = [one.speaker for one in read.paragraphs if one.speaker is not None and one.role != "note"]
    assert set(spoken) == set(wanted)


@pytest.mark.parametrize(("read", "wanted"), WHOLE.items(), indirect=["read"], ids=list(WHOLE))
def test_torn_sentences_are_whole(read: Speech, wanted: Sequence[str]) -> None:
    texts = [fold(one.text) for one in read.paragraphs]
    assert [piece for piece in wanted if not any(fold(piece) in text for text in texts)] == []


@pytest.mark.parametrize("read", ["repeated-short-lines-lost"], indirect=True)
def test_no_line_of_the_text_is_taken_for_a_running_head(read: Speech) -> None:
    assert sum(one.text == "【答案】B" for one in read.paragraphs) == 7


@pytest.mark.parametrize("read", ["twocol-pdf"], indirect=True)
def test_two_columns_are_read_in_order(read: Speech) -> None:
    body = [one.text for one in read.paragraphs if one.kind == "body"]
    assert len(body) == 12
    assert all(text[-1] in "。！？" for text in body)


@pytest.mark.parametrize("read", ["chapterheads-pdf"], indirect=True)
def test_running_heads_of_chapters_part_no_paragraph(read: Speech) -> None:
    assert sum(one.text[-1] == "。" and len(one.text) > 40 for one in read.paragraphs) == 75


@pytest.mark.parametrize("read", ["fakebold-pdf"], indirect=True)
def test_a_heading_in_bold_is_not_joined_to_its_text(read: Speech) -> None:
    assert len(read.paragraphs) == 5


@pytest.mark.parametrize("name", ["scanned-pdf/scanned.pdf", "encrypted-by-agent.docx"])
def test_what_cannot_be_read_is_told_with_its_reason(name: str, shared: Path) -> None:
    file = shared / "cases" / "reading" / name
    with pytest.raises(ReadError) as caught:
        read_one(file, file.name)
    told = caught.value.message.zh if hasattr(caught.value.message, "zh") else str(caught.value.message)
    assert "扫描" in told or "加密" in told
