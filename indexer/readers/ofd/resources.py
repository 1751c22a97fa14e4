"""What the pages of a document share: fonts, defaults of drawing, and pictures made of objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from indexer.readers.archive import attribute, child, local_name

DEEPEST = 8  # defaults that refer to others


@dataclass(frozen=True, slots=True)
class Resources:
    """By their numbers. `fonts` are names; `drawing` and `composites` elements of the resource files."""

    fonts: Mapping[str, str] = field(default_factory=dict)
    drawing: Mapping[str, _Element] = field(default_factory=dict)
    composites: Mapping[str, _Element] = field(default_factory=dict)

    def with_file(self, root: _Element) -> "Resources":
        """These and those of one resource file."""
        fonts, drawing, composites = dict(self.fonts), dict(self.drawing), dict(self.composites)
        for kind in root:
            for item in kind:
                number = attribute(item, "ID") or ""
                match local_name(item):
                    case "Font":
                        fonts[number] = attribute(item, "FontName") or attribute(item, "FamilyName") or ""
                    case "DrawParam":
                        drawing[number] = item
                    case "CompositeGraphicUnit":
                        composites[number] = item
        return Resources(fonts, drawing, composites)

    def fill_of(self, element: _Element, layer: _Element | None = None) -> _Element | None:
        """The colour with which an object is filled: its own, that of its defaults, or of its layer's."""
        if (own := child(element, "FillColor")) is not None:
            return own
        for holder in (element, layer):
            name = attribute(holder, "DrawParam")
            for _ in range(DEEPEST):
                defaults = self.drawing.get(name or "")
                if (own := child(defaults, "FillColor")) is not None:
                    return own
                name = attribute(defaults, "Relative")
        return None
