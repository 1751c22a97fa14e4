"""A page's tags → its blocks as a reader sees them, and what is left out of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from indexer.model import LeftOut, Line
from indexer.readers.html.note_reference import exponent, is_note_reference
from indexer.readers.html.visibility import Visibility
from indexer.readers.tags import furniture_names, tags
from indexer.shown_text import as_shown

HEADING = re.compile(r"h([1-6])\Z")
ARTICLES = frozenset({"article", "main"})
TAIL = 100  # characters that tell what stands before the mark of a note
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff“”‘’—…]"
_WRAP_IN_HAN = re.compile(rf"(?<={_HAN})[ \t]*[\r\n]+[ \t]*(?={_HAN})")
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag that is being read: what is still to come in it, its level, and whether its end ends a block.

    `reading`: it is the reading that stands above characters (注音), or the brackets of one.
    """

    children: Iterator[PageElement]
    level: int | None
    ends: bool
    in_article: bool = False
    reading: bool = False


class Page:
    """Collects blocks in reading order; `number` counts them, left-out ones too."""

    def __init__(self, body: Tag) -> None:
        self.lines: list[Line] = []
        self.left_out: list[LeftOut] = []
        self._number = 0
        self._text = ""
        self._aside: dict[
            str, list[str]
        ] = {}  # reason → what hangs on the block that is being read, and is no part of it
        self._titled = _heading_wrappers(body)
        self._visibility = Visibility(body)
        self._open = [_Open(iter(body.children), None, ends=True)]

    def walk(self) -> None:
        """Everything in the body. Without recursion: pages made by chance nest thousands of tags."""
        while self._open:
            inside = self._open[-1]
            child = next(inside.children, None)
            if child is None:
                self._open.pop()
                if inside.ends:
                    self.end_block(inside.level)
            elif isinstance(child, Tag):
                if child.name not in tags().silent:
                    self._child(child, inside)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._read(str(child), inside)

    def _read(self, text: str, inside: _Open) -> None:
        if inside.reading:
            self._set_aside("reading", text)
        else:
            self._text += text

    def _child(self, child: Tag, inside: _Open) -> None:
        level = inside.level
        heading = HEADING.match(child.name)
        inner = int(heading.group(1)) if heading else level
        block = child.name in tags().blocks
        in_article = inside.in_article or child.name in ARTICLES
        if is_note_reference(child, self._text[-TAIL:]):
            self._set_aside("note", child.get_text())
        elif power := exponent(child, self._text[-TAIL:]):
            self._text += power
        elif self._visibility.is_hidden(child):
            self._hide(child, level, block)
        elif self._is_chrome(child, inside):
            self.end_block(level)
            self._leave_out(child)
        elif child.name == "br":
            self.end_block(level)
        else:
            if block:
                self.end_block(level)
            reading = child.name in tags().readings or (inside.reading and child.name != "rb")
            self._open.append(_Open(iter(child.children), inner, block, in_article, reading))

    def _set_aside(self, reason: str, text: str) -> None:
        self._aside.setdefault(reason, []).append(text)

    def _hide(self, tag: Tag, level: int | None, block: bool) -> None:
        """A hidden part: in a line it parts nothing."""
        if block:
            self.end_block(level)
        self._set_aside("hidden", tag.get_text(" "))
        if block:
            self.end_block(level)

    def _is_chrome(self, tag: Tag, inside: _Open) -> bool:
        if tag.name == "header":  # a page's masthead, unless it is the article's own
            return not inside.in_article and id(tag) not in self._titled
        classes = tag.get_attribute_list("class") + tag.get_attribute_list("id")
        named = any(furniture_names().search(str(name)) for name in classes if name)
        return tag.name in tags().around or (named and id(tag) not in self._titled)

    def end_block(self, level: int | None = None) -> None:
        """Close the block that was being read."""
        text = _SPACE.sub(_join_wrapped, _WRAP_IN_HAN.sub("", as_shown(self._text))).strip()
        self._text = ""
        if text:
            self._number += 1
            self.lines.append(Line(self._number, text, level))
        for reason, texts in self._aside.items():
            self._list(" ".join(texts), reason)
        self._aside = {}

    def _leave_out(self, tag: Tag) -> None:
        self._list(tag.get_text(" "), "page")

    def _list(self, text: str, reason: str) -> None:
        """Put a text on the list of what is left out."""
        if text := " ".join(as_shown(text).split()):
            self._number += 1
            self.left_out.append(LeftOut(self._number, text, reason))


def _join_wrapped(space: re.Match[str]) -> str:
    """Spaces as they are, and one for a line's end among them."""
    return " " if space.group().strip(" ") else space.group()


def _heading_wrappers(body: Tag) -> frozenset[int]:
    """The tags that hold a first-level heading, by identity: asked of each tag anew, deep pages would take hours."""
    found: set[int] = set()
    for heading in body.find_all("h1"):
        for holder in heading.parents:
            if id(holder) in found:
                break
            found.add(id(holder))
    return frozenset(found)
