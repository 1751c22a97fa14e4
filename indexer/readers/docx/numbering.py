"""Automatic numbering: the labels that Word shows before paragraphs and does not keep in their text."""

from collections.abc import Iterable, Mapping

from lxml.etree import _Element

from indexer.readers.archive import attribute, child, local_name
from indexer.readers.docx.list_counter import LEVELS, Level, ListCounter, ListDefinition, ListInstance
from indexer.readers.docx.style import Styles, whole

NO_LIST = "0"  # what a paragraph says that is taken out of its style's list


class Numbering:
    """The lists of a file, read from its part on numbering."""

    def __init__(self, roots: Iterable[_Element], styles: Styles) -> None:
        self._styles = styles
        elements = [one for root in roots for one in root]
        lists = {attribute(one, "numId") or "": one for one in elements if local_name(one) == "num"}
        definitions = {
            attribute(one, "abstractNumId") or "": one for one in elements if local_name(one) == "abstractNum"
        }
        levels = {name: ListDefinition(_levels(one)) for name, one in definitions.items()}
        found = {name: _definition(one, lists, definitions, styles) for name, one in lists.items() if name != NO_LIST}
        self._counter = ListCounter(
            {
                name: ListInstance(levels[definition], *_overrides(lists[name]))
                for name, definition in found.items()
                if definition in levels
            }
        )

    def label(self, paragraph: _Element) -> str:
        """The label of the next paragraph, with the space after it where there is one; empty where it has none."""
        return self._counter.label(self._styles.list_place(paragraph), self._styles.ids(paragraph))


def _definition(
    element: _Element, lists: Mapping[str, _Element], definitions: Mapping[str, _Element], styles: Styles
) -> str:
    """The name of the definition of a list, through at most one numbering style that stands for it."""
    own = attribute(child(element, "abstractNumId"), "val") or ""
    link = attribute(child(definitions.get(own), "numStyleLink"), "val")
    if link is None or _levels(definitions[own]):
        return own
    return attribute(child(lists.get(styles.list_of(link) or ""), "abstractNumId"), "val") or ""


def _levels(element: _Element) -> dict[int, Level]:
    found = ((whole(attribute(one, "ilvl")), one) for one in element if local_name(one) == "lvl")
    return {number: _read_level(one) for number, one in found if number is not None and 0 <= number < LEVELS}


def _read_level(element: _Element) -> Level:
    formats = [one for one in element.iter() if local_name(one) == "numFmt"]  # a custom one stands beside its fallback
    start = whole(attribute(child(element, "start"), "val"))
    legal = child(element, "isLgl")
    return Level(
        form=attribute(formats[-1], "val") or "decimal" if formats else "decimal",
        text=attribute(child(element, "lvlText"), "val") or "",
        start=0 if start is None else start,
        restart=whole(attribute(child(element, "lvlRestart"), "val")),
        style=attribute(child(element, "pStyle"), "val"),
        legal=legal is not None and attribute(legal, "val") not in {"0", "false", "off"},
        tight=attribute(child(element, "suff"), "val") == "nothing",
    )


def _overrides(element: _Element) -> tuple[dict[int, Level], dict[int, int]]:
    """The levels and the starts that a list has of its own."""
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in (one for one in element if local_name(one) == "lvlOverride"):
        levels |= _levels(override)
        at, start = whole(attribute(override, "ilvl")), whole(attribute(child(override, "startOverride"), "val"))
        if at is not None and start is not None:
            starts[at] = start
    return levels, starts
