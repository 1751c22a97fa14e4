"""Styles: which level and which numbering a paragraph has by its own properties and by its style."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from indexer.readers.archive import attribute, child, local_name

HEADING = re.compile(r"(?:heading|标题)\s*([1-9])\Z", re.IGNORECASE)
TITLES = frozenset({"title", "标题"})
SUBTITLES = frozenset({"subtitle", "副标题"})  # Word gives them an outline level, but no section stands under them
OUTLINE_LEVELS = 9  # beyond them a paragraph is body text


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A list by its number, and the level in it, from 0. None is what is not said."""

    list: str | None
    level: int | None


class Styles:
    """The styles of a file, by id."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        styles = [one for root in roots for one in root if local_name(one) == "style"]
        self._styles = {attribute(style, "styleId") or "": style for style in styles}
        self._default = next((attribute(one, "styleId") or "" for one in styles if _is_default(one)), "")

    def level(self, paragraph: _Element) -> int | None:
        """0 for a title, 1… for a heading, None for ordinary text."""
        own = child(paragraph, "pPr", "outlineLvl")
        if own is not None:
            return _outline(own)
        for style in self._chain(paragraph):
            name = (attribute(child(style, "name"), "val") or "").strip().lower()
            if name in TITLES:
                return 0
            if name in SUBTITLES:
                return None
            if heading := HEADING.match(name):
                return int(heading.group(1))
            outline = child(style, "pPr", "outlineLvl")
            if outline is not None:
                return _outline(outline)
        return None

    def list_place(self, paragraph: _Element) -> ListPlace:
        """The list that the paragraph is in, by itself or by its style."""
        own = _list_place(paragraph)
        found, level = own.list, own.level
        for style in self._chain(paragraph):
            if found is not None:
                break
            place = _list_place(style)
            found = place.list
            level = place.level if level is None else level
        return ListPlace(found, level)

    def ids(self, paragraph: _Element) -> Iterator[str]:
        """The paragraph's style and those it is based on, nearest first."""
        for style in self._chain(paragraph):
            yield attribute(style, "styleId") or ""

    def list_of(self, style: str) -> str | None:
        """The list that a numbering style stands for."""
        found = self._styles.get(style)
        return _list_place(found).list if found is not None else None

    def _chain(self, paragraph: _Element) -> Iterator[_Element]:
        name = attribute(child(paragraph, "pPr", "pStyle"), "val")
        name = self._default if name is None else name
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = attribute(child(self._styles[name], "basedOn"), "val") or ""


def _is_default(style: _Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true", "on"}


def _outline(element: _Element) -> int | None:
    level = whole(attribute(element, "val"))
    return level + 1 if level is not None and 0 <= level < OUTLINE_LEVELS else None


def _list_place(element: _Element) -> ListPlace:
    place = child(element, "pPr", "numPr")
    return ListPlace(attribute(child(place, "numId"), "val"), whole(attribute(child(place, "ilvl"), "val")))


def whole(text: str | None) -> int | None:
    """The whole number that is written here; None where there is none."""
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else None
