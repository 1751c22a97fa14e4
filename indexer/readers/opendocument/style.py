"""Styles: which level a paragraph has, and whether a text is hidden, by its style and those it stands on."""

from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from indexer.readers.archive import attribute, child, local_name

TITLES = frozenset({"Title", "标题"})
LEVELS = 10


class Styles:
    """The styles of a file, by name: those of all texts and those of this one."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        self._styles = {
            (attribute(one, "family") or "", attribute(one, "name") or ""): one
            for root in roots
            for group in root
            if local_name(group) in {"styles", "automatic-styles"}
            for one in group
            if local_name(one) == "style"
        }

    def level(self, paragraph: _Element) -> int | None:
        """0 for a title, 1… for a heading, None for ordinary text."""
        for style in self._chain("paragraph", attribute(paragraph, "style-name")):
            if {attribute(style, "name"), attribute(style, "display-name")} & TITLES:
                return 0
        if local_name(paragraph) != "h":
            return None
        level = attribute(paragraph, "outline-level") or "1"
        return int(level) if level.isdecimal() and 0 < int(level[:3]) <= LEVELS else 1

    def is_hidden(self, element: _Element) -> bool:
        """Whether the text of a paragraph or a span is hidden."""
        return self._property(element, "display") == "none"

    def is_raised(self, span: _Element) -> bool:
        """Whether the text of a span is printed above the line: `super`, or a height in per cent of the type."""
        position = (self._property(span, "text-position") or "").split()[:1]
        return bool(position) and (position[0] == "super" or position[0].rstrip("%").strip("0").isdecimal())

    def _property(self, element: _Element, name: str) -> str | None:
        """A property of the text of a paragraph or a span, of the nearest style that has it."""
        family = "text" if local_name(element) == "span" else "paragraph"
        for style in self._chain(family, attribute(element, "style-name")):
            value = attribute(child(style, "text-properties"), name)
            if value is not None:
                return value
        return None

    def _chain(self, family: str, name: str | None) -> Iterator[_Element]:
        """A style and those it stands on, nearest first."""
        seen: set[str] = set()
        while name is not None and name not in seen and (family, name) in self._styles:
            seen.add(name)
            style = self._styles[family, name]
            yield style
            name = attribute(style, "parent-style-name")
