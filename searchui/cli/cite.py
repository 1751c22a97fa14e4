"""The command `cite`: a speech or a paragraph of it, as it is cited."""

from pathlib import Path

import click

from indexer.cli.localized import command, language, option
from indexer.cli.terminal import errors_shown, index_option, json_option, print_json
from indexer.i18n import N_, _
from indexer.store import now
from searchui.cli.options import site_option
from searchui.search import open_corpus
from searchui.search.results.hit import read_place

STYLES = ("gbt7714", "apa", "bibtex", "quotation")


@command(
    "cite",
    help=N_("写出引文（GB/T 7714—2015 等）：PLACE 是讲话的编号，或 编号#段落，/speech/… 也行。"),
)
@click.argument("place")
@index_option
@option(
    "--style",
    type=click.Choice(STYLES),
    default=STYLES[0],
    show_default=True,
    help=N_("gbt7714、apa、bibtex，或 quotation（原文和出处）。"),
)
@site_option
@json_option
def cite_command(place: str, index: Path, style: str, site: str, as_json: bool) -> None:
    speech_id, anchor = read_place(place)
    name = _("讲话稿检索").text(language())
    with errors_shown(), open_corpus(index) as corpus:
        day = now().astimezone().date()
        cited = corpus.cite(speech_id, anchor, site=site.rstrip("/"), site_name=name, day=day)
    if as_json:
        print_json(cited.as_json())
    else:
        click.echo(getattr(cited, style))
