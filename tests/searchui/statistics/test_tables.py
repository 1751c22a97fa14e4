"""Tables that are taken away: every row, in every format, with where it comes from."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from indexer.csv_cells import FORMULAS
from indexer.errors import CallError
from indexer.i18n import _
from searchui import Corpus
from searchui.cli.group import commands
from searchui.search.export import xlsx_writer
from searchui.search.export.formats import FORMATS, file_name, format_of
from searchui.search.export.hit_table import hit_table
from searchui.search.export.table import Column, Row, Table
from searchui.search.filters.facet import FACETS
from searchui.search.filters.filters import Filters
from searchui.web import create_app
from searchui.web.security.download_slots import DownloadSlots
from searchui.web.security.request_limits import RefusedError
from searchui.web.shared.memory import OwnMemory

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
QUERIES = ("发展", "“新质生产力”", "的", "year:2024", "龘龘龘")
COLUMNS = (Column("a", _("甲")), Column("b", _("乙")))
CELLS = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
    st.sampled_from([f"{sign}1+1" for sign in FORMULAS]),
)


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def written(table: Table, name: str) -> bytes:
    return b"".join(FORMATS[name].write(table, "zh"))


def rows_of_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def rows_of_xlsx(data: bytes, sheet: int = 0) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(data), read_only=True)
    rows = list(book.worksheets[sheet].iter_rows(values_only=True))
    book.close()
    return rows


def table_of(corpus: Corpus, rows: list[Row]) -> Table:
    return Table(_("表"), COLUMNS, iter(rows), hit_table(corpus, "发展", {}, NOW).provenance)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("more", [{}, {"sort": "newest", "collapse": "off"}, {"group": "speech", "year": "2024"}])
def test_every_format_has_the_rows_of_all_pages_of_the_api(
    client: FlaskClient, query: str, more: dict[str, str]
) -> None:
    asked = {"q": query, **more}
    hits: list[dict[str, Any]] = []
    page, pages = 0, 1
    while page < pages:
        page += 1
        answer: Any = client.get("/api/search", query_string={**asked, "page": str(page)}).json
        hits, pages = [*hits, *answer["hits"]], answer["pages"]
    expected = [(hit["text"], hit["speech"]["id"], hit["anchor"], hit["url"]) for hit in hits]
    lines = [json.loads(line) for line in client.get("/export/search.jsonl", query_string=asked).text.splitlines()]
    told, *rows = lines
    assert [(row["text"], row["speech"], row["anchor"], row["url"]) for row in rows] == expected
    for row in rows:
        cited = client.get(f"/api/cite/{quote(row['speech'])}", query_string={"paragraph": row["anchor"]}).json
        assert cited is not None
        assert row["citation"] == cited["plain"]
    assert [row["number"] for row in rows] == list(range(1, len(hits) + 1))
    assert [row["score"] for row in rows] == [hit["score"] for hit in hits]
    assert told["provenance"]["found"] == {
        "paragraphs": answer["total"],
        "speeches": answer["speeches"],
        **({} if answer["crossing"] is None else {"crossing": answer["crossing"]}),
        "rows": len(hits),
    }
    head, *cells = rows_of_csv(client.get("/export/search.csv", query_string=asked).data)
    assert [(row[9].removeprefix("'"), row[14], row[15], row[16]) for row in cells] == expected
    assert {row[-1] for row in cells} <= {""}
    assert f"查询：{query}；" in head[-1]
    top, *sheet = rows_of_xlsx(client.get("/export/search.xlsx", query_string=asked).data)
    assert [(row[9], row[14], row[15], row[16]) for row in sheet] == expected
    assert list(top) == head[:-1]
    assert head[17] == "出处"
    assert [row[17] for row in sheet] == [row[17] for row in cells] == [row["citation"] for row in rows]


def test_provenance_says_all_that_a_reader_asks(corpus: Corpus) -> None:
    told = hit_table(corpus, "发展", {"filters": Filters(year=[2024]), "synonyms": False}, NOW).provenance
    speeches = [corpus.speech(entry.id) for entry in corpus.speeches()]
    in_2024 = [speech for speech in speeches if speech.date and speech.date.year == 2024]
    assert msgspec.to_builtins(told) == {
        "view": "查找结果",
        "query": "发展",
        "reading": "含“发展”各词",
        "filters": {"year": (2024,)},
        "options": {"sort": "relevance", "group": "paragraph", "synonyms": "off"},
        "found": {"paragraphs": 12, "speeches": 4, "crossing": 0, "rows": 12},
        "selection": {"speeches": len(in_2024), "paragraphs": sum(len(speech.paragraphs) for speech in in_2024)},
        "corpus": {"speeches": 30, "paragraphs": 648, "characters": sum(speech.characters for speech in speeches)},
        "fingerprint": corpus.manifest.corpus,
        "generation": "generation-000001",
        "built": msgspec.to_builtins(corpus.manifest.built),
        "taken": "2026-05-03T12:00:00Z",
        "program": "speechsearch",
    }
    for language, both in (("zh", ("查询", "发展")), ("en", ("query", "发展"))):
        assert both in list(told.facts(language))


def test_selections_are_counted(corpus: Corpus) -> None:
    every = [(entry, paragraph) for entry in corpus.speeches() for paragraph in corpus.speech(entry.id).paragraphs]
    all_ = corpus.search("year:1900..2100 OR 的 OR -的")
    for facet in FACETS:
        for value in all_.facets[facet]:
            chosen = Filters().toggled(facet, value)
            alone = corpus.search("的 OR -的", filters=Filters(**{facet: [value]}))
            told = corpus.selection(chosen)
            assert (told.speeches, told.paragraphs) == (alone.speeches, alone.total), (facet, value)
    whole = corpus.selection(Filters())
    assert (whole.speeches, whole.paragraphs) == (len({entry.id for entry, _ in every}), len(every))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_cells_come_back_as_they_were(corpus: Corpus, rows: list[Row]) -> None:
    _, *lines = [json.loads(line) for line in written(table_of(corpus, rows), "jsonl").splitlines()]
    assert [(line["a"], line["b"]) for line in lines] == rows
    head, *cells = rows_of_csv(written(table_of(corpus, rows), "csv"))
    assert head[:2] == ["甲", "乙"]
    expected = [["" if cell is None else str(cell) for cell in row] for row in rows]
    assert [
        [plain(cell, one) for cell, one in zip(row, given, strict=False)]
        for row, given in zip(cells, rows, strict=True)
    ] == expected
    for row, given_row in zip(cells, rows, strict=True):
        assert not any(c.startswith(FORMULAS) for c, one in zip(row, given_row, strict=False) if isinstance(one, str))


def plain(cell: str, one: object) -> str:
    """A cell of CSV without what makes it a text."""
    return cell[1:] if isinstance(one, str) and one.lstrip("'").startswith(FORMULAS) else cell


@pytest.mark.slow
@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_sheets_hold_texts_as_texts(corpus: Corpus, rows: list[Row]) -> None:
    book = load_workbook(io.BytesIO(written(table_of(corpus, rows), "xlsx")))
    cells = [[book.worksheets[0].cell(line, place) for place in (1, 2)] for line in range(2, len(rows) + 2)]
    for row, given_row in zip(cells, rows, strict=True):
        for cell, one in zip(row, given_row, strict=True):
            assert cell.data_type != "f"
            value = unescape(cell.value) if isinstance(cell.value, str) else cell.value
            assert value == one or (value, one) == (None, "")
    book.close()


def test_what_a_sheet_cannot_hold_goes_on_in_another(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchui.search.export.xlsx_writer.MAX_ROWS", 2)
    rows: list[Row] = [(number, "字" * 40_000) for number in range(5)]
    data = written(table_of(corpus, rows), "xlsx")
    sheets = load_workbook(io.BytesIO(data)).worksheets
    assert [sheet.title for sheet in sheets] == ["表", "表 2", "表 3", "来源"]
    assert [[row[0] for row in rows_of_xlsx(data, place)[1:]] for place in range(3)] == [[0, 1], [2, 3], [4]]
    text = rows_of_xlsx(data)[1][1]
    assert len(text) == xlsx_writer.MAX_CELL
    assert text.endswith("字……")
    told = dict(rows_of_xlsx(data, 3))
    assert told["查询"] == "发展"
    assert "截断" in told["请留意"]


def test_excel_knows_the_encoding_and_the_lines(corpus: Corpus) -> None:
    data = written(hit_table(corpus, "发展", {}, NOW), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_rows_are_written_as_they_are_read(corpus: Corpus, name: str) -> None:
    """Of a table without an end the beginning is had at once."""
    told = hit_table(corpus, "发展", {}, NOW).provenance
    endless = Table(_("表"), COLUMNS, chain(repeat(("文字", 1))), told)
    pieces = FORMATS[name].write(endless, "zh")
    assert sum(len(next(pieces)) for _ in range(20)) < 200_000


def test_names_of_files(corpus: Corpus) -> None:
    table = hit_table(corpus, '"党的建设" a/b\\c:d*?.. 基层', {}, NOW)
    assert file_name(table, FORMATS["csv"], "zh") == "讲话稿检索-查找结果-党的建设_a_b_c_d_基层-20260503.csv"
    assert file_name(table, FORMATS["xlsx"], "en").endswith("-20260503.xlsx")
    with pytest.raises(CallError, match="xlsx"):
        format_of("doc")


def test_downloads_say_what_they_are(client: FlaskClient) -> None:
    for name, form in FORMATS.items():
        answer = client.get(f"/export/search.{name}", query_string={"q": "发展"})
        assert answer.content_type == form.media_type
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].startswith(
            f"attachment; filename=speechsearch.{name}; filename*=UTF-8''"
        )


def test_what_cannot_be_taken_is_said_before_anything_is_sent(client: FlaskClient) -> None:
    for url, status in (
        ("/export/search.csv?q=%28", 400),
        ("/export/search.csv", 400),
        ("/export/search.doc?q=党", 400),
        ("/export/other.csv?q=党", 404),
        ("/export/search.csv?q=党&year=x", 400),
    ):
        answer = client.get(url)
        assert (answer.status_code, answer.mimetype) == (status, "text/html"), url
    for _turn in range(5):  # and no turn is lost by that
        assert client.get("/export/search.csv?q=党").status_code == 200


def test_so_many_at_once_of_one_address(sample_index: Path) -> None:
    client = create_app(sample_index).test_client()
    waiting = [client.get("/export/search.jsonl?q=的", buffered=False) for _ in range(3)]
    refused = client.get("/export/search.jsonl?q=的")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    assert client.get("/search?q=的").status_code == 200
    elsewhere = client.get("/export/search.jsonl?q=的", environ_overrides={"REMOTE_ADDR": "203.0.113.7"})
    assert elsewhere.status_code == 200
    for answer in waiting:
        answer.close()
    assert client.get("/export/search.jsonl?q=的").status_code == 200


def test_slots_are_of_each_address_and_of_all() -> None:
    slots = DownloadSlots(OwnMemory(), each=2, most=3)
    taken = [slots.take("a"), slots.take("a"), slots.take("b")]
    for address in ("a", "b", "c"):
        with pytest.raises(RefusedError):
            slots.take(address)
    taken[0].give_back()
    taken[0].give_back()  # once is enough
    slots.take("c")
    with pytest.raises(RefusedError):
        slots.take("a")
    taken[1].give_back()
    slots.take("a")


def test_the_results_page_leads_to_all_of_it(client: FlaskClient) -> None:
    page = client.get("/search?q=发展&sort=newest&year=2024&per_page=2&page=2&group=speech").text
    for name in FORMATS:
        assert f'/export/search.{name}?q=%E5%8F%91%E5%B1%95&amp;year=2024&amp;sort=newest&amp;group=speech"' in page


@pytest.mark.parametrize("name", FORMATS)
def test_files_from_the_command(corpus: Corpus, sample_index: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"找到.{name}"
    words = ["search", "发展", "--index", str(sample_index), "--year", "2024", "--output", str(file)]
    done = CliRunner().invoke(commands, words)
    assert (done.exit_code, done.stdout) == (0, "")
    assert str(file) in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    texts = [hit.paragraph.text for hit in corpus.hits("发展", filters=Filters(year=[2024]))]
    readers: dict[str, Callable[[bytes], list[Any]]] = {
        "csv": lambda data: [row[9] for row in rows_of_csv(data)[1:]],
        "xlsx": lambda data: [row[9] for row in rows_of_xlsx(data)[1:]],
        "jsonl": lambda data: [json.loads(line)["text"] for line in data.splitlines()[1:]],
    }
    assert readers[name](file.read_bytes()) == texts
    piped = CliRunner().invoke(commands, [*words[:-2], "--format", name])
    assert readers[name](piped.stdout_bytes) == texts


def test_commands_say_what_cannot_be_written(sample_index: Path, tmp_path: Path) -> None:
    for more, status, said in (
        (["--format", "doc"], 2, "'doc' 不是"),
        (["--output", str(tmp_path / "a.doc")], 2, "不能存为“doc”，可用 txt、json、csv、xlsx、jsonl"),
        (["--output", str(tmp_path / "a.xlsx"), "--format", "csv"], 2, "--format csv 与 --output"),
        (["--format", "csv", "--json"], 2, "--format csv 与 --json"),
        (["--output", str(tmp_path / "none" / "a.csv")], 2, "不能写"),
    ):
        done = CliRunner().invoke(commands, ["search", "发展", "--index", str(sample_index), *more])
        assert (done.exit_code, said in done.stderr) == (status, True)
    done = CliRunner().invoke(commands, ["search", "龘龘龘", "--index", str(sample_index), "--format", "csv"])
    assert done.exit_code == 1
