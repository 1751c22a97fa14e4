"""The command `nearest`: the sentences of a text, and those of the corpus that are nearest to them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language
from indexer.cli.terminal import say
from indexer.i18n import N_, Message, _, units
from indexer.store import now
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import site_option
from searchui.cli.output import Output, exit_if_nothing, output_options
from searchui.search.describe import verdict_message
from searchui.search.export.statistics_tables import nearest_table
from searchui.search.nearest.alignment import Difference, DifferenceKind
from searchui.search.results.hit import Mention
from searchui.search.results.nearest import Nearest, SentenceMatch

STDIN = "-"


@command(
    "nearest",
    help=N_("PASSAGE 的每一句在语料中是否原样出现；没有的，列出差别最小的一句。PASSAGE 写 - 则从标准输入读。"),
)
@click.argument("text", metavar="PASSAGE")
@index_option
@site_option
@output_options
def nearest_command(text: str, index: Path, site: str, output: Output) -> None:
    with opened_corpus(index) as corpus:
        found = corpus.nearest(sys.stdin.read() if text == STDIN else text)
        output.write(
            text=lambda: _lines(found, output.is_styled),
            json=found.as_json,
            table=lambda: nearest_table(corpus, found, now(), language(), site.rstrip("/")),
        )
    exit_if_nothing(found.found)


def _lines(found: Nearest, styled: bool) -> Iterator[str]:
    for number, one in enumerate(found.sentences, 1):
        said = verdict_message(one.verdict, one.occurrences).text(language())
        lines = [one.text, said, *_source(one, styled)]
        yield f"{number}. " + "\n   ".join(lines) + "\n"
    say(
        _(
            "{sentences}中 {found} 句有原文或相近的原文",
            sentences=units.sentences(len(found.sentences)),
            found=found.found,
        )
    )
    if any(one.differences for one in found.sentences):
        say(_("[-…-] 是所查的字，原文没有；{+…+} 是原文的字"))


def _source(one: SentenceMatch, styled: bool) -> Iterator[str]:
    if one.differences:
        yield "".join(_piece(piece, styled) for piece in one.differences)
    if one.mention:
        yield _mention(one.mention).text(language())


def _piece(piece: Difference, styled: bool) -> str:
    """As wdiff writes it: what is not in the source, and what only the source has."""
    if piece.kind is DifferenceKind.SAME:
        return piece.source
    said = f"[-{piece.said}-]" if piece.said else ""
    source = f"{{+{piece.source}+}}" if piece.source else ""
    if not styled:
        return said + source
    return (click.style(said, fg="red") if said else "") + (click.style(source, fg="green") if source else "")


def _mention(mention: Mention) -> Message:
    facts = [str(fact) for fact in (mention.date, mention.speaker, mention.speech.title) if fact]
    return _("见 {facts}  {url}", facts=" · ".join(facts), url=mention.url)
