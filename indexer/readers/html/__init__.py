"""Web pages: the blocks of the page, without what surrounds the text (navigation, tool bars, footers) or is not seen."""

import re

from bs4 import BeautifulSoup

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import LeftOut, Line, RawText
from indexer.readers.encoding import decode
from indexer.readers.html.declared import declared_fields
from indexer.readers.html.page import Page

__all__ = ["read_fragment", "read_html", "read_page"]

CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
XML_DECLARATION = re.compile(r"<\?xml[^>]*>?", re.IGNORECASE)


def read_html(data: bytes, path: str) -> RawText:
    declared = CHARSET.search(data[:2048])
    text, encoding = decode(data, declared.group(1).decode("ascii") if declared else None)
    lines, left_out = read_page(text)
    return RawText(path, "html", encoding, lines, declared_fields(text), left_out)


def read_page(markup: str) -> tuple[tuple[Line, ...], tuple[LeftOut, ...]]:
    """The blocks of a page, and what is left out of it, with one running number. Raises ReadError where it has no body."""
    found = read_fragment(markup)
    if found is None:
        raise ReadError(_("网页里没有正文"))
    return found


def read_fragment(markup: str) -> tuple[tuple[Line, ...], tuple[LeftOut, ...]] | None:
    """The same of a piece of a page; None where it is nothing but comments and the like."""
    # BeautifulSoup warns of an XML declaration, and of a one-line text without tags that might be a file's name.
    body = BeautifulSoup(XML_DECLARATION.sub("", markup) + "\n", "lxml").body
    if body is None:
        return None
    page = Page(body)
    page.walk()
    return tuple(page.lines), tuple(page.left_out)
