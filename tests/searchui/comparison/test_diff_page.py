"""The page `/diff`, its files and `/api/diff`: the same as the library says, and a clear word for what cannot be compared."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlencode

import docx
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.build.pipeline import BuildOptions, build
from searchui import Corpus
from searchui.search.comparison.comparison import RowKind
from searchui.search.comparison.wording import ROW_KINDS
from searchui.web.app import create_app
from tests.searchui.comparison.speeches import NEWER, write_speeches

BOTH = {"a": "report-2023.txt", "b": "report-2025.txt"}


@pytest.fixture(scope="module")
def client(reports_index: Path) -> Iterator[FlaskClient]:
    with create_app(reports_index).test_client() as opened:
        yield opened


def shown(client: FlaskClient, address: str, language: str = "zh") -> BeautifulSoup:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def address(view: str = "/diff", **ids: str) -> str:
    return f"{view}?{urlencode(ids or BOTH)}"


def test_every_row_is_shown_with_its_kind_and_its_places(client: FlaskClient, reports: Corpus) -> None:
    found = reports.compare(*BOTH.values())
    page = shown(client, address())
    items = page.select(".rows > li")
    assert [item["class"][0] for item in items] == [row.kind.value for row in found.rows]
    assert [item["id"] for item in items] == [f"row-{number}" for number in range(1, len(found.rows) + 1)]
    for kind, count in found.counts.items():
        said = page.select_one(f"label:has(#only-{kind.value})")
        assert said is not None
        assert said.text.split() == [str(ROW_KINDS[kind]), str(count)]
    split = next(item for item, row in zip(items, found.rows, strict=True) if row.kind is RowKind.SPLIT)
    assert [(side["class"][0]) for side in split.select("p:not(.kind)")] == ["a", "b"]
    link = split.select_one(".b .self")
    assert link is not None
    target = shown(client, str(link["href"]).partition("#")[0]).find(id=str(link["href"]).partition("#")[2])
    assert target is not None
    assert "让清水流进千家万户" in target.text


def test_what_changed_is_told_by_elements_and_words(client: FlaskClient) -> None:
    page = shown(client, address())
    changed = next(item for item in page.select(".rows > .changed") if "乡亲家门口" in item.text)
    assert [one.text for one in changed.select(".a del")] == []
    assert [one.text for one in changed.select(".b ins")] == ["乡亲"]
    numbers = next(item for item in page.select(".rows > .numbers") if "生产总值" in item.text)
    assert [one.text for one in numbers.select("del")] == ["5.5", "3.2万"]
    assert [one.text for one in numbers.select("ins")] == ["5", "2.8万"]
    phrase = next(item for item in page.select(".come li") if "一键即办" in item.text)
    assert "本篇 1 次" in phrase.text
    assert "语料里 3 次（2 篇）" in phrase.text
    found = shown(client, str(phrase.a["href"] if phrase.a else ""))
    assert "一键即办" in found.text
    outline = [item.text.split() for item in page.select(".sections li")]
    assert ["改名", "（二）把路修到家门口", "→", "（二）把路修到乡亲家门口"] in outline


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "两篇对照"), ("zh-Hant", "兩篇對照"), ("en", "Two speeches compared")]
)
def test_it_speaks_the_language_of_its_reader(client: FlaskClient, language: str, said: str) -> None:
    page = shown(client, address(), language)
    assert page.h1 is not None
    assert page.h1.text == said


def test_two_speeches_are_chosen(client: FlaskClient) -> None:
    page = shown(client, "/diff")
    assert {str(option["value"]) for option in page.select("datalist option")} >= set(BOTH.values())
    pairs = {item.a.text: item.text for item in page.select(".series li") if item.a}
    assert "2023 → 2025（2024 年的不在语料中）" in pairs["临江市政府工作报告"]
    assert shown(client, address("/diff", a="report-2023.txt")).select_one("[name=a]")["value"] == "report-2023.txt"  # type: ignore[index]


def test_a_speech_leads_to_the_one_before(client: FlaskClient) -> None:
    page = shown(client, "/speech/report-2025.txt")
    link = page.find("a", string="与上一篇对照")
    assert link is not None
    assert "2023 → 2025（2024 年的不在语料中）" in str(link.parent)
    assert shown(client, str(link["href"])).select(".rows > li")
    yearly = shown(client, "/speech/" + quote("2024-12-31-沈知远-二〇二五年新年贺词.txt"))
    assert yearly.find("a", string="与上一年对照") is not None
    assert "对照" not in shown(client, "/speech/report-2023.txt").select_one(".aside").text  # type: ignore[union-attr]


def test_versions_lead_to_their_comparison(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    write_speeches(seeds)
    (seeds / "report-2025b.txt").write_text(NEWER.replace("产品远销海外", "产品卖到了海外"), encoding="utf-8")
    (seeds / "report-2025c.txt").write_text(NEWER, encoding="utf-8")
    build(seeds, tmp_path / "index", BuildOptions())
    with create_app(tmp_path / "index").test_client() as client:
        main = shown(client, "/speech/report-2025b.txt")  # the one that says most
        links = [str(link["href"]) for link in main.find_all("a", string="逐句对照")]
        assert len(links) == 1, "what says the same has nothing to compare"
        changed = shown(client, links[0]).select(".rows > .changed")
        assert [one.text for row in changed for one in row.select("ins")] == ["远销"]
        version = shown(client, "/speech/report-2025.txt")
        assert version.find("a", string="逐句对照两份") is not None


def test_files_are_those_of_the_command(client: FlaskClient) -> None:
    page = shown(client, address())
    links = {str(link["href"]).partition("?")[0] for link in page.select(".take a")}
    assert links == {f"/export/diff.{form}" for form in ("csv", "xlsx", "jsonl", "html", "docx", "zip")}
    for link in page.select(".take a"):
        answer = client.get(str(link["href"]))
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
    word = docx.Document(BytesIO(client.get(address("/export/diff.docx")).data))
    assert len(word.tables[0].rows) == len(page.select(".rows > li")) + 1


def test_programs_have_the_same(client: FlaskClient, reports: Corpus) -> None:
    answer = client.get(address("/api/diff"))
    assert answer.get_json() == json.loads(json.dumps(reports.compare(*BOTH.values()).as_json()))


@pytest.mark.parametrize("view", ["/diff", "/api/diff", "/export/diff.csv", "/export/diff.docx"])
def test_what_cannot_be_compared_is_said(client: FlaskClient, view: str) -> None:
    unknown = client.get(address(view, a="report-2023.txt", b="nowhere"))
    assert unknown.status_code == 404
    assert "nowhere" in unknown.text
    if view != "/diff":
        assert client.get(address(view, a="report-2023.txt")).status_code == 400
    assert client.get(address(view, a="report-2023.txt", b="report-2023.txt")).status_code == 200


def test_a_speech_with_itself_is_the_same(client: FlaskClient) -> None:
    page = shown(client, address("/diff", a="report-2023.txt", b="report-2023.txt"))
    assert "两篇逐句相同" in page.text
    assert not page.select(".rows del, .rows ins")
