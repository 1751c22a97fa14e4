"""Web pages: the blocks of the page, without what surrounds the text (navigation, tool bars, footers)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from indexer.errors import ReadError
from indexer.model import LeftOut, Line, RawText
from indexer.readers.encoding import decode
from indexer.readers.lines import clean

HEADING = re.compile(r"h([1-6])\Z")
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff“”‘’—…]"
_WRAP_IN_HAN = re.compile(rf"(?<={_HAN})[ \t]*[\r\n]+[ \t]*(?={_HAN})")
_WRAP = re.compile(r"[ \t]*[\r\n\t]+[ \t]*")


@dataclass(frozen=True, slots=True)
class _Tags:
    """The table data/tags.toml: names of tags, and of the classes of page furniture."""

    silent: frozenset[str]
    around: frozenset[str]
    blocks: frozenset[str]
    names: re.Pattern[str]


@cache
def _tags() -> _Tags:
    table = tomllib.loads(resources.files(__package__).joinpath("data/tags.toml").read_text(encoding="utf-8"))
    names = "|".join(map(re.escape, table["names"]))
    return _Tags(
        silent=frozenset(table["silent"]),
        around=frozenset(table["around"]),
        blocks=frozenset(table["blocks"]),
        names=re.compile(rf"(?:^|[-_ ])(?:{names})(?:$|[-_ ])", re.IGNORECASE),
    )


def read_html(data: bytes, path: str) -> RawText:
    declared = CHARSET.search(data[:2048])
    text, encoding = decode(data, declared.group(1).decode("ascii") if declared else None)
    body = BeautifulSoup(text, "lxml").body
    if body is None:
        raise ReadError("网页里没有正文", "the page has no body")
    page = _Page()
    page.walk(body)
    page.end_block()
    return RawText(path, "html", encoding, tuple(page.lines), {}, tuple(page.left_out))


class _Page:
    """Collects blocks in reading order; `number` counts them, left-out ones too."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.left_out: list[LeftOut] = []
        self._number = 0
        self._text = ""

    def walk(self, tag: Tag, level: int | None = None) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                if child.name not in _tags().silent:
                    self._child(child, level)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._text += str(child)

    def _child(self, child: Tag, level: int | None) -> None:
        heading = HEADING.match(child.name)
        inner = int(heading.group(1)) if heading else level
        if _is_chrome(child):
            self.end_block(level)
            self._leave_out(child)
        elif child.name == "br":
            self.end_block(level)
        elif child.name in _tags().blocks:
            self.end_block(level)
            self.walk(child, inner)
            self.end_block(inner)
        else:
            self.walk(child, inner)

    def end_block(self, level: int | None = None) -> None:
        """Close the block that was being read."""
        text = clean(_WRAP.sub(" ", _WRAP_IN_HAN.sub("", self._text)))
        self._text = ""
        if text:
            self._number += 1
            self.lines.append(Line(self._number, text, level))

    def _leave_out(self, tag: Tag) -> None:
        if text := clean(" ".join(tag.get_text(" ").split())):
            self._number += 1
            self.left_out.append(LeftOut(self._number, text, "page"))


def _is_chrome(tag: Tag) -> bool:
    if tag.name == "header":  # a page's masthead, unless it is the article's own
        return tag.find_parent(["article", "main"]) is None and tag.find("h1") is None
    classes = tag.get_attribute_list("class") + tag.get_attribute_list("id")
    named = any(_tags().names.search(str(name)) for name in classes if name)
    return tag.name in _tags().around or (named and tag.find("h1") is None)
