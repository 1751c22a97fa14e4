"""`speechsearch kwic`: every occurrence of a phrase, a line each, for reading or for other programs."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import click
import msgspec

from indexer.cli.localized import command, option
from indexer.cli.terminal import errors_shown, index_option, say
from indexer.i18n import N_, _, units
from searchui.cli.options import filter_options, match_options
from searchui.search import Concordance, Line, LineSort, open_corpus
from searchui.search.export.csv_writer import safe
from searchui.search.statistics.concordance_search import DEFAULT_WIDTH

EXIT_NOTHING_FOUND = 1
COLUMNS = ("date", "speaker", "title", "left", "match", "right", "section", "url", "source")
SPACES = str.maketrans("\n\r\t\u3000", "    ")


@command("kwic", help=N_("逐条列出 PHRASE 一字不差的每一处，居中对齐，附前后文。"))
@click.argument("phrase")
@index_option
@option("--width", type=int, default=DEFAULT_WIDTH, show_default=True, help=N_("前后各多少个字。"))
@option(
    "--sort",
    default=LineSort.DATE.value,
    show_default=True,
    help=N_("date（最早在前）、newest（最新在前）、left（按前文）或 right（按后文）。"),
)
@option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "jsonl"]),
    default="text",
    show_default=True,
    help=N_("给人看的文字、CSV 表格，或每行一个 JSON。都列出全部，不分页。"),
)
@click.option("--query", default="", help="只列符合这个查询的段落里的，例如：--query '基层 year:2024'。")
@filter_options
@match_options
def kwic_command(phrase: str, index: Path, form: str, **options: Any) -> None:
    with errors_shown(), open_corpus(index) as corpus:
        found = corpus.kwic(phrase, per_page=1, **options)
        _say_how_many(found)
        _write(form, found.width, corpus.kwic_lines(phrase, **options))
    if not found.total:
        sys.exit(EXIT_NOTHING_FOUND)


def _say_how_many(found: Concordance) -> None:
    say(
        _(
            "“{phrase}”：{total}，{paragraphs}，{speeches}",
            phrase=found.phrase,
            total=units.places(found.total),
            paragraphs=units.paragraphs(found.paragraphs),
            speeches=units.speeches(found.speeches),
        ),
    )


def _write(form: str, width: int, lines: Iterable[Line]) -> None:
    """To stdout, a line at a time."""
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(map(safe, row_of(line)) for line in lines)
        return
    for line in _jsons(lines) if form == "jsonl" else map(_aligned(width), lines):
        click.echo(line)


def _jsons(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        yield msgspec.json.encode(line.answer()).decode()


def row_of(line: Line) -> tuple[str, ...]:
    """The COLUMNS of a line; what is not known is empty."""
    date, speaker = str(line.date or ""), line.speaker or ""
    source = f"《{line.speech.title}》" + "，".join(["", *filter(None, (speaker, date))])
    path = " › ".join(line.section_path)
    return date, speaker, line.speech.title, line.left, line.match, line.right, path, line.url, source


def _aligned(width: int) -> Callable[[Line], str]:
    """Lines with the phrase in one column: of a terminal's columns a Chinese character takes two."""

    def aligned(line: Line) -> str:
        left, right = line.left.translate(SPACES), line.right.translate(SPACES)
        match = click.style(line.match, bold=True, fg="red") if sys.stdout.isatty() else f"【{line.match}】"
        return f"{line.date or ''!s:10}  {' ' * (2 * width - _columns(left))}{left}{match}{right}  {line.url}"

    return aligned


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)
