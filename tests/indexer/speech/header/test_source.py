"""Where a document comes from: read from what stands around it, never from its text."""

import hashlib
import json
from pathlib import Path

import pytest

from indexer.evidence import Evidence
from indexer.model import Speech
from indexer.readers import read_texts
from indexer.readers.plain import read_plain
from indexer.speech import parse
from tests.conftest import ROOT

TALK = "这里是一段普通的话，讲清楚一件普通的事情，说明原因和办法。"
HEAD = ("在全市水利工作会议上的讲话", "（2031年4月18日）", "临河市市长　常青")
GOLDEN = sorted((ROOT / "tests" / "golden" / "pages-as-copied").glob("*.json"))


def parsed(*lines: str) -> Speech:
    return parse(read_plain("\n".join(lines).encode(), "a.txt"))


def above(line: str) -> Speech:
    """A speech with a line of its page under its title."""
    return parsed(HEAD[0], line, *HEAD[1:], "同志们：", TALK, TALK)


def below(line: str) -> Speech:
    return parsed(*HEAD, "同志们：", TALK, TALK, line)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：临河日报", "临河日报"),
        ("来源 : 临河日报", "临河日报"),
        ("來源：臨河日報", "臨河日報"),
        ("（来源：临河日报）", "临河日报"),
        ("信息来源：市水利局办公室", "市水利局办公室"),
        ("来源：临河网—临河日报", "临河网—临河日报"),
        ("来源：临河日报　2031-04-19 08:02", "临河日报"),
        ("来源：临河日报 2031-04-19", "临河日报"),
        ("来源：临河日报 | 字号：大 中 小", "临河日报"),
        ("来源：临河网 作者：周某", "临河网"),
        ("来源：新 桥 社", "新桥社"),
        ("来源：Linhe News Agency", "Linhe News Agency"),
        ("2031-04-19 10:02 来源：临河日报", "临河日报"),
        ("2031年04月19日 10:02 | 来源：临河日报", "临河日报"),
        ("发布时间：2031-04-19 来源：临河日报", "临河日报"),
        ("时间：2031-04-19 10:02　来源：临河日报　字号：[大 中 小]", "临河日报"),
        ("作者：周某 来源：临河日报", "临河日报"),
        ("来源：临河日报 作者：周某 发布时间：2031-04-19 10:22:33 浏览次数：22", "临河日报"),
        ("【字号：大 中 小】来源：临河日报", "临河日报"),
        ("来源：本站", None),
        ("来源：本报记者 周某", None),
        ("来源：网络", None),
        ("来源：群众，根基：群众", None),
        ("来源：", None),
        ("来源：2031-04-19", None),
    ],
)
def test_a_line_of_the_page_tells_the_source(line: str, source: str | None) -> None:
    speech = above(line)
    assert speech.source == source
    assert (speech.title, str(speech.date), speech.speaker) == (HEAD[0], "2031-04-18", "常青")


@pytest.mark.parametrize("line", ["原文链接：https://example.org/a.html", "来源：https://example.org/a.html"])
def test_a_line_of_the_page_tells_the_address(line: str) -> None:
    for speech in (above(line), below(line)):
        assert (speech.source, speech.address) == (None, "https://example.org/a.html")
        assert line in [item.text for item in speech.left_out]


def test_a_table_of_the_page_has_its_values_on_lines_of_their_own() -> None:
    table = ("发文机关：", "临河市人民政府", "标　　题：", HEAD[0], "发布日期：", "2031年04月20日")
    assert parsed(*table, *HEAD, "同志们：", TALK, TALK).source == "临河市人民政府"


@pytest.mark.parametrize(
    ("line", "source", "origin"),
    [
        ("来源：临河日报", "临河日报", "source line"),
        ("（来源：临河日报）", "临河日报", "source line"),
        ("本文来自：临河网", "临河网", "source line"),
        ("《临河日报》（2031年04月19日 02版）", "临河日报", "end note"),
        (f"{TALK}（新桥社临河4月18日电）《 临河日报 》（ 2031年04月19日 02 版）", "临河日报", "end note"),
        ("（原载《临河水利》2031年第5期）", "《临河水利》2031年第5期", "end note"),
    ],
)
def test_the_end_tells_the_source(line: str, source: str, origin: str) -> None:
    speech = below(line)
    assert speech.source == source
    assert speech.evidence["source"].origin == origin


def test_a_dispatch_names_its_agency() -> None:
    speech = parsed("新桥社临河4月18日电", *HEAD, "同志们：", TALK)
    assert (speech.source, speech.evidence["source"]) == ("新桥社", Evidence("dispatch", 1))
    assert parsed("本报临河4月18日电", *HEAD, "同志们：", TALK).source is None


@pytest.mark.parametrize("line", ["来源：群众", "来源：临河日报", "出处：《史记》", "原载《临河日报》，后来删去。"])
def test_the_text_tells_no_source(line: str) -> None:
    speech = parsed(*HEAD, "同志们：", TALK, line, TALK, TALK)
    assert speech.source is None
    assert line in [paragraph.text for paragraph in speech.paragraphs]


def test_the_page_wins_over_the_end_and_that_over_the_dispatch() -> None:
    speech = parsed("新桥社临河4月18日电", HEAD[0], "来源：临河网", *HEAD[1:], "同志们：", TALK, "（来源：临河日报）")
    assert speech.source == "临河网"


@pytest.mark.parametrize(
    ("front", "source", "address"),
    [
        ("来源: 临河日报\n网址: https://example.org/1", "临河日报", "https://example.org/1"),
        ("source: 临河日报\nurl: https://example.org/1", "临河日报", "https://example.org/1"),
        ("来源: https://example.org/1", None, "https://example.org/1"),
        ("发布单位: 临河市政府办", "临河市政府办", None),
        ("网址: javascript:alert(1)", None, None),
        ("来源: 本站", None, None),
    ],
)
def test_front_matter_tells_both(front: str, source: str | None, address: str | None) -> None:
    (raw,) = read_texts(f"---\n{front}\n---\n{HEAD[0]}\n\n{TALK}".encode(), "a.md")
    speech = parse(raw)  # type: ignore[arg-type]
    assert (speech.source, speech.address) == (source, address)


def test_a_record_of_jsonl_tells_both_too() -> None:
    record = {"title": "题", "text": TALK, "出处": "临河日报", "网址": "https://example.org/1"}
    (raw,) = read_texts(json.dumps(record).encode(), "a.jsonl")
    speech = parse(raw)  # type: ignore[arg-type]
    assert (speech.source, speech.address) == ("临河日报", "https://example.org/1")
    assert speech.extras == {"出处": "临河日报", "网址": "https://example.org/1"}


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda file: file.stem)
def test_the_pages_as_they_are_copied(golden: Path, shared: Path) -> None:
    """Held against what was read by eye, as a length and a hash."""
    file = shared / "corpora" / "pages-as-copied" / f"{golden.stem}.txt"
    (raw,) = read_texts(file.read_bytes(), file.name)
    source = parse(raw).source  # type: ignore[arg-type]
    own = source and [len(source), hashlib.sha256(source.encode()).hexdigest()[:12]]
    assert own == json.loads(golden.read_bytes())["source"]
