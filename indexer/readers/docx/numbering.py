"""Automatic numbering: the labels that Word shows before paragraphs and does not keep in their text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.etree import _Element

from indexer.readers.archive import attribute, child, local_name
from indexer.readers.docx.number import format_number, part_label
from indexer.readers.docx.style import ListPlace, Styles, whole

LEVELS = 9
NO_LIST = "0"  # what a paragraph says that is taken out of its style's list
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list. `restart`: the level, from 1, whose use sets it back; None any higher one, 0 none."""

    form: str
    text: str
    start: int
    restart: int | None
    style: str | None
    legal: bool
    tight: bool


@dataclass(slots=True)
class _List:
    """What lists with one definition share: its levels and, as Word has it, the numbers reached."""

    levels: dict[int, _Level]
    link: str | None = None
    reached: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Instance:
    """One list: its definition, with levels of its own and starts of its own."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """Counts along as paragraphs come by, in order."""

    def __init__(self, roots: Iterable[_Element], styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, _Instance] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in (one for root in roots for one in root):
            if local_name(element) == "abstractNum":
                self._lists[attribute(element, "abstractNumId") or ""] = _list(element)
            elif local_name(element) == "num":
                self._instances[attribute(element, "numId") or ""] = _instance(element)

    def label(self, paragraph: _Element) -> str:
        """The label of the next paragraph, with the space after it where there is one; empty where it has none."""
        place = self._styles.list_place(paragraph)
        if place.list is None or place.list == NO_LIST or place.list not in self._instances:
            return ""
        instance = self._instances[place.list]
        shared = self._definition(instance)
        if shared is None:
            return ""
        levels = shared.levels | instance.levels
        at = self._level(paragraph, place, levels)
        if at not in levels:
            return ""
        self._count(place.list, instance, shared, levels, at)
        return _label(levels, shared.reached, at)

    def _definition(self, instance: _Instance) -> _List | None:
        """The definition of a list, through at most one numbering style that stands for it."""
        shared = self._lists.get(instance.definition)
        if shared is not None and shared.link is not None and not shared.levels:
            linked = self._instances.get(self._styles.list_of(shared.link) or "")
            return self._lists.get(linked.definition) if linked else None
        return shared

    def _level(self, paragraph: _Element, place: ListPlace, levels: dict[int, _Level]) -> int:
        if place.level is not None:
            return place.level
        by_style = {level.style: number for number, level in levels.items() if level.style is not None}
        return next((by_style[style] for style in self._styles.ids(paragraph) if style in by_style), 0)

    def _count(self, name: str, instance: _Instance, shared: _List, levels: dict[int, _Level], at: int) -> None:
        begins = (name, at) not in self._begun and at in instance.starts
        self._begun.add((name, at))
        if begins:
            shared.reached[at] = instance.starts[at]
        elif at in shared.reached:
            shared.reached[at] += 1
        else:
            shared.reached[at] = levels[at].start
        for lower in [one for one in shared.reached if one > at]:
            restart = levels[lower].restart if lower in levels else None
            if restart is None or at < restart:
                del shared.reached[lower]


def _label(levels: dict[int, _Level], reached: dict[int, int], at: int) -> str:
    level = levels[at]
    if level.form == "bullet":
        return ""

    def number(found: re.Match[str]) -> str:
        place = int(found.group(1)) - 1
        if place not in levels:
            return ""
        form = "decimal" if level.legal and levels[place].form != "none" else levels[place].form
        return format_number(reached.get(place, levels[place].start), form)

    return part_label(_PLACE.sub(number, level.text).strip(), tight=level.tight)


def _list(element: _Element) -> _List:
    return _List(_levels(element), attribute(child(element, "numStyleLink"), "val"))


def _levels(element: _Element) -> dict[int, _Level]:
    found = ((whole(attribute(one, "ilvl")), one) for one in element if local_name(one) == "lvl")
    return {number: _read_level(one) for number, one in found if number is not None and 0 <= number < LEVELS}


def _read_level(element: _Element) -> _Level:
    formats = [one for one in element.iter() if local_name(one) == "numFmt"]  # a custom one stands beside its fallback
    start = whole(attribute(child(element, "start"), "val"))
    legal = child(element, "isLgl")
    return _Level(
        form=attribute(formats[-1], "val") or "decimal" if formats else "decimal",
        text=attribute(child(element, "lvlText"), "val") or "",
        start=0 if start is None else start,
        restart=whole(attribute(child(element, "lvlRestart"), "val")),
        style=attribute(child(element, "pStyle"), "val"),
        legal=legal is not None and attribute(legal, "val") not in {"0", "false", "off"},
        tight=attribute(child(element, "suff"), "val") == "nothing",
    )


def _instance(element: _Element) -> _Instance:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in (one for one in element if local_name(one) == "lvlOverride"):
        levels |= _levels(override)
        at, start = whole(attribute(override, "ilvl")), whole(attribute(child(override, "startOverride"), "val"))
        if at is not None and start is not None:
            starts[at] = start
    return _Instance(attribute(child(element, "abstractNumId"), "val") or "", levels, starts)
