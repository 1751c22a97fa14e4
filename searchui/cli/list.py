"""The command `list`: all speeches, or those of a year, a speaker, an occasion."""

from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.i18n import N_, _, units
from indexer.store import now
from indexer.store.speech_catalogue import Entry
from searchui.cli.bundle import bundle_of
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import filter_options, site_option
from searchui.cli.output import Output, exit_if_nothing, output_options_and
from searchui.cli.text_table import TITLE, shortened, text_table
from searchui.search import Filters
from searchui.search.browsing.speech_list import SpeechList
from searchui.search.browsing.speech_table import SpeechSort
from searchui.search.export.formats import BUNDLE
from searchui.search.export.speech_list_table import speech_list_table

SPEAKERS = 20  # the most columns of the names of who speaks in a conversation


@command("list", help=N_("列出讲话：全部，或某些年份、讲话人、场合、文种的。"))
@index_option
@option(
    "--sort",
    type=click.Choice([sort.value for sort in SpeechSort]),
    default=SpeechSort.NEWEST.value,
    show_default=True,
    help=N_(
        "newest（最新在前）、oldest（最早在前）、title（按标题的拼音）、speaker（按讲话人的拼音）或 length（最长在前）。"
    ),
)
@filter_options
@site_option
@output_options_and(BUNDLE.name)
def list_command(index: Path, sort: str, filters: Filters, site: str, output: Output) -> None:
    with opened_corpus(index) as corpus:
        found = corpus.list_speeches(filters=filters, sort=sort, per_page=None)
        output.write(
            text=lambda: _lines(found),
            json=lambda: found.answer(),
            table=lambda: speech_list_table(corpus, found, filters, now(), language(), site.rstrip("/")),
            bundle=lambda: bundle_of(index, corpus, "speeches", filters=filters, sort=sort),
        )
    exit_if_nothing(found.total)


def _lines(found: SpeechList) -> Iterator[str]:
    say(
        _(
            "{speeches}，{characters}",
            speeches=units.speeches(found.total),
            characters=units.characters(found.characters),
        )
    )
    heads = _("日期\t字数\t讲话人\t标题\t编号").text(language()).split("\t")
    return text_table(heads, map(_row, found.speeches))


def _row(speech: Entry) -> list[str]:
    """Names of many speakers and long titles are cut, which the files have whole; the id never is, as it is needed to ask for more."""
    speakers, title = shortened("、".join(speech.voices), SPEAKERS), shortened(speech.title, TITLE)
    return [str(speech.date or ""), f"{speech.characters:,}", speakers, title, speech.id]
