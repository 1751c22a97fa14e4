"""Web pages: the blocks of the page, without what surrounds the text (navigation, tool bars, footers)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import msgspec
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import LeftOut, Line, RawText
from indexer.readers.encoding import decode
from indexer.readers.lines import clean
from indexer.shown_text import as_shown
from indexer.tables import load_table

HEADING = re.compile(r"h([1-6])\Z")
ARTICLES = frozenset({"article", "main"})
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
XML_DECLARATION = re.compile(r"<\?xml[^>]*>?", re.IGNORECASE)
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff“”‘’—…]"
_WRAP_IN_HAN = re.compile(rf"(?<={_HAN})[ \t]*[\r\n]+[ \t]*(?={_HAN})")
_SPACE = re.compile(r"[ \t\r\n]+")


class _Tags(msgspec.Struct, frozen=True):
    """The table data/tags.toml: names of tags, and of the classes of page furniture."""

    silent: frozenset[str]
    around: frozenset[str]
    blocks: frozenset[str]
    names: tuple[str, ...]


@cache
def _tags() -> _Tags:
    return load_table(__package__, "tags", _Tags)


@cache
def _furniture_names() -> re.Pattern[str]:
    """A class or an id that has the name of page furniture as a whole word."""
    names = "|".join(map(re.escape, _tags().names))
    return re.compile(rf"(?:^|[-_ ])(?:{names})(?:$|[-_ ])", re.IGNORECASE)


def read_html(data: bytes, path: str) -> RawText:
    declared = CHARSET.search(data[:2048])
    text, encoding = decode(data, declared.group(1).decode("ascii") if declared else None)
    lines, left_out = read_page(text)
    return RawText(path, "html", encoding, lines, {}, left_out)


def read_page(markup: str) -> tuple[tuple[Line, ...], tuple[LeftOut, ...]]:
    """The blocks of a page, and what surrounds them, with one running number. Raises ReadError where it has no body."""
    # BeautifulSoup warns of an XML declaration, and of a one-line text without tags that might be a file's name.
    body = BeautifulSoup(XML_DECLARATION.sub("", markup) + "\n", "lxml").body
    if body is None:
        raise ReadError(_("网页里没有正文"))
    page = _Page()
    page.walk(body)
    return tuple(page.lines), tuple(page.left_out)


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag that is being read: what is still to come in it, its level, and whether its end ends a block."""

    children: Iterator[PageElement]
    level: int | None
    ends: bool
    in_article: bool = False


class _Page:
    """Collects blocks in reading order; `number` counts them, left-out ones too."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.left_out: list[LeftOut] = []
        self._number = 0
        self._text = ""
        self._open: list[_Open] = []
        self._titled: frozenset[int] = frozenset()

    def walk(self, body: Tag) -> None:
        """Everything in the body. Without recursion: pages made by chance nest thousands of tags."""
        self._titled = _heading_wrappers(body)
        self._open.append(_Open(iter(body.children), None, ends=True))
        while self._open:
            inside = self._open[-1]
            child = next(inside.children, None)
            if child is None:
                self._open.pop()
                if inside.ends:
                    self.end_block(inside.level)
            elif isinstance(child, Tag):
                if child.name not in _tags().silent:
                    self._child(child, inside)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._text += str(child)

    def _child(self, child: Tag, inside: _Open) -> None:
        level = inside.level
        heading = HEADING.match(child.name)
        inner = int(heading.group(1)) if heading else level
        block = child.name in _tags().blocks
        in_article = inside.in_article or child.name in ARTICLES
        if self._is_chrome(child, inside):
            self.end_block(level)
            self._leave_out(child)
        elif child.name == "br":
            self.end_block(level)
        else:
            if block:
                self.end_block(level)
            self._open.append(_Open(iter(child.children), inner, ends=block, in_article=in_article))

    def _is_chrome(self, tag: Tag, inside: _Open) -> bool:
        if tag.name == "header":  # a page's masthead, unless it is the article's own
            return not inside.in_article and id(tag) not in self._titled
        classes = tag.get_attribute_list("class") + tag.get_attribute_list("id")
        named = any(_furniture_names().search(str(name)) for name in classes if name)
        return tag.name in _tags().around or (named and id(tag) not in self._titled)

    def end_block(self, level: int | None = None) -> None:
        """Close the block that was being read."""
        text = _SPACE.sub(_join_wrapped, _WRAP_IN_HAN.sub("", as_shown(self._text))).strip()
        self._text = ""
        if text:
            self._number += 1
            self.lines.append(Line(self._number, text, level))

    def _leave_out(self, tag: Tag) -> None:
        if text := clean(" ".join(tag.get_text(" ").split())):
            self._number += 1
            self.left_out.append(LeftOut(self._number, text, "page"))


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
