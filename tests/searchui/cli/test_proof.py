"""The command `proof`: what it prints of a draft, in every format, from every kind of file, and what it says of mistakes."""

import csv
import json
from io import StringIO
from pathlib import Path

import docx
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from indexer.build.pipeline import build
from searchui import open_corpus
from searchui.cli.group import commands
from searchui.search.export.formats import FORMATS
from tests.searchui.proofreading.speeches import write_speeches

DRAFT = """各位代表：
我们要常怀为民之情，多办利民之事，让群众的日子一年比一年好。
沈知远强调，“路虽远，行则将至”。今后要抓好河湖整治。
加快建设现代水网。
"""
CLEAN = "要加快建设现代水网，让清水流进千家万户。"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("proof_index") / "index"
    build(write_speeches(tmp_path_factory.mktemp("seeds")), index)
    return index


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "draft.txt"
    file.write_text(DRAFT, encoding="utf-8")
    return file


def proof(index: Path, *words: str, text: str | None = None) -> Result:
    return CliRunner().invoke(commands, ["proof", *words, "--index", str(index)], input=text, catch_exceptions=False)


def test_it_says_what_differs_and_what_is_to_be_looked_at(index: Path, draft: Path) -> None:
    done = proof(index, str(draft))
    assert done.exit_code == 1
    for said in (
        "我们要常怀为民之[-情-]{+心+}，多办利民之事",
        "有改动，语料里的一句：语料里 1 次（1 篇），只见于 2022-03-02 沈知远 《政府工作报告》",
        "语料里有此语，但不是沈知远，是叶舒禾说的",
        "“河湖整治”现在说“河湖治理”（2021年 · 见三月一日讲话）；语料里新的提法 1 次",
    ):
        assert said in done.stdout
    assert "一致 2 句，有改动 1 句，未见 2 句" in done.stderr
    assert "2 处要看" in done.stderr


def test_where_all_is_exact_it_ends_with_0_and_says_only_how_much(index: Path) -> None:
    done = proof(index, "-", text=CLEAN)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "一致 1 句；原样的占 100% 的字数；0 处要看" in done.stderr


@pytest.mark.parametrize("name", [*FORMATS, "json", "text"])
def test_every_format_has_all_of_it(index: Path, draft: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "out"
    done = proof(index, str(draft), "--format", name, "--output", str(file))
    assert (done.exit_code, done.stdout) == (1, "")
    assert file.stat().st_size > 100


def test_its_rows_and_its_json_are_those_of_python(index: Path, draft: Path) -> None:
    with open_corpus(index) as corpus:
        found = corpus.proof(DRAFT.rstrip("\n"))
    assert json.loads(proof(index, str(draft), "--format", "json").stdout) == json.loads(json.dumps(found.as_json()))
    rows = list(csv.reader(StringIO(proof(index, str(draft), "--format", "csv").stdout.lstrip("\ufeff"))))
    told = [row for row in rows if row[0].isdigit()]
    assert [row[4] for row in told] == [row["text"] for row in found.to_dicts()]


def test_the_text_of_a_draft_stands_in_its_rows_alone(index: Path) -> None:
    """What is said of a table, and travels with it, names no word of it."""
    done = proof(index, "-", "--format", "csv", text="这是一份没有公开的文稿。")
    assert done.stdout.count("没有公开") == 1


def test_a_word_file_is_a_draft_as_well(index: Path, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("今后要抓好河湖整治。")
    document.save(str(tmp_path / "a.docx"))
    done = proof(index, str(tmp_path / "a.docx"))
    assert done.exit_code == 1
    assert "【河湖整治】" in done.stdout


def test_the_html_is_one_file_that_needs_nothing_else(index: Path, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>河湖整治"
    done = proof(index, "-", "--output", str(tmp_path / "a.html"), text=f"{DRAFT}{evil}\n\n第二行。")
    assert done.exit_code == 1, done.stderr
    page = BeautifulSoup((tmp_path / "a.html").read_text(encoding="utf-8"), "lxml")
    assert not page.find_all(["script", "link", "img", "iframe"])
    assert not [one for one in page.find_all(href=True) if not str(one["href"]).startswith("#")]
    draft = page.select_one(".draft")
    assert draft is not None
    for sign in draft.select("sup"):
        sign.extract()
    assert [line.text for line in draft.select("p")] == [*DRAFT.strip().split("\n"), evil, "第二行。"]
    for sign in draft.select(".sign"):
        told = page.select_one(str(sign["href"]))
        assert told is not None
        assert told.select_one(".back")["href"] == f"#{sign['id']}"  # type: ignore[index]
    assert {"altered", "notice", "exact"} <= {name for one in page.select(".evidence li") for name in one["class"]}
    assert page.select_one("#only-different")["checked"] == ""  # type: ignore[index]


def test_sources_are_linked_where_the_site_is_known(index: Path, draft: Path, tmp_path: Path) -> None:
    proof(index, str(draft), "--output", str(tmp_path / "a.html"), "--site", "https://archive.example.org/")
    page = BeautifulSoup((tmp_path / "a.html").read_text(encoding="utf-8"), "lxml")
    links = [str(one["href"]) for one in page.select(".source a")]
    assert links
    assert all(link.startswith("https://archive.example.org/speech/") for link in links)


def test_a_word_file_comes_back_with_comments(index: Path, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("我们要常怀为民之情，多办利民之事，让群众的日子一年比一年好。").runs[0].bold = True
    document.add_paragraph("今后要抓好河湖整治。")
    document.save(str(tmp_path / "a.docx"))
    done = proof(index, str(tmp_path / "a.docx"), "--output", str(tmp_path / "b.docx"))
    assert done.exit_code == 1, done.stderr
    made = docx.Document(str(tmp_path / "b.docx"))
    assert [one.text for one in made.paragraphs] == [one.text for one in document.paragraphs]
    first, second = (one.text for one in made.comments)
    assert "有改动" in first + second
    assert "换字：原文“心”，文稿“情”" in first + second
    assert "“河湖整治”现在说“河湖治理”" in first + second
    refused = proof(index, "-", "--format", "docx", text="发展")
    assert (refused.exit_code, "只有 .docx" in refused.stderr) == (2, True)


def test_excluded_speeches_are_not_asked(index: Path) -> None:
    words = ("-", "--exclude", "丰收节致辞.txt")
    assert "未见 1 句" in proof(index, *words, text="愿大家的粮仓满满当当。").stderr
    assert "一致 1 句" in proof(index, "-", text="愿大家的粮仓满满当当。").stderr


@pytest.mark.parametrize(
    ("words", "text", "code", "message"),
    [
        (("none.txt",), None, 2, "没有这个文件"),
        (("-",), " \n", 2, "文稿里没有文字"),
        (("-", "--exclude", "没有"), "发展", 2, "语料里没有编号为“没有”的讲话"),
        (("-", "--suggestions", "all"), "发展", 2, "all"),
        (("-", "--format", "pdf"), "发展", 2, "pdf"),
    ],
)
def test_mistakes_are_told(index: Path, words: tuple[str, ...], text: str | None, code: int, message: str) -> None:
    done = proof(index, *words, text=text)
    assert done.exit_code == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
