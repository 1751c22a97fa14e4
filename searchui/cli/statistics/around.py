"""The command `around`: the words that stand before and after a phrase."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.i18n import N_, _, units
from indexer.store import now
from searchui.cli.bundle import bundle_of
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import filter_options, limit_option, match_options, rows_of
from searchui.cli.output import Output, exit_if_nothing, output_options_and
from searchui.cli.text_table import text_table
from searchui.search import Filters
from searchui.search.export.formats import BUNDLE
from searchui.search.export.statistics_tables import collocation_table
from searchui.search.statistics import DEFAULT_MIN_JOINT, DEFAULT_WINDOW
from searchui.search.statistics.words.collocation import Collocations, Order


@command("around", help=N_("列出 PHRASE 前后的词：在它前后比在别处更常见的，最显著的在前。"))
@click.argument("phrase")
@index_option
@option("--window", type=int, default=DEFAULT_WINDOW, show_default=True, help=N_("前后各看几个词，不跨句。"))
@option("--minimum", type=int, default=DEFAULT_MIN_JOINT, show_default=True, help=N_("至少出现几次才列出。"))
@option(
    "--sort",
    type=click.Choice([order.value for order in Order]),
    default=Order.LOG_LIKELIHOOD.value,
    show_default=True,
    help=N_("log-likelihood（显著程度）或 count（次数）。"),
)
@filter_options
@match_options
@limit_option
@output_options_and(BUNDLE.name)
def around_command(
    phrase: str, index: Path, filters: Filters, limit: int | None, output: Output, **options: Any
) -> None:
    with opened_corpus(index) as corpus:
        found = corpus.collocations(phrase, filters=filters, limit=rows_of(limit, output), **options)
        output.write(
            text=lambda: _lines(found),
            json=lambda: found,
            table=lambda: collocation_table(corpus, found, filters, now(), language()),
            bundle=lambda: bundle_of(index, corpus, "around", phrase=phrase, filters=filters, **options),
        )
    exit_if_nothing(found.rows)


def _lines(found: Collocations) -> Iterator[str]:
    say(
        _(
            "“{phrase}”出现 {occurrences}；前后各 {window}里，至少 {minimum}、显著的有 {total} 个",
            phrase=found.phrase,
            occurrences=units.occurrences(found.occurrences),
            window=units.words(found.window),
            minimum=units.occurrences(found.minimum),
            total=found.total,
        ),
    )
    heads = _("词\t次数\t预期\t显著程度\t全部").text(language()).split("\t")
    rows = (
        [r.word, f"{r.joint:,}", f"{r.expected:,.1f}", f"{r.log_likelihood:,.1f}", f"{r.frequency:,}"]
        for r in found.rows
    )
    return text_table(heads, rows)
