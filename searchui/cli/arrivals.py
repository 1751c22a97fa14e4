"""The command `arrivals`: what of a search has entered the corpus since a state of it, as a saved search tells it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Unpack

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.i18n import N_, _, units
from indexer.store import now
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import filter_options, match_options, site_option
from searchui.cli.output import Output, exit_if_nothing, output_options
from searchui.cli.search import hit_text
from searchui.search.arrivals.arrivals import Arrivals
from searchui.search.export.hit_table import arrival_table
from searchui.search.ranking.search_request import SearchOptions
from searchui.search.statistics import DEFAULT_ROWS


@command(
    "arrivals",
    help=N_(
        "QUERY 找到的段落里，自某个状态以后新收录的，不论讲话是哪年的。状态由这个命令说出，下次写在 --since 里；"
        "不写 --since 则只说出现在的状态。"
    ),
)
@click.argument("query")
@index_option
@option("--since", metavar="STATE", help=N_("语料的状态，上一次说出的。"))
@option(
    "--limit", type=click.IntRange(min=1), default=DEFAULT_ROWS, show_default=True, help=N_("最多列几段；表格里全部。")
)
@filter_options
@match_options
@option("--no-synonyms", is_flag=True, help=N_("不找同义词，只找写下的词。"))
@site_option
@output_options
def arrivals_command(
    query: str,
    index: Path,
    since: str | None,
    limit: int,
    no_synonyms: bool,
    site: str,
    output: Output,
    **others: Unpack[SearchOptions],
) -> None:
    options: SearchOptions = {**others, "synonyms": not no_synonyms}
    with opened_corpus(index) as corpus:
        most = sys.maxsize if output.is_table else limit
        found = corpus.arrivals(query, since or corpus.state, most=most, **options)
        output.write(
            text=lambda: _lines(found, output.is_styled),
            json=found.as_json,
            table=lambda: arrival_table(corpus, query, found, options, now(), language(), site.rstrip("/")),
        )
        _tell(found)
    exit_if_nothing(found.total or since is None)


def _lines(found: Arrivals, styled: bool) -> Iterator[str]:
    return (hit_text(number, hit, styled) for number, hit in enumerate(found.hits, 1))


def _tell(found: Arrivals) -> None:
    if found.total is None:
        say(_("索引的记录追溯不到状态 {since}，不知道有哪些是新的", since=found.since))
    elif found.since != found.state:
        say(_("新收录 {paragraphs}", paragraphs=units.paragraphs(found.total)))
    say(_("现在的状态：{state}", state=found.state))
