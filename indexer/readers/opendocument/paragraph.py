"""One paragraph's XML → what a reader sees of it (OpenDocument 1.3 part 3, chapter 6)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element

from indexer.readers.archive import attribute, local_name
from indexer.readers.note_mark import MarkedText
from indexer.readers.opendocument.style import Styles

MAX_BLANKS = 1000
SILENT = frozenset({"ruby-text", "hidden-paragraph", "annotation-end", "title", "desc", "binary-data"})
# Drawn things, whose text stands beside the paragraph.
SHAPES = frozenset(
    {"frame", "text-box", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "path", "connector", "caption", "g"}
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class ParagraphContent(MarkedText):
    """The text, broken into lines as it is shown; hidden text; text boxes; notes and comments, in order."""

    hidden: str = ""
    boxes: list[_Element] = field(default_factory=list)
    notes: list[_Element] = field(default_factory=list)
    comments: list[_Element] = field(default_factory=list)


def read_content(paragraph: _Element, styles: Styles) -> ParagraphContent:
    found = ParagraphContent()
    _look(paragraph, styles, found, _Manner(hidden=styles.is_hidden(paragraph)))
    found.settle()
    return found


class _Manner(NamedTuple):
    """How a run is printed."""

    hidden: bool = False
    raised: bool = False


def _look(element: _Element, styles: Styles, found: ParagraphContent, manner: _Manner) -> None:
    _add(found, element.text, manner)
    for one in element:
        _child(one, styles, found, manner)
        _add(found, one.tail, manner)


def _add(found: ParagraphContent, text: str | None, manner: _Manner) -> None:
    """Line ends and several blanks are one blank: those that are shown are elements."""
    if text:
        shown = _SPACE.sub(" ", text)
        if manner.hidden:
            found.hidden += shown
        else:
            found.add(shown, raised=manner.raised)


def _child(one: _Element, styles: Styles, found: ParagraphContent, manner: _Manner) -> None:
    name = local_name(one)
    if name in _BESIDE:
        _BESIDE[name](found).append(one)
    elif name in SHAPES:
        found.boxes.append(one)
    elif name in {"s", "tab", "line-break"}:
        sign = {"tab": "\t", "line-break": "\n"}.get(name) or " " * _blanks(one)
        if not manner.hidden:
            found.add(sign, raised=manner.raised)
    elif name == "hidden-text":
        found.hidden += attribute(one, "string-value") or ""
    elif name not in SILENT:
        _look(one, styles, found, _manner_of(one, styles, manner) if name == "span" else manner)


def _manner_of(span: _Element, styles: Styles, around: _Manner) -> _Manner:
    return _Manner(around.hidden or styles.is_hidden(span), around.raised or styles.is_raised(span))


_BESIDE: dict[str, Callable[[ParagraphContent], list[_Element]]] = {
    "note": lambda found: found.notes,
    "annotation": lambda found: found.comments,
}


def _blanks(element: _Element) -> int:
    count = attribute(element, "c") or "1"
    return min(int(count), MAX_BLANKS) if count.isdecimal() and len(count) < 9 else 1
