"""Lists: the labels that are shown before their items and do not stand in the text (OpenDocument 1.3 part 3, 5.3 and 16.30)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import msgspec
from lxml.etree import _Element

from indexer.readers.archive import attribute, local_name
from indexer.readers.docx.number import format_number, part_label
from indexer.tables import load_table

LEVELS = 10
_PLACE = re.compile(r"%(\d{1,2})%")


class _Table(msgspec.Struct, frozen=True):
    """The table data/number_forms.toml."""

    forms: Mapping[str, str]


@cache
def _forms() -> Mapping[str, str]:
    return load_table(__package__, "number_forms", _Table).forms


@dataclass(slots=True)
class Item:
    """An item of a list while it is read: its level from 1, its own number, and whether its number is still to come."""

    level: int
    start: str | None
    counted: bool


@dataclass(slots=True)
class _Reached:
    """The numbers that a list has reached, by level."""

    style: str
    numbers: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts along as lists and paragraphs come by, in order."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        styles = [one for root in roots for one in _list_styles(root)]
        self._styles = {attribute(one, "name") or "": _levels(one) for one in styles}
        self._outline = next((_levels(one) for one in styles if local_name(one) == "outline-style"), {})
        self._outline_reached = _Reached("")
        self._by_id: dict[str, _Reached] = {}
        self._by_style: dict[str, _Reached] = {}
        self._current = _Reached("")

    def begin_list(self, element: _Element, outer: Item | None) -> int:
        """Go into a list, in an item or by itself; the level of its items."""
        if outer is not None:
            return min(outer.level + 1, LEVELS)
        style = attribute(element, "style-name") or ""
        continued = self._by_id.get(attribute(element, "continue-list") or "")
        if continued is None and attribute(element, "continue-numbering") == "true":
            continued = self._by_style.get(style)
        self._current = continued or _Reached(style)
        self._by_style[style] = self._current
        if name := attribute(element, "id"):
            self._by_id[name] = self._current
        return 1

    def label(self, paragraph: _Element, item: Item | None) -> str:
        """The label of a paragraph: of the first in an item, or of a numbered heading."""
        if item is not None:
            counted, item.counted = item.counted, False
            style = self._styles.get(self._current.style, {})
            return _next_label(style, self._current, item.level, item.start) if counted else ""
        level = attribute(paragraph, "outline-level") or ""
        if local_name(paragraph) != "h" or not level.isdecimal() or attribute(paragraph, "is-list-header") == "true":
            return ""
        return _next_label(self._outline, self._outline_reached, int(level[:3]), attribute(paragraph, "start-value"))


def _list_styles(root: _Element) -> Iterator[_Element]:
    for group in root:
        if local_name(group) in {"styles", "automatic-styles"}:
            yield from (one for one in group if local_name(one) in {"list-style", "outline-style"})


def _levels(style: _Element) -> dict[int, _Element]:
    """The numbered levels of a list's style, from 1."""
    names = {"list-level-style-number", "outline-level-style"}
    found = ((attribute(one, "level") or "", one) for one in style if local_name(one) in names)
    return {int(level): one for level, one in found if level.isdecimal() and len(level) < 3}


def _next_label(style: Mapping[int, _Element], reached: _Reached, level: int, start: str | None) -> str:
    """Count one further at a level, and begin anew below it."""
    first = start if start is not None and start.isdecimal() and len(start) < 9 else None
    if first is not None:
        reached.numbers[level] = int(first)
    else:
        reached.numbers[level] = reached.numbers.get(level, _start(style.get(level)) - 1) + 1
    for lower in [one for one in reached.numbers if one > level]:
        del reached.numbers[lower]
    own = style.get(level)
    return _label(style, reached, level, own) if own is not None and attribute(own, "num-format") else ""


def _start(level: _Element | None) -> int:
    start = attribute(level, "start-value") or "1"
    return int(start) if start.isdecimal() and len(start) < 9 else 1


def _label(style: Mapping[int, _Element], reached: _Reached, level: int, own: _Element) -> str:
    def number(at: int) -> str:
        form = attribute(style.get(at), "num-format") or ""
        return (
            format_number(reached.numbers.get(at, _start(style.get(at))), _forms().get(form, "decimal")) if form else ""
        )

    written = attribute(own, "num-list-format")
    if written is not None:
        return part_label(_PLACE.sub(lambda found: number(int(found.group(1))), written).strip())
    shown = attribute(own, "display-levels") or "1"
    count = int(shown) if shown.isdecimal() and len(shown) < 3 else 1
    numbers = ".".join(filter(None, (number(at) for at in range(max(level - count, 0) + 1, level + 1))))
    return part_label(f"{attribute(own, 'num-prefix') or ''}{numbers}{attribute(own, 'num-suffix') or ''}".strip())
