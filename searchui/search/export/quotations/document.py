"""Quotations as a Word document: each paragraph letter for letter, what was asked for marked in it, its source below.

Paragraphs are made as XML, since python-docx takes a hundred times as long for each. How they look is said by named
styles: who changes one in Word, say that of the marks, changes them all.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import docx
from lxml import etree

from indexer.i18n import Language, Message, _, joined
from searchui.search.export.quotations.layout import Group, Layout, arranged
from searchui.search.export.quotations.quotation import Item, Missing, Quotation, Quotations
from searchui.search.export.quotations.styles import HEADING, MARK, NOTE, QUOTATION, SOURCE, TITLE, TOLD, add_styles
from searchui.search.export.xml_text import as_xml_text
from searchui.search.results.citation import Citation

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PRESERVE = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
_SIGNS = {"\n": f"{_W}br", "\t": f"{_W}tab"}
_PARTS = re.compile("([\n\t])")
UNKNOWN_SIGN = "\ufffd"  # for a character that no XML can hold


def quotation_document(
    found: Quotations, layout: Layout, taken: datetime, language: Language = "zh", site: str = ""
) -> bytes:
    """The file. `site` is the address by which others reach the archive, where there is one."""
    document = docx.Document()
    title = _title(found, language)
    add_styles(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = as_xml_text(title), found.provenance.program, ""
    properties.created = properties.modified = taken.replace(tzinfo=None)
    body = _Body(document.element.body)
    body.add(TITLE, title)
    writer = _Writer(body, layout, taken.astimezone().date(), language, site)
    for group in arranged(found.items, layout.by, language):
        writer.write(group)
    body.add(NOTE, _("来源").text(language) + " | " + found.provenance.line(language))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _title(found: Quotations, language: Language) -> str:
    return " · ".join(filter(None, (found.name.text(language), found.provenance.query)))


class _Body:
    """The body of a document, before whose last element, which says how large pages are, paragraphs are put."""

    def __init__(self, body: Any) -> None:
        self._end = body[-1]

    def add(self, style: str, text: str) -> None:
        """A paragraph of one kind."""
        _run(self.paragraph(style), text)

    def paragraph(self, style: str) -> Any:
        """An empty paragraph."""
        made = etree.Element(f"{_W}p")
        properties = etree.SubElement(made, f"{_W}pPr")
        etree.SubElement(properties, f"{_W}pStyle", {f"{_W}val": style})
        self._end.addprevious(made)
        return made


class _Writer:
    """Writes groups of quotations into a body, as who read them on a `day` cites them."""

    def __init__(self, body: _Body, layout: Layout, day: date, language: Language, site: str) -> None:
        self._body, self._layout, self._day, self._language, self._site = body, layout, day, language, site

    def write(self, group: Group) -> None:
        if group.heading:
            self._body.add(HEADING, group.heading)
        if group.told:
            self._body.add(TOLD, group.told)
        for item in group.items:
            self._write(item)

    def _write(self, item: Item) -> None:
        if isinstance(item, Missing):
            self._tell(_("这一段现在不在语料里：{place}", place=item.place), item.note)
            return
        paragraph = self._body.paragraph(QUOTATION)
        for text, is_marked in _pieces(item):
            _run(paragraph, text, is_marked=is_marked)
        cited = Citation(item.speech, item.paragraph, self._site, self._day)
        self._body.add(SOURCE, cited.written(self._layout.style))
        self._tell(*_remarks(item, cited), item.note)

    def _tell(self, *remarks: Message | str) -> None:
        """A line for each remark that there is."""
        for one in remarks:
            said = one if isinstance(one, str) else one.text(self._language)
            if said:
                self._body.add(NOTE, said)


def _pieces(item: Quotation) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked."""
    text, end = item.paragraph.text, 0
    for span in item.spans:
        yield text[end : span.start], False
        yield text[span.start : span.end], True
        end = span.end
    yield text[end:], False


def _remarks(item: Quotation, cited: Citation) -> Iterator[Message]:
    """What is to be known of a quotation: where else it stands, what is to be checked, where it can be opened."""
    if item.also_speeches:
        yield _("又见于 {count} 篇", count=item.also_speeches)
    yield from cited.notes
    if cited.link:
        yield joined("", [_("本站链接"), _("："), cited.link])


def _run(paragraph: Any, text: str, *, is_marked: bool = False) -> None:
    if not text:
        return
    run = etree.SubElement(paragraph, f"{_W}r")
    if is_marked:
        etree.SubElement(etree.SubElement(run, f"{_W}rPr"), f"{_W}rStyle", {f"{_W}val": MARK})
    for piece in filter(None, _PARTS.split(as_xml_text(text, UNKNOWN_SIGN))):
        if piece in _SIGNS:
            etree.SubElement(run, _SIGNS[piece])
        else:
            etree.SubElement(run, f"{_W}t", _PRESERVE).text = piece
