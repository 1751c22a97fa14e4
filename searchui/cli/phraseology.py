"""The commands about usage: around, compare, ngrams."""

import sys
from collections.abc import Iterable
from pathlib import Path
from unicodedata import east_asian_width

import click

from indexer.cli.terminal import errors_shown, index_option, json_option, language, print_json, say
from indexer.message import Message
from searchui.cli.options import filter_options, match_options
from searchui.search import Filters, MatchOptions, open_corpus
from searchui.search.filters.filter_syntax import read_filters
from searchui.search.statistics.collocation import USUAL_MINIMUM as USUAL_TIMES
from searchui.search.statistics.collocation import USUAL_WINDOW, Collocations, Order
from searchui.search.statistics.keyness import USUAL_MINIMUM, Keyness, KeyWord
from searchui.search.statistics.ngram import USUAL_LONGEST, USUAL_SHORTEST, Ngrams
from searchui.search.statistics.phraseology import USUAL_ROWS

EXIT_NOTHING_FOUND = 1
limit_option = click.option("--limit", type=int, default=USUAL_ROWS, show_default=True, help="最多列几行。")


@click.command("around", help="列出 PHRASE 前后的词：在它前后比在别处更常见的，最显著的在前。")
@click.argument("phrase")
@index_option
@click.option("--window", type=int, default=USUAL_WINDOW, show_default=True, help="前后各看几个词，不跨句。")
@click.option("--minimum", type=int, default=USUAL_TIMES, show_default=True, help="至少出现几次才列出。")
@click.option(
    "--sort", default=Order.LOG_LIKELIHOOD.value, show_default=True, help="log-likelihood（显著程度）或 count（次数）。"
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
        f"“{found.phrase}”出现 {found.occurrences} 次；前后各 {found.window} 个词里，至少 {found.minimum} 次的有 {found.total} 个",
        f"“{found.phrase}”: {found.occurrences} times; {found.total} words are at least {found.minimum} times among {found.window} words a side",
    )
    heads = Message("词\t次数\t预期\t显著程度\t全部", "word\ttimes\texpected\tlog-likelihood\tin all").text(language())
    rows = (
        [r.word, str(r.joint), f"{r.expected:.1f}", f"{r.log_likelihood:.1f}", str(r.frequency)] for r in found.rows
    )
    _show_table(heads.split("\t"), rows)


@click.command("compare", help="比较两部分讲话：各自有哪些词比另一边更常用。例如 --a year:2024 --b year:2023")
@click.option(
    "--a",
    "a",
    multiple=True,
    required=True,
    help="甲方：year:2024、speaker:姓名、occasion:场合、genre:文种，可写多次。",
)
@click.option("--b", "b", multiple=True, help="乙方，写法相同；不写就是其余全部。两方都有的段落算在甲方。")
@click.option("--size", type=int, default=1, show_default=True, help="比较单个的词（1），或连着的 2 至 4 个词。")
@click.option("--minimum", type=int, default=USUAL_MINIMUM, show_default=True, help="至少在一方出现几次才列出。")
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
        f"甲方 {found.a.paragraphs} 段，乙方 {found.b.paragraphs} 段",
        f"a has {found.a.paragraphs} paragraphs, b {found.b.paragraphs}",
    )
    for title, rows in (
        (Message("甲方更常用", "more in a"), found.more),
        (Message("乙方更常用", "more in b"), found.less),
    ):
        click.echo(f"{title.text(language())}")
        heads = Message("词\t甲\t乙\t显著程度\t倍数", "word\ta\tb\tlog-likelihood\tratio").text(language())
        _show_table(heads.split("\t"), map(_key_row, rows))


def _key_row(row: KeyWord) -> list[str]:
    return [row.text, str(row.count), str(row.other), f"{row.log_likelihood:.1f}", f"{2 ** abs(row.log_ratio):.1f}"]


@click.command("ngrams", help="列出反复出现的说法：连在一起的几个词，最常见的在前。")
@index_option
@click.option("--shortest", type=int, default=USUAL_SHORTEST, show_default=True, help="最少几个词。")
@click.option("--longest", type=int, default=USUAL_LONGEST, show_default=True, help="最多几个词。")
@click.option("--minimum", type=int, default=USUAL_MINIMUM, show_default=True, help="至少出现几次才列出。")
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
        f"{found.paragraphs} 段里，至少 {found.minimum} 次的说法有 {found.total} 个",
        f"{found.total} runs of words stand at least {found.minimum} times in {found.paragraphs} paragraphs",
    )
    heads = Message("说法\t词数\t次数\t篇数", "text\twords\ttimes\tspeeches").text(language())
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
