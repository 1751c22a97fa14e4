"""One document of an OFD → its pages as they are printed, and beside them what is no text of theirs."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.readers.archive import attribute, child, local_name
from indexer.readers.layout.row import Page
from indexer.readers.ofd.graphics import Budget, Drawing, Painter
from indexer.readers.ofd.package import Package
from indexer.readers.ofd.resources import Resources
from indexer.readers.ofd.rows import rows_of, sheet_of
from indexer.readers.ofd.text_object import Run
from indexer.readers.ofd.values import Box, box_of

MAX_PAGES = 10_000
A4 = Box(0, 0, 210, 297)  # where no size is given
SMALLEST, LARGEST = 10.0, 20_000.0  # millimetres of paper
REPEATED = 2  # pages: what a template puts on so many belongs to the pages and not to the text
RESOURCES = ("PublicRes", "DocumentRes", "PageRes")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What stands on one page: its own, its templates, and its annotations, each with the reason to leave it out."""

    area: Box
    own: Drawing
    templates: Sequence[str]
    notes: Sequence[tuple[str, Drawing]]


class Document:
    """A document of a package; `name` is its root. Raises ReadError where it is damaged."""

    def __init__(self, package: Package, name: str, budget: Budget) -> None:
        self._package, self._name, self._budget = package, name, budget
        self._root = package.xml(name)
        self._common = child(self._root, "CommonData")
        self._resources = self._with_files(Resources(), name, self._common)
        self._templates: dict[str, Drawing] = {}

    def pages(self) -> list[Page]:
        """In order. Raises ReadError where one is missing or broken, or there is too much on them."""
        entries = list(named(child(self._root, "Pages"), "Page"))
        if len(entries) > MAX_PAGES:
            raise ReadError(
                _("OFD 有 {count} 页，最多 {most_pages} 页；请分成几个文件", count=len(entries), most_pages=MAX_PAGES)
            )
        notes = self._annotations()
        drawn = [self._drawn(entry, notes) for entry in entries]
        uses = Counter(template for page in drawn for template in page.templates)
        return [self._page(number, page, uses) for number, page in enumerate(drawn, 1)]

    def _drawn(self, entry: _Element, notes: Mapping[str, Sequence[str]]) -> _Drawn:
        name = self._package.named(self._name, attribute(entry, "BaseLoc"))
        root = self._package.xml(name)
        templates = [attribute(one, "TemplateID") or "" for one in named(root, "Template")]
        files = notes.get(attribute(entry, "ID") or "", ())
        return _Drawn(
            self._area(root), self._shown(name, root), templates, [note for file in files for note in self._notes(file)]
        )

    def _shown(self, name: str, root: _Element) -> Drawing:
        """What a page or a template shows of its own; `name` is that of its file."""
        painter = Painter(self._with_files(self._resources, name, root), self._budget)
        found = Drawing()
        for content in named(root, "Content"):
            painter.paint(content, found)
        return found

    def _template(self, number: str) -> Drawing:
        """What a template shows; nothing where there is none of this number."""
        if number not in self._templates:
            entries = named(self._common, "TemplatePage")
            entry = next((one for one in entries if attribute(one, "ID") == number), None)
            name = self._package.named(self._name, attribute(entry, "BaseLoc"))
            self._templates[number] = Drawing() if entry is None else self._shown(name, self._package.xml(name))
        found = self._templates[number]
        self._budget.take(found)
        return found

    def _annotations(self) -> Mapping[str, Sequence[str]]:
        """For the number of a page the names of the files with its annotations. Those that are missing are no text."""
        found: dict[str, list[str]] = defaultdict(list)
        for location in named(self._root, "Annotations"):
            if name := self._package.find(self._name, location.text):
                for page in named(self._package.xml(name), "Page"):
                    file = child(page, "FileLoc")
                    if file is not None and (place := self._package.find(name, file.text)):
                        found[attribute(page, "PageID") or ""].append(place)
        return found

    def _notes(self, name: str) -> Iterator[tuple[str, Drawing]]:
        """The annotations in a file."""
        root = self._package.xml(name)
        painter = Painter(self._with_files(self._resources, name, root), self._budget)
        for note in named(root, "Annot"):
            reason = "watermark" if attribute(note, "Type") == "Watermark" else "comment"
            found = Drawing()
            for appearance in named(note, "Appearance"):
                painter.paint(appearance, found)
            yield ("hidden" if attribute(note, "Visible") == "false" else reason), found

    def _with_files(self, resources: Resources, base: str, holder: _Element | None) -> Resources:
        """The resources and those of the files that an element names. A file that is missing has but fonts and pictures."""
        for kind in RESOURCES:
            for location in named(holder, kind):
                if name := self._package.find(base, location.text):
                    resources = resources.with_file(self._package.xml(name))
        return resources

    def _area(self, root: _Element) -> Box:
        """The paper of a page."""
        holders = (child(root, "Area", "PhysicalBox"), child(self._common, "PageArea", "PhysicalBox"))
        boxes = [box_of(holder.text) for holder in holders if holder is not None]
        return next((box for box in boxes if box and all(SMALLEST < size < LARGEST for size in box[2:])), A4)

    def _page(self, number: int, page: _Drawn, uses: Mapping[str, int]) -> Page:
        templates = [(uses[name] >= REPEATED, self._template(name)) for name in page.templates]
        drawings = [page.own, *(template for _, template in templates)]
        grounds = [box for drawing in drawings for box in drawing.grounds]
        runs = [run for aside, template in templates if not aside for run in template.seen(grounds)]
        runs += page.own.seen(grounds)
        sheet = sheet_of(runs, page.area)
        asides: dict[str, list[Run]] = defaultdict(list)
        for aside, template in templates:
            asides["page"] += template.runs if aside else ()
        for drawing in drawings:
            asides["hidden"] += drawing.hidden
        for reason, note in page.notes:
            asides[reason] += [*note.runs, *note.hidden]
        rows = tuple(rows_of(runs, sheet, number))
        aside_rows = tuple((row, reason) for reason, some in asides.items() for row in rows_of(some, sheet, number))
        return Page(number, sheet.width, rows, not rows and bool(grounds), sheet.height, aside_rows)


def named(holder: _Element | None, name: str) -> Iterator[_Element]:
    """The children of this name."""
    yield from (one for one in (() if holder is None else holder) if local_name(one) == name)
