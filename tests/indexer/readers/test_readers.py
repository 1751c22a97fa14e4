"""Each reader: nothing that a reader of the file sees is lost, and what is left out is said."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from docx import Document
from lxml import etree

from indexer.errors import CorpusError, ReadError
from indexer.model import Line, RawText
from indexer.readers import read_one
from indexer.readers.corpus import corpus_files
from indexer.readers.docx import read_docx
from indexer.readers.html import read_html
from indexer.readers.markdown import read_markdown
from indexer.readers.plain import read_plain
from indexer.speech import parse
from tests.conftest import SEEDS


def squeezed(text: str) -> str:
    return "".join(text.replace("\ufeff", "").replace("\u200b", "").split())


def texts(raw: RawText) -> list[str]:
    return [line.text for line in raw.lines]


def test_line_ends_and_invisible_characters() -> None:
    data = "\ufeff\u200b标题\r\n\r\n\u3000\u3000第一段\r第二段\u2028\u00a0第三\u200b段\u2003\n".encode()
    assert texts(read_plain(data, "a.txt")) == ["标题", "第一段", "第二段", "第三段"]
    assert [line.number for line in read_plain(data, "a.txt").lines] == [1, 3, 4, 5]


def test_markdown_keeps_numbers_and_levels() -> None:
    data = (
        "---\ntitle: 题\ndate: 2021-01-29\n---\n# 题\n\n## 一、头\n1. 甲，**乙**\n2. 丙\n\n- 丁\n> 戊 `己`\n".encode()
    )
    raw = read_markdown(data, "a.md")
    assert raw.fields == {"title": "题", "date": "2021-01-29"}
    assert [(line.text, line.level) for line in raw.lines] == [
        ("题", 1),
        ("一、头", 2),
        ("1. 甲，乙", None),
        ("2. 丙", None),
        ("- 丁", None),
        ("戊 己", None),
    ]
    assert [line.number for line in raw.lines] == [5, 7, 8, 9, 11, 12]


def test_markdown_reports_tags_and_pictures() -> None:
    raw = read_markdown("甲<b>乙</b>\n\n<iframe src='x'></iframe>\n\n![图](a.png)\n".encode(), "a.md")
    assert texts(raw) == ["甲乙"]
    assert [item.reason for item in raw.left_out] == ["html", "html", "html", "image"]


def test_broken_front_matter_is_an_error_with_its_line() -> None:
    with pytest.raises(ReadError, match="第 3 行"):
        read_markdown("---\ntitle: 题\nspeaker: 甲: 乙\n---\n正文\n".encode(), "a.md")


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.html")), ids=lambda path: path.stem)
def test_html_loses_nothing_that_is_shown(path: Path) -> None:
    raw = read_one(path, path.name)
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").body
    assert soup is not None
    for tag in soup.find_all(["script", "style"]):
        tag.decompose()
    pieces = sorted([*((line.number, line.text) for line in raw.lines), *((x.line, x.text) for x in raw.left_out)])
    assert squeezed("".join(text for _, text in pieces)) == squeezed(soup.get_text())
    assert raw.left_out, "a saved page has furniture"


def test_html_wrapped_source_lines_join_without_a_space() -> None:
    raw = read_html("<p>高质量\n  发展 is\nkey</p>a<br>b<p><strong>党</strong>建</p>".encode(), "a.html")
    assert texts(raw) == ["高质量发展 is key", "a", "b", "党建"]


def test_html_is_data_not_code() -> None:
    raw = read_html("<p>甲&lt;script&gt;alert(1)&lt;/script&gt;</p><script>alert(2)</script>".encode(), "a.html")
    assert texts(raw) == ["甲<script>alert(1)</script>"]


def test_docx_loses_no_text() -> None:
    path = next(SEEDS.glob("*.docx"))
    with ZipFile(path) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    everything = "".join(node.text or "" for node in tree.iter("{*}t"))
    assert squeezed("".join(texts(read_one(path, path.name)))) == squeezed(everything)


def test_docx_levels_and_tables() -> None:
    document = Document()
    document.add_paragraph("题", style="Title")
    document.add_paragraph("一、头", style="Heading 1")
    document.add_paragraph("甲\n乙")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(1, 0).text, table.cell(1, 1).text = "丙", "丁"
    buffer = BytesIO()
    document.save(buffer)
    assert read_docx(buffer.getvalue(), "a.docx").lines == (
        Line(1, "题", 0),
        Line(2, "一、头", 1),
        Line(3, "甲"),
        Line(4, "乙"),
        Line(5, "合并"),
        Line(6, "丙　丁"),
    )


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.docx", b"no zip", "Word"),
        ("a.xyz", b"text", "不认识的格式"),
        ("a.txt", b"\x00\x01", "二进制"),
        ("a.txt", b" \n\r\n", "没有文字"),
        ("a.html", b"", "没有"),
    ],
)
def test_unreadable_files_say_why(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=says) as caught:
        read_one(tmp_path / name, name)
    assert caught.value.message.text("en")


def test_corpus_files_are_sorted_and_hidden_ones_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.md", ".git/x.txt", "~$b.docx", ".hidden", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("字", encoding="utf-8")
    assert [path for path, _ in corpus_files(tmp_path)] == ["a/c.md", "b.txt"]


def test_missing_and_empty_corpora_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="找不到"):
        corpus_files(tmp_path / "none")
    with pytest.raises(CorpusError, match="没有讲话稿"):
        corpus_files(tmp_path)


@pytest.mark.parametrize("width", [24, 30, 36])
def test_a_soft_break_of_markdown_parts_no_sentence(width: int) -> None:
    text = (
        "坚持以人民为中心的发展思想，把增进民生福祉作为一切工作的出发点和落脚点，统筹发展和安全两件大事，让群众得到实惠。"
        * 2
    )
    wrapped = "\n".join(text[at : at + width] for at in range(0, len(text), width))
    body = f"# 讲话\n\n{wrapped}\n\n水利\n\n建设  \n很重要\n"
    speech = parse(read_markdown(body.encode(), "a.md"))
    assert [one.text for one in speech.paragraphs] == ["讲话", text, "水利", "建设", "很重要"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# 题目\n\n正文。\n\n## 一、头\n\n正**文**。", ["题目", "正文。", "一、头", "正文。"]),
        ("**一、头**\n\n正文。\n\n**二、头**\n\n正文。", ["一、头", "正文。", "二、头", "正文。"]),
        ("**只有一行**\n正文。", ["**只有一行**", "正文。"]),  # once is chance
        ("---\n# 题目\n## 头\n正文。", ["---", "# 题目", "## 头", "正文。"]),
        ("#话题#\n#1号\n正文。", ["#话题#", "#1号", "正文。"]),
    ],
)
def test_a_text_written_in_markdown_is_read_as_such(text: str, lines: list[str]) -> None:
    raw = read_plain(text.encode(), "a.txt")
    assert (raw.format, [line.text for line in raw.lines]) == ("txt", lines)
