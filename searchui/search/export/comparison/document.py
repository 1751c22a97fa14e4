"""A comparison as a Word document: what changed, in two columns, struck through and underlined."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from indexer.i18n import Language, Message
from searchui.search.comparison.comparison import ComparedRow, Comparison
from searchui.search.comparison.wording import (
    SECTION_KINDS,
    TITLE,
    differences,
    kind_message,
    name_message,
    number_context,
    phrase_message,
    summary_message,
)
from searchui.search.corpus import Corpus
from searchui.search.export.comparison.report import HEADINGS
from searchui.search.export.comparison.table import comparison_table

ACCENT = RGBColor(0x9D, 0x2A, 0x20)
FONT, SIZE = "SimSun", Pt(10.5)


def comparison_document(
    corpus: Corpus, found: Comparison, taken: datetime, language: Language = "zh", root: str = ""
) -> bytes:
    """The file: summary, sections, numbers, set phrases, and then all rows."""
    document = docx.Document()
    _set_font(document)

    def said(message: Message) -> str:
        return message.text(language)

    document.add_heading(said(TITLE), 1)
    document.add_paragraph(" → ".join(said(name_message(text)) for text in (found.a, found.b)))
    document.add_paragraph(said(summary_message(found)))
    _list(document, said(HEADINGS["sections"]), (_section(row, said) for row in found.sections))
    _list(document, said(HEADINGS["numbers"]), _numbers(found))
    for name, appeared in (("gone", False), ("come", True)):
        changes = [change for change in found.phrases if change.appeared is appeared]
        _list(document, said(HEADINGS[name]), (f"{one.phrase}　{said(phrase_message(one))}" for one in changes))
    document.add_heading(said(HEADINGS["rows"]), 2)
    _rows(document, found, said)
    document.add_paragraph(comparison_table(corpus, found, taken, language, root).provenance.line(language))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_font(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _list(document: Any, title: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        document.add_heading(title, 2)
    for line in told:
        document.add_paragraph(line.replace("\n", " "))


def _section(row: Any, said: Any) -> str:
    sides = ["、".join(one.heading for one in side) for side in (row.a, row.b) if side]
    return f"{said(SECTION_KINDS[row.kind])}　{' → '.join(sides)}"


def _numbers(found: Comparison) -> Iterable[str]:
    for one in found.numbers:
        yield f"{found.a.of(one.a)} → {found.b.of(one.b)}　{number_context(found, one)}"


def _rows(document: Any, found: Comparison, said: Any) -> None:
    """A table, row by row; its cells are taken a row at a time, since the library looks for each anew."""
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, text in zip(
        table.rows[0].cells, ("", *(said(name_message(side)) for side in (found.a, found.b))), strict=True
    ):
        cell.text = text
    for row in found.rows:
        _row(table.add_row().cells, found, row, said(kind_message(row)))


def _row(cells: Any, found: Comparison, row: ComparedRow, kind: str) -> None:
    cells[0].text = kind
    a, b = (cells[place].paragraphs[0] for place in (1, 2))
    for piece in differences(found, row):
        marked = piece.changed and row.a is not None and row.b is not None
        _run(a, piece.a, strike=marked)
        _run(b, piece.b, underline=marked)


def _run(paragraph: Any, text: str, *, strike: bool = False, underline: bool = False) -> None:
    if not text:
        return
    run = paragraph.add_run(text.replace("\n", " "))
    if strike or underline:
        run.font.strike, run.font.underline, run.font.color.rgb = strike, underline, ACCENT
