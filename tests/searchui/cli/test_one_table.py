"""One answer, one table: the CSV of the page, of the command and of Python have the same rows, byte for byte."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from searchui import Corpus, Filters
from searchui.cli.group import commands
from searchui.search.export.formats import FORMATS
from searchui.search.export.hit_table import hit_table
from searchui.search.export.reuse.table import overview_table
from searchui.search.export.speech_list_table import speech_list_table
from searchui.search.export.statistics_tables import (
    collocation_table,
    count_table,
    keyness_table,
    line_table,
    nearest_table,
    ngram_table,
    trend_table,
    variant_table,
)
from searchui.search.export.table import Table
from searchui.web import create_app
from searchui.web.security.policy import Protection

SITE = "http://archive.example.org"
NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
YEARS = Filters(year=[2024, 2025])
MOST = 10_000


@dataclass(frozen=True)
class Case:
    """The same question to the command, to the page and to Python."""

    words: tuple[str, ...]
    parameters: dict[str, Any] | None
    table: Callable[[Corpus], Table]


CASES = {
    "search": Case(
        ("search", "发展", "--year", "2024", "--year", "2025", "--sort", "newest", "--site", SITE),
        {"q": "发展", "year": [2024, 2025], "sort": "newest"},
        lambda corpus: hit_table(corpus, "发展", {"filters": YEARS, "sort": "newest"}, NOW, root=SITE),
    ),
    "search by speech": Case(
        ("search", "“发展” 基层", "--group", "speech", "--no-synonyms", "--site", SITE + "/"),
        {"q": "“发展” 基层", "group": "speech", "synonyms": "off"},
        lambda corpus: hit_table(corpus, "“发展” 基层", {"group": "speech", "synonyms": False}, NOW, root=SITE),
    ),
    "kwic": Case(
        ("kwic", "发展", "--sort", "right", "--width", "12", "--site", SITE),
        {"phrase": "发展", "sort": "right", "width": "12"},
        lambda corpus: line_table(corpus, "发展", {"sort": "right", "width": 12}, NOW, root=SITE),
    ),
    "trend": Case(
        ("trend", "发展", "人民", "--by", "speaker"),
        {"phrase": ["发展", "人民"], "by": "speaker"},
        lambda corpus: trend_table(corpus, corpus.trend(["发展", "人民"], "speaker"), Filters(), NOW),
    ),
    "count": Case(
        ("count", "新质生产力", "--site", SITE),
        None,  # the page has no table of one row
        lambda corpus: count_table(corpus, corpus.card("新质生产力"), Filters(), NOW, root=SITE),
    ),
    "speeches": Case(
        ("list", "--year", "2024", "--year", "2025", "--sort", "title", "--site", SITE),
        {"year": [2024, 2025], "sort": "title"},
        lambda corpus: speech_list_table(
            corpus, corpus.list_speeches(filters=YEARS, sort="title", per_page=None), YEARS, NOW, root=SITE
        ),
    ),
    "reuse": Case(
        ("reuse", "--all", "--site", SITE),
        {},
        lambda corpus: overview_table(corpus, corpus.reuse_overview(), NOW, root=SITE),
    ),
    "variants": Case(
        ("variants", "高质量发展", "--limit", "4", "--site", SITE),
        {"phrase": "高质量发展", "limit": "4"},
        lambda corpus: variant_table(corpus, corpus.variants("高质量发展", limit=4), NOW, root=SITE),
    ),
    "around": Case(
        ("around", "发展", "--minimum", "1"),
        {"q": "发展", "minimum": "1"},
        lambda corpus: collocation_table(corpus, corpus.collocations("发展", minimum=1, limit=MOST), Filters(), NOW),
    ),
    "compare": Case(
        ("compare", "--a", "year:2024", "--b", "year:2023", "--minimum", "1"),
        {"year": 2024, "b_year": 2023, "minimum": "1"},
        lambda corpus: keyness_table(
            corpus,
            corpus.keyness(Filters(year=[2024]), Filters(year=[2023]), minimum=1, limit=MOST),
            Filters(year=[2024]),
            Filters(year=[2023]),
            NOW,
        ),
    ),
    "ngrams": Case(
        ("ngrams", "--minimum", "2", "--year", "2024"),
        {"minimum": "2", "year": 2024},
        lambda corpus: ngram_table(
            corpus, corpus.ngrams(filters=Filters(year=[2024]), minimum=2, limit=MOST), Filters(year=[2024]), NOW
        ),
    ),
    "nearest": Case(
        ("nearest", "绿水青山就是金山银山。这一句哪里也没有。", "--site", SITE),
        None,  # of a text that is pasted the page has no file
        lambda corpus: nearest_table(
            corpus, corpus.nearest("绿水青山就是金山银山。这一句哪里也没有。"), NOW, root=SITE
        ),
    ),
}
PAGES = {"list": "speeches"}  # of commands with another name than their page
TAKEN = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ|20\d\d-\d\d-\d\dT[\d:]+\+00:00")


def of_command(index: Path, words: tuple[str, ...], name: str) -> bytes:
    done = CliRunner().invoke(commands, [*words, "--index", str(index), "--format", name], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes


def timeless(data: bytes) -> bytes:
    """Without the moments at which a table was taken and its index built."""
    return TAKEN.sub(b"", data)


@pytest.fixture
def named(sample_index: Path) -> FlaskClient:
    """A site that others reach by its name."""
    return create_app(sample_index, Protection(names=("localhost", "archive.example.org"))).test_client()


@pytest.mark.parametrize("name", ["csv", "jsonl"])
@pytest.mark.parametrize("view", CASES)
def test_page_command_and_python_write_the_same(
    corpus: Corpus, named: FlaskClient, sample_index: Path, view: str, name: str
) -> None:
    """Rows and provenance; only the moment differs."""
    case = CASES[view]
    command = of_command(sample_index, case.words, name)
    assert command.count(b"\n") > 1
    python = b"".join(FORMATS[name].write(case.table(corpus), "zh"))
    assert timeless(command) == timeless(python)
    if case.parameters is not None:
        page = named.get(
            f"/export/{PAGES.get(case.words[0], case.words[0])}.{name}", query_string=case.parameters, base_url=SITE
        )
        assert page.status_code == 200, page.text
        assert page.data.split(b"\n", 1)[1] == command.split(b"\n", 1)[1]
        assert timeless(page.data) == timeless(command)


def test_the_rows_are_those_of_the_api(client: FlaskClient, sample_index: Path) -> None:
    """Of the views whose answers are rows; those of lines, trends and words: test_tables_of_views."""
    told = list(csv.reader(StringIO(of_command(sample_index, CASES["compare"].words, "csv").decode("utf-8-sig"))))[1:]
    api = client.get(
        "/api/keyness", query_string={"year": 2024, "b_year": 2023, "minimum": 1, "limit": MOST}
    ).get_json()
    assert [row[1] for row in told] == [
        row["text"] for part in (api["phrases"], api) for row in (*part["more"], *part["less"])
    ]
    told = list(csv.reader(StringIO(of_command(sample_index, CASES["ngrams"].words, "csv").decode("utf-8-sig"))))[1:]
    api = client.get("/api/ngrams", query_string={"minimum": 2, "year": 2024, "limit": MOST}).get_json()
    assert [(row[0], int(row[2])) for row in told] == [(row["text"], row["count"]) for row in api["rows"]]


@pytest.mark.parametrize("view", CASES)
def test_files_have_what_stdout_has(sample_index: Path, tmp_path: Path, view: str) -> None:
    """Where the suffix alone says the format."""
    words = CASES[view].words
    for name in ("csv", "jsonl", "json", "txt"):
        file = tmp_path / f"a.{name.upper()}"
        done = CliRunner().invoke(commands, [*words, "--index", str(sample_index), "--output", str(file)])
        assert (done.exit_code, done.stdout) == (0, ""), done.stderr
        assert f"已存为 {file}" in done.stderr
        piped = of_command(sample_index, words, {"txt": "text"}.get(name, name))
        assert timeless(file.read_bytes()) == timeless(piped)
        assert [path.name for path in tmp_path.iterdir()] == [file.name]
        file.unlink()


@pytest.mark.parametrize("view", CASES)
def test_json_is_as_it_was(sample_index: Path, view: str) -> None:
    """--json is --format json; tables end alike in xlsx."""
    words = [*CASES[view].words, "--index", str(sample_index)]
    as_json = CliRunner().invoke(commands, [*words, "--json"]).stdout
    assert json.loads(as_json) == json.loads(CliRunner().invoke(commands, [*words, "--format", "json"]).stdout)
    assert of_command(sample_index, CASES[view].words, "xlsx")[:2] == b"PK"
