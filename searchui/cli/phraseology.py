"""The commands about usage: around, compare, ngrams."""

import sys
from collections.abc import Iterable
from pathlib import Path
from unicodedata import east_asian_width

import click

from indexer.cli.localized import command, language, option
from indexer.cli.terminal import errors_shown, index_option, json_option, print_json, say
from indexer.i18n import N_, _, units
from searchui.cli.options import filter_options, match_options
from searchui.search import Filters, MatchOptions, open_corpus
from searchui.search.filters.filter_syntax import read_filters
from searchui.search.statistics.collocation import DEFAULT_MIN_JOINT, DEFAULT_WINDOW, Collocations, Order
from searchui.search.statistics.keyness import DEFAULT_MIN_FREQUENCY, Keyness, KeyWord
from searchui.search.statistics.ngram import DEFAULT_MAX_WORDS, DEFAULT_MIN_WORDS, Ngrams
from searchui.search.statistics.phraseology import DEFAULT_ROWS

EXIT_NOTHING_FOUND = 1
limit_option = option("--limit", type=int, default=DEFAULT_ROWS, show_default=True, help=N_("最多列几行。"))


@command("around", help=N_("列出 PHRASE 前后的词：在它前后比在别处更常见的，最显著的在前。"))
@click.argument("phrase")
@index_option
@option("--window", type=int, default=DEFAULT_WINDOW, show_default=True, help=N_("前后各看几个词，不跨句。"))
@option("--minimum", type=int, default=DEFAULT_MIN_JOINT, show_default=True, help=N_("至少出现几次才列出。"))
@option(
    "--sort",
    default=Order.LOG_LIKELIHOOD.value,
    show_default=True,
    help=N_("log-likelihood（显著程度）或 count（次数）。"),
)
@filter_options
@match_options
@limit_option
@json_option
def around_command(
    phrase: str,
    index: Path,
    window: int,
    minimum: int,
    sort: str,
    filters: Filters,
    limit: int,
    as_json: bool,
    match_options: MatchOptions,
) -> None:
    with errors_shown(), open_corpus(index) as corpus:
        found = corpus.collocations(
            phrase,
            filters=filters,
            match_options=match_options,
            window=window,
            minimum=minimum,
            sort=sort,
            limit=limit,
        )
    if as_json:
        print_json(found)
    else:
        _show_collocations(found)
    _end(bool(found.rows))


def _show_collocations(found: Collocations) -> None:
    say(
        _(
            "“{phrase}”出现 {occurrences}；前后各 {window}里，至少 {minimum}的有 {total} 个",
            phrase=found.phrase,
            occurrences=units.occurrences(found.occurrences),
            window=units.words(found.window),
            minimum=units.occurrences(found.minimum),
            total=found.total,
        ),
    )
    heads = _("词\t次数\t预期\t显著程度\t全部").text(language())
    rows = (
        [r.word, str(r.joint), f"{r.expected:.1f}", f"{r.log_likelihood:.1f}", str(r.frequency)] for r in found.rows
    )
    _show_table(heads.split("\t"), rows)


@command("compare", help=N_("比较两部分讲话：各自有哪些词比另一边更常用。例如 --a year:2024 --b year:2023"))
@option(
    "--a",
    "a",
    multiple=True,
    required=True,
    help=N_("甲方：year:2024、speaker:姓名、occasion:场合、genre:文种，可写多次。"),
)
@option("--b", "b", multiple=True, help=N_("乙方，写法相同；不写就是其余全部。两方都有的段落算在甲方。"))
@option("--size", type=int, default=1, show_default=True, help=N_("比较单个的词（1），或连着的 2 至 4 个词。"))
@option("--minimum", type=int, default=DEFAULT_MIN_FREQUENCY, show_default=True, help=N_("至少在一方出现几次才列出。"))
@index_option
@limit_option
@json_option
def compare_command(
    a: tuple[str, ...], b: tuple[str, ...], size: int, minimum: int, index: Path, limit: int, as_json: bool
) -> None:
    with errors_shown(), open_corpus(index) as corpus:
        found = corpus.keyness(read_filters(a), read_filters(b), size=size, minimum=minimum, limit=limit)
    if as_json:
        print_json(found)
    else:
        _show_keyness(found)
    _end(bool(found.more or found.less))


def _show_keyness(found: Keyness) -> None:
    say(
        _(
            "甲方 {paragraphs}，乙方 {paragraphs2} 段",
            paragraphs=units.paragraphs(found.a.paragraphs),
            paragraphs2=found.b.paragraphs,
        ),
    )
    for title, rows in (
        (_("甲方更常用"), found.more),
        (_("乙方更常用"), found.less),
    ):
        click.echo(f"{title.text(language())}")
        heads = _("词\t甲\t乙\t显著程度\t倍数").text(language())
        _show_table(heads.split("\t"), map(_key_row, rows))


def _key_row(row: KeyWord) -> list[str]:
    return [row.text, str(row.count), str(row.other), f"{row.log_likelihood:.1f}", f"{2 ** abs(row.log_ratio):.1f}"]


@command("ngrams", help=N_("列出反复出现的说法：连在一起的几个词，最常见的在前。"))
@index_option
@click.option("--shortest", type=int, default=DEFAULT_MIN_WORDS, show_default=True, help="最少几个词。")
@click.option("--longest", type=int, default=DEFAULT_MAX_WORDS, show_default=True, help="最多几个词。")
@click.option("--minimum", type=int, default=DEFAULT_MIN_FREQUENCY, show_default=True, help="至少出现几次才列出。")
@filter_options
@limit_option
@json_option
def ngrams_command(
    index: Path,
    shortest: int,
    longest: int,
    minimum: int,
    filters: Filters,
    limit: int,
    as_json: bool,
) -> None:
    with errors_shown(), open_corpus(index) as corpus:
        found = corpus.ngrams(filters=filters, shortest=shortest, longest=longest, minimum=minimum, limit=limit)
    if as_json:
        print_json(found)
    else:
        _show_ngrams(found)
    _end(bool(found.rows))


def _show_ngrams(found: Ngrams) -> None:
    say(
        _(
            "{paragraphs}里，至少 {minimum}的说法有 {total} 个",
            paragraphs=units.paragraphs(found.paragraphs),
            minimum=units.occurrences(found.minimum),
            total=found.total,
        ),
    )
    heads = _("说法\t词数\t次数\t篇数").text(language())
    _show_table(heads.split("\t"), ([r.text, str(r.words), str(r.count), str(r.speeches)] for r in found.rows))


def _show_table(heads: list[str], rows: Iterable[list[str]]) -> None:
    """Columns that line up where a Chinese character is two wide; nothing at all where there is no row."""
    lines = [heads, *rows]
    if len(lines) == 1:
        return
    widths = [max(_width(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        first, *numbers = (" " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join([line[0] + first, *(pad + cell for pad, cell in zip(numbers, line[1:], strict=True))]))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _end(found: bool) -> None:
    if not found:
        sys.exit(EXIT_NOTHING_FOUND)
