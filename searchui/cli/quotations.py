"""Quotations as a Word document, of what a command has found."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

import click

from indexer.cli.localized import language, option
from indexer.i18n import N_
from indexer.store import now
from searchui.search.export.quotations.layout import STYLES, By, Layout
from searchui.search.export.quotations.quotation import Quotations

Command: TypeAlias = Callable[..., None]


def layout_options(command: Command) -> Command:
    """--by and --style: the command takes `layout`."""

    @wraps(command)
    def taking(by: str, style: str, **options: Any) -> None:
        command(layout=Layout(by, style), **options)

    for add in (
        option(
            "--style",
            type=click.Choice(STYLES),
            default=STYLES[0],
            show_default=True,
            help=N_("docx 里各段的出处：plain（——《标题》（日期，讲话人））、gbt7714（2025）、gbt7714-2015 或 apa。"),
        ),
        option(
            "--by",
            type=click.Choice([by.value for by in By]),
            default=By.SPEECH.value,
            show_default=True,
            help=N_("docx 里各段的次序：speech 按篇，date 按日期，list 照找到的次序。"),
        ),
    ):
        taking = add(taking)
    return taking


def word_of(found: Quotations, layout: Layout, site: str) -> bytes:
    """Their document."""
    # Only when a document is written: its library is large.
    from searchui.search.export.quotations.document import quotation_document

    return quotation_document(found, layout, now(), language(), site)
