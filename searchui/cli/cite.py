"""The command `cite`: a speech or a paragraph of it, as it is cited."""

from pathlib import Path

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, option
from indexer.cli.terminal import json_option, print_json, say
from indexer.i18n import N_, _
from indexer.store import now
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import site_option
from searchui.search.citation.forms import FORMS
from searchui.search.results.hit import read_place

QUOTATION = "quotation"
STYLES = (*FORMS, QUOTATION)


@command(
    "cite",
    help=N_("写出引文（GB/T 7714—2025 等）：PLACE 是讲话的编号，或 编号#段落，/speech/… 也行。"),
)
@click.argument("place")
@index_option
@option(
    "--style",
    type=click.Choice(STYLES),
    default="gbt7714",
    show_default=True,
    help=N_(
        "plain（——《标题》（日期，讲话人））、gbt7714（2025）、gbt7714-2015、apa、bibtex、ris，或 quotation（原文和出处）。"
    ),
)
@site_option
@json_option
def cite_command(place: str, index: Path, style: str, site: str, as_json: bool) -> None:
    speech_id, anchor = read_place(place)
    with opened_corpus(index) as corpus:
        cited = corpus.cite(speech_id, anchor, site=site.rstrip("/"), day=now().astimezone().date())
    if as_json:
        print_json(cited.as_json())
        return
    click.echo(cited.quotation if style == QUOTATION else cited.written(style))
    for note in cited.notes:
        say(note)
    if cited.link:
        say(_("本站链接：{link}", link=cited.link))
