"""The command `ngrams`: what is said again and again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.i18n import N_, _, units
from indexer.store import now
from searchui.cli.bundle import bundle_of
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import filter_options, function_words_option, limit_option, rows_of
from searchui.cli.output import Output, exit_if_nothing, output_options_and
from searchui.cli.text_table import text_table
from searchui.search import Filters
from searchui.search.export.formats import BUNDLE
from searchui.search.export.statistics_tables import ngram_table
from searchui.search.statistics import DEFAULT_MAX_WORDS, DEFAULT_MIN_FREQUENCY, DEFAULT_MIN_WORDS
from searchui.search.statistics.words.ngram import Ngrams


@command("ngrams", help=N_("列出反复出现的说法：连在一起的几个词，最常见的在前。"))
@index_option
@option("--shortest", type=int, show_default=str(DEFAULT_MIN_WORDS), help=N_("最少词数。"))
@option("--longest", type=int, default=DEFAULT_MAX_WORDS, show_default=True, help=N_("最多词数。"))
@option("--minimum", type=int, default=DEFAULT_MIN_FREQUENCY, show_default=True, help=N_("至少出现几次才列出。"))
@function_words_option
@filter_options
@limit_option
@output_options_and(BUNDLE.name)
def ngrams_command(index: Path, filters: Filters, limit: int | None, output: Output, **options: Any) -> None:
    with opened_corpus(index) as corpus:
        found = corpus.ngrams(filters=filters, limit=rows_of(limit, output), **options)
        output.write(
            text=lambda: _lines(found),
            json=lambda: found,
            table=lambda: ngram_table(corpus, found, filters, now(), language()),
            bundle=lambda: bundle_of(index, corpus, "ngrams", filters=filters, **options),
        )
    exit_if_nothing(found.rows)


def _lines(found: Ngrams) -> Iterator[str]:
    say(
        _(
            "{paragraphs}里，至少 {minimum}的说法有 {total} 个",
            paragraphs=units.paragraphs(found.paragraphs),
            minimum=units.occurrences(found.minimum),
            total=found.total,
        ),
    )
    heads = _("说法\t词数\t次数\t篇数").text(language()).split("\t")
    return text_table(heads, ([r.text, str(r.words), f"{r.count:,}", f"{r.speeches:,}"] for r in found.rows))
