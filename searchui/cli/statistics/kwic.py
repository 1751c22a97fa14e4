"""The command `kwic`: every occurrence of a phrase, a line each, for reading or for other programs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.i18n import N_, _, units
from indexer.store import now
from searchui.cli.bundle import bundle_of
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import filter_options, match_options, site_option
from searchui.cli.output import Output, exit_if_nothing, output_options_and
from searchui.cli.quotations import layout_options, word_of
from searchui.cli.statistics.phrase_marks import tell_marks
from searchui.cli.text_table import width
from searchui.search import Concordance, Corpus, CrossingLine, Line, LineSort
from searchui.search.export.formats import BUNDLE, WORD
from searchui.search.export.quotations.layout import Layout
from searchui.search.export.quotations.quotation import crossing_quotations, line_quotations
from searchui.search.export.statistics_tables import crossing_table, line_table
from searchui.search.filters.machine_read import MARK, machine_read_message
from searchui.search.results.crossing import crossing_message
from searchui.search.statistics import DEFAULT_WIDTH
from searchui.search.statistics.collation import Collation
from searchui.search.statistics.concordance_search import LineOptions

SPACES = str.maketrans("\n\r\t\u3000", "    ")


@command("kwic", help=N_("逐条列出 PHRASE 一字不差的每一处，居中对齐，附前后文。"))
@click.argument("phrase")
@index_option
@option("--width", type=int, default=DEFAULT_WIDTH, show_default=True, help=N_("前后各多少个字。"))
@option(
    "--sort",
    type=click.Choice([sort.value for sort in LineSort]),
    default=LineSort.DATE.value,
    show_default=True,
    help=N_("date（最早在前）、newest（最新在前）、left（按前文）或 right（按后文）。"),
)
@option(
    "--collation",
    type=click.Choice([collation.value for collation in Collation]),
    default=Collation.CODE.value,
    show_default=True,
    help=N_("按前文或后文排时，字的先后：code（编码）、pinyin（拼音）或 strokes（笔画）；繁体按简体比。"),
)
@option("--crossing", is_flag=True, help=N_("改列跨段的各处：PHRASE 从没有完句的一段末尾接到下一段开头。"))
@option("--query", default="", help=N_("只列符合这个查询的段落里的，例如：--query '基层 year:2024'。"))
@filter_options
@match_options
@site_option
@layout_options
@output_options_and(WORD.name, BUNDLE.name)
def kwic_command(
    phrase: str,
    index: Path,
    site: str,
    layout: Layout,
    output: Output,
    crossing: bool,
    **options: Unpack[LineOptions],
) -> None:
    write = _write_crossings if crossing else _write_lines
    write(phrase, index, site.rstrip("/"), layout, output, options)


def _write_lines(phrase: str, index: Path, site: str, layout: Layout, output: Output, options: LineOptions) -> None:
    """Every place inside a paragraph."""
    with opened_corpus(index) as corpus:
        found = corpus.kwic(phrase, per_page=1, **options)
        lines = corpus.kwic_lines(phrase, **options)
        _say_how_many(found)
        tell_marks(corpus, phrase, filters=options["filters"], match_options=options["match_options"])
        output.write(
            text=lambda: _aligned(lines, found.width, output.is_styled),
            json=lambda: replace(found, page=1, pages=1, lines=tuple(lines)).as_json(),  # all on one page
            table=lambda: line_table(corpus, phrase, options, now(), language(), site),
            word=lambda: word_of(line_quotations(corpus, phrase, options, now(), language()), layout, site),
            bundle=lambda: _bundle(index, corpus, phrase, options, crossing=False),
        )
    exit_if_nothing(found.total or found.crossing)


def _write_crossings(phrase: str, index: Path, site: str, layout: Layout, output: Output, options: LineOptions) -> None:
    """The places where the phrase crosses from one paragraph to the next."""
    with opened_corpus(index) as corpus:
        found = corpus.crossings(phrase, per_page=1, **options)
        lines = corpus.crossing_lines(phrase, **options)
        say(_("“{phrase}”：{total}跨段", phrase=phrase, total=units.places(found.total)))
        output.write(
            text=lambda: _aligned(lines, options["width"], output.is_styled),
            json=lambda: replace(found, page=1, pages=1, lines=tuple(lines)).as_json(),
            table=lambda: crossing_table(corpus, phrase, options, now(), language(), site),
            word=lambda: word_of(crossing_quotations(corpus, phrase, options, now(), language()), layout, site),
            bundle=lambda: _bundle(index, corpus, phrase, options, crossing=True),
        )
    exit_if_nothing(found.total)


def _bundle(index: Path, corpus: Corpus, phrase: str, options: LineOptions, *, crossing: bool) -> bytes:
    width = None if options["width"] == DEFAULT_WIDTH else options["width"]  # as the site writes what is as always
    asked = {**options, "width": width, "q": options["query"]}
    del asked["query"]
    return bundle_of(index, corpus, "kwic", phrase=phrase, crossing=crossing, **asked)


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
    if found.machine_read:
        say(machine_read_message(units.places(found.machine_read)))
    if found.crossing:
        say(crossing_message(found.crossing))
        say(_("加 --crossing 列出跨段的各处"))


def _aligned(lines: Iterable[Line | CrossingLine], wide: int, styled: bool) -> Iterator[str]:
    """Lines with the phrase in one column, and at most `wide` characters of two columns each before it."""
    for line in lines:
        left, right = line.left.translate(SPACES), line.right.translate(SPACES)
        mark = f"  {MARK.text(language())}" if line.speech.machine_read else ""
        match = click.style(line.match, bold=True, fg="red") if styled else f"【{line.match}】"
        yield f"{line.date or ''!s:10}  {' ' * (2 * wide - width(left))}{left}{match}{right}  {line.url}{mark}"
