"""The command `basket`: paragraphs that were gathered, with their sources, as the basket of the site gives them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language
from indexer.i18n import N_, _
from indexer.store import now
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import site_option
from searchui.cli.output import Output, exit_if_nothing, output_options_and
from searchui.cli.quotations import layout_options, word_of
from searchui.search.export.formats import WORD
from searchui.search.export.quotations.gathering import Chosen, gathered, gathered_table
from searchui.search.export.quotations.layout import Layout
from searchui.search.export.quotations.quotation import Item, Missing, Quotation, Quotations
from searchui.search.export.table import Cell
from searchui.search.results.hit import speech_url

STDIN = "-"


@command(
    "basket",
    help=N_("把摘下的各段连同出处写在一起，次序照写的：PLACE 是 编号#段落，/speech/… 也行；写 - 则从标准输入逐行读。"),
)
@click.argument("places", metavar="PLACE…", nargs=-1, required=True)
@index_option
@site_option
@layout_options
@output_options_and(WORD.name)
def basket_command(places: tuple[str, ...], index: Path, site: str, layout: Layout, output: Output) -> None:
    root = site.rstrip("/")
    with opened_corpus(index) as corpus:
        found = gathered(corpus, map(Chosen, _read(places)), now(), language())
        output.write(
            text=lambda: (_text(number, one, root) for number, one in enumerate(found.items, 1)),
            json=lambda: list(_records(found, root)),
            table=lambda: gathered_table(found, language(), root),
            word=lambda: word_of(found, layout, root),
        )
    exit_if_nothing(any(isinstance(one, Quotation) for one in found.items))


def _read(places: tuple[str, ...]) -> Iterator[str]:
    """The places, with those of standard input, a line each, where that is written."""
    for place in places:
        if place == STDIN:
            yield from filter(None, map(str.strip, sys.stdin))
        else:
            yield place


def _records(found: Quotations, root: str) -> Iterator[dict[str, Cell]]:
    table = gathered_table(found, language(), root)
    names = [column.key for column in table.columns]
    return (dict(zip(names, row, strict=True)) for row in table.rows)


def _text(number: int, one: Item, root: str) -> str:
    if isinstance(one, Missing):
        gone = _("这一段现在不在语料里：{place}", place=one.place)
        return f"{number}. {gone.text(language())}\n"
    facts = [str(fact) for fact in (one.speech.date, one.speech.speaker, one.speech.title) if fact]
    address = root + speech_url(one.speech.id, one.paragraph.anchor)
    return f"{number}. {one.paragraph.text}\n   {' · '.join(facts)}\n   {address}\n"
