"""E-books: a collection, each chapter with text one speech; cover, contents and imprint are left out.

A book is a zip of web pages and three small lists, so zipfile, lxml and the page reader are enough;
EbookLib, the library for it, is under the AGPL.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import PurePosixPath
from urllib.parse import unquote

import msgspec
from lxml.etree import _Element

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import LeftOut, Line, RawText
from indexer.readers.archive import Archive, attribute, child, local_name, resolve
from indexer.readers.encoding import decode
from indexer.readers.html import read_page
from indexer.shown_text import as_shown
from indexer.tables import load_table

CONTAINER = "META-INF/container.xml"
PAGES = frozenset({"application/xhtml+xml", "text/html"})
CONTENTS = "application/x-dtbncx+xml"  # the list of contents of older books
SHORT = 100  # characters below which a page may be a cover or an imprint
HEADINGS = range(4)  # levels that can be a chapter's title


@dataclass(frozen=True, slots=True)
class _Chapter:
    """One page of the book; `no_speech` tells a cover, an imprint or a list of contents."""

    title: str | None
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    no_speech: bool


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of the book, as its list of files has it."""

    name: str
    type: str
    is_contents: bool


class _Table(msgspec.Struct, frozen=True):
    front_matter: str


@cache
def _front_matter() -> re.Pattern[str]:
    """Names and titles of pages that hold no speech."""
    return re.compile(load_table(__package__, "epub", _Table).front_matter)


def read_epub(data: bytes, path: str) -> Iterator[RawText]:
    """A RawText a chapter, `part` counting from 1; what is no speech is reported with the first.

    Raises ReadError where it is no book, is locked, or nothing in it is a speech.
    """
    archive = Archive(data, _damaged())
    if "META-INF/encryption.xml" in archive and "META-INF/rights.xml" in archive:
        raise ReadError(_("这本电子书加了版权保护，读不了"))
    chapters = list(_chapters(archive))
    speeches = [index for index, chapter in enumerate(chapters) if chapter.lines and not chapter.no_speech]
    if not speeches:
        raise ReadError(_("电子书里没有文字"))
    for part, index in enumerate(speeches, 1):
        chapter = _with_rest(chapters, index) if part == 1 else chapters[index]
        fields = {"title": chapter.title} if chapter.title else {}
        yield RawText(path, "epub", "utf-8", chapter.lines, fields, chapter.left_out, part=part)


def _with_rest(chapters: Sequence[_Chapter], first: int) -> _Chapter:
    """The first speech, with the pages that are no speech as left out before and after it, numbered anew."""
    numbers = count(1)
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    for index, chapter in enumerate(chapters):
        if index != first and chapter.lines and not chapter.no_speech:
            continue
        pieces: list[Line | LeftOut] = [*chapter.lines, *chapter.left_out]
        for piece in sorted(pieces, key=_number):
            if isinstance(piece, LeftOut):
                left_out.append(replace(piece, line=next(numbers)))
            elif index == first:
                lines.append(msgspec.structs.replace(piece, number=next(numbers)))
            else:
                left_out.append(LeftOut(next(numbers), piece.text, "page"))
    return replace(chapters[first], lines=tuple(lines), left_out=tuple(left_out))


def _number(piece: Line | LeftOut) -> int:
    return piece.number if isinstance(piece, Line) else piece.line


def _chapters(archive: Archive) -> Iterator[_Chapter]:
    """The pages of the book in reading order."""
    name = attribute(child(archive.xml(CONTAINER), "rootfiles", "rootfile"), "full-path") or ""
    book = archive.xml(name)
    items = _items(book, name)
    titles = _titles(archive, items)
    spine = child(book, "spine")
    for reference in spine if spine is not None else ():
        item = items.get(attribute(reference, "idref") or "")
        if item is not None and item.type in PAGES and item.name in archive:
            yield _chapter(archive, item, titles)


def _items(book: _Element, name: str) -> Mapping[str, _Item]:
    manifest = child(book, "manifest")
    return {
        attribute(item, "id") or "": _Item(
            name=resolve(name, unquote(attribute(item, "href") or "")),
            type=attribute(item, "media-type") or "",
            is_contents="nav" in (attribute(item, "properties") or "").split(),
        )
        for item in (manifest if manifest is not None else ())
    }


def _titles(archive: Archive, items: Mapping[str, _Item]) -> Mapping[str, str]:
    """The title of each file by the lists of contents; the first entry for a file is its chapter's."""
    titles: dict[str, str] = {}
    for item in sorted(items.values(), key=lambda item: not item.is_contents):
        if not (item.is_contents or item.type == CONTENTS) or item.name not in archive:
            continue
        for target, title in _entries(archive.xml(item.name)):
            if title:
                titles.setdefault(resolve(item.name, unquote(target.partition("#")[0])), title)
    return titles


def _entries(contents: _Element) -> Iterator[tuple[str, str]]:
    """Link and title of each entry, of the new form and of the old."""
    for element in contents.iter():
        if local_name(element) == "a":
            yield attribute(element, "href") or "", _words(element)
        elif local_name(element) == "navPoint":
            yield attribute(child(element, "content"), "src") or "", _words(child(element, "navLabel"))


def _words(element: _Element | None) -> str:
    return " ".join(as_shown("".join(map(str, element.itertext()))).split()) if element is not None else ""


def _chapter(archive: Archive, item: _Item, titles: Mapping[str, str]) -> _Chapter:
    lines, left_out = read_page(decode(archive.read(item.name))[0])
    heading = next((line.text for line in lines if line.level is not None and line.level in HEADINGS), None)
    title = titles.get(item.name) or heading
    short = sum(len(line.text) for line in lines) < SHORT
    names = (PurePosixPath(item.name).stem, title or "")
    front = short and any(_front_matter().search(name) for name in names)
    return _Chapter(title, lines, left_out, item.is_contents or front)


def _damaged() -> ReadError:
    return ReadError(_("不是有效的电子书（.epub），也许已损坏"))
