"""The labels of lists as Word counts them: what both its file formats say of lists, and the numbers reached."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indexer.readers.docx.number import format_number, part_label
from indexer.readers.docx.style import ListPlace

LEVELS = 9
MAX_LABEL = 200  # characters of what is written before a paragraph
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list; its text has %1 where the number of the first level stands, and so on.

    `restart`: the level, from 1, whose use sets it back; None any higher one, 0 none. `style`: that of its paragraphs.
    """

    form: str
    text: str
    start: int
    restart: int | None = None
    style: str | None = None
    legal: bool = False
    tight: bool = False


@dataclass(slots=True)
class ListDefinition:
    """What lists with one definition share: its levels from 0 and, as Word has it, the numbers reached."""

    levels: Mapping[int, Level]
    reached: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListInstance:
    """One list: its definition, with levels of its own and starts of its own."""

    definition: ListDefinition
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class ListCounter:
    """Counts along as paragraphs come by, in order."""

    def __init__(self, lists: Mapping[str, ListInstance]) -> None:
        self._lists = lists
        self._begun: set[tuple[str, int]] = set()

    def label(self, place: ListPlace, styles: Iterable[str]) -> str:
        """The label of the next paragraph, with the space after it where there is one; empty where it has none.

        `styles`: the paragraph's style and those it is based on, nearest first; they tell the level where `place` does not.
        """
        if place.list is None or place.list not in self._lists:
            return ""
        instance = self._lists[place.list]
        levels = {**instance.definition.levels, **instance.levels}
        at = place.level if place.level is not None else _level_of_style(levels, styles)
        if at not in levels:
            return ""
        self._count(place.list, instance, levels, at)
        return _label(levels, instance.definition.reached, at)

    def _count(self, name: str, instance: ListInstance, levels: Mapping[int, Level], at: int) -> None:
        reached = instance.definition.reached
        begins = (name, at) not in self._begun and at in instance.starts
        self._begun.add((name, at))
        if begins:
            reached[at] = instance.starts[at]
        elif at in reached:
            reached[at] += 1
        else:
            reached[at] = levels[at].start
        for lower in [one for one in reached if one > at]:
            restart = levels[lower].restart if lower in levels else None
            if restart is None or at < restart:
                del reached[lower]


def _level_of_style(levels: Mapping[int, Level], styles: Iterable[str]) -> int:
    by_style = {level.style: number for number, level in levels.items() if level.style is not None}
    return next((by_style[style] for style in styles if style in by_style), 0)


def _label(levels: Mapping[int, Level], reached: Mapping[int, int], at: int) -> str:
    level = levels[at]
    if level.form == "bullet":
        return ""

    def number(found: re.Match[str]) -> str:
        place = int(found.group(1)) - 1
        if place not in levels:
            return ""
        form = "decimal" if level.legal and levels[place].form != "none" else levels[place].form
        return format_number(reached.get(place, levels[place].start), form)

    return part_label(_PLACE.sub(number, level.text[:MAX_LABEL]).strip(), tight=level.tight)
