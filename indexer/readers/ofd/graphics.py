"""What is drawn on a page: its texts as runs of characters, and where there is something else."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from indexer.errors import ReadError
from indexer.readers.archive import attribute, child, local_name
from indexer.readers.bounds import MAX_CHARACTERS, NO_SPEECH
from indexer.readers.layout.face import WHITE
from indexer.readers.ofd.ink import darkest_of, ink_of
from indexer.readers.ofd.resources import Resources
from indexer.readers.ofd.text_object import Run, run_of
from indexer.readers.ofd.values import Box, Matrix, box_of, matrix_of

MAX_OBJECTS = 2_000_000  # of all pages, those of a template once a page
DEEPEST = 8  # pictures of objects inside each other
GROUPS = frozenset({"Content", "Layer", "PageBlock", "Appearance"})


@dataclass(slots=True)
class Budget:
    """How much the pages of one file may still have."""

    characters: int = MAX_CHARACTERS
    objects: int = MAX_OBJECTS

    def take_object(self) -> None:
        """Raises ReadError where there are too many."""
        self.objects -= 1
        if self.objects < 0:
            raise ReadError(NO_SPEECH)

    def take(self, drawing: "Drawing") -> None:
        """Raises ReadError where these characters and objects, drawn once more, are too many."""
        self.characters -= sum(len(run.characters) for run in (*drawing.runs, *drawing.hidden))
        self.objects -= len(drawing.runs) + len(drawing.hidden) + len(drawing.grounds)
        if self.characters < 0 or self.objects < 0:
            raise ReadError(NO_SPEECH)


@dataclass(slots=True)
class Drawing:
    """What one page, template or annotation shows. `hidden` are texts that are marked as not to be seen.

    `grounds` are the rectangles of what is not white, on which white text is seen; in millimetres.
    """

    runs: list[Run] = field(default_factory=list)
    hidden: list[Run] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)

    def seen(self, grounds: Sequence[Box]) -> list[Run]:
        """The runs, those in white no longer white where they stand on one of these."""
        return [
            replace(run, ink=replace(run.ink, white=False)) if run.ink.white and _is_on(run, grounds) else run
            for run in self.runs
        ]


def _is_on(run: Run, grounds: Sequence[Box]) -> bool:
    middle = run.characters[len(run.characters) // 2]
    return any(box.x <= middle.x <= box.x + box.width and box.y <= middle.y <= box.y + box.height for box in grounds)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an object is drawn: what leads from its units to the page, the layer around it, whether it is to be seen."""

    matrix: Matrix
    layer: _Element | None = None
    hidden: bool = False
    depth: int = 0


class Painter:
    """Finds out what the objects of a page show."""

    def __init__(self, resources: Resources, budget: Budget) -> None:
        self._resources, self._budget = resources, budget

    def paint(self, content: _Element, found: Drawing) -> None:
        """Add what the content of a page shows, or the appearance of an annotation. Raises ReadError for too much."""
        boundary = box_of(attribute(content, "Boundary"))
        corner = Matrix(e=boundary.x, f=boundary.y) if boundary else Matrix()
        self._paint(content, _Place(corner), found)

    def _paint(self, group: _Element, place: _Place, found: Drawing) -> None:
        if local_name(group) == "Layer":
            place = replace(place, layer=group)
        for element in group:
            self._budget.take_object()
            here = replace(place, hidden=place.hidden or attribute(element, "Visible") == "false")
            match local_name(element):
                case "TextObject":
                    self._paint_text(element, here, found)
                case "CompositeObject":
                    self._paint_composite(element, here, found)
                case "PathObject" | "ImageObject" as kind:
                    self._paint_ground(element, here, found, is_picture=kind == "ImageObject")
                case name if name in GROUPS:
                    self._paint(element, here, found)

    def _paint_text(self, element: _Element, place: _Place, found: Drawing) -> None:
        font = self._resources.fonts.get(attribute(element, "Font") or "", "")
        ink = ink_of(element, self._resources.fill_of(element, place.layer))
        run = run_of(element, place.matrix, font, ink, self._budget.characters + 1)
        if run is not None:
            self._budget.take(Drawing([run]))
            (found.hidden if place.hidden else found.runs).append(run)

    def _paint_composite(self, element: _Element, place: _Place, found: Drawing) -> None:
        unit = self._resources.composites.get(attribute(element, "ResourceID") or "")
        content = child(unit, "Content")
        if content is not None and place.depth < DEEPEST:
            matrix = _inside(element, place.matrix)
            self._paint(content, replace(place, matrix=matrix, depth=place.depth + 1), found)

    def _paint_ground(self, element: _Element, place: _Place, found: Drawing, *, is_picture: bool) -> None:
        boundary = box_of(attribute(element, "Boundary"))
        if boundary is None or place.hidden:
            return
        filled = attribute(element, "Fill") == "true"
        if not is_picture and filled and darkest_of(self._resources.fill_of(element, place.layer)) >= WHITE:
            return
        corners = [
            place.matrix.point(x, y)
            for x in (boundary.x, boundary.x + boundary.width)
            for y in (boundary.y, boundary.y + boundary.height)
        ]
        (left, right), (top, foot) = ((min(places), max(places)) for places in zip(*corners, strict=True))
        found.grounds.append(Box(left, top, right - left, foot - top))


def _inside(element: _Element, outer: Matrix) -> Matrix:
    """What leads from the units of a composite object to the page."""
    boundary = box_of(attribute(element, "Boundary"))
    corner = Matrix(e=boundary.x, f=boundary.y) if boundary else Matrix()
    matrix = outer.after(corner).after(matrix_of(attribute(element, "CTM")))
    return matrix if matrix.is_tame() else outer
