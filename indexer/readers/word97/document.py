"""The walk over a Word file: its text is one run of parts, each of paragraphs ([MS-DOC] 2.3, 2.4.2)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from indexer.errors import ReadError
from indexer.readers.bounds import MAX_CHARACTERS, MAX_MARKERS, MAX_TEXT_BYTES, NO_SPEECH, TOO_MANY_MARKERS
from indexer.readers.docx.list_counter import ListCounter
from indexer.readers.lines import Piece, clean, split_piece
from indexer.readers.word97 import header as head
from indexer.readers.word97.beside import Range, boxes, notes, ranges_between
from indexer.readers.word97.compound import CompoundFile
from indexer.readers.word97.field_codes import NOTHING, shown_fields
from indexer.readers.word97.formatted_pages import character_runs, paragraph_runs, table_of_places
from indexer.readers.word97.list_tables import read_lists
from indexer.readers.word97.modifiers import (
    ELSEWHERE,
    Character,
    ParagraphFormat,
    character_format,
    character_style,
    modifiers,
    paragraph_format,
    that_matter,
)
from indexer.readers.word97.paragraph import ParagraphContent, read_content
from indexer.readers.word97.pieces import Text
from indexer.readers.word97.style import Styles
from indexer.readers.word97.table_rows import TableRows

MAX_FAR = 0x3FA2  # bytes of modifiers in the stream of data
SEPARATORS = 6  # of the part with heads and feet: lines above notes
_ENDS = re.compile("[\r\x07\x0c]")  # of a paragraph, a cell or row, and a page or section
CELL_END, PAGE_END = "\x07", "\x0c"


class Document:
    """Reads a file's tables at once, and its text as its pieces are asked for."""

    def __init__(self, file: CompoundFile) -> None:
        self._file = file
        stream = file.stream("WordDocument")
        self._header = head.read_header(stream)
        self._tables = file.stream(self._header.table_stream)
        self._text = Text(stream, self._table(head.PIECES))
        self._characters = character_runs(stream, self._table(head.CHARACTER_PAGES))
        self._paragraphs = paragraph_runs(stream, self._table(head.PARAGRAPH_PAGES))
        self._styles = Styles(self._table(head.STYLES))
        start, _ = self._header.place(head.LISTS)
        lists = self._tables[start:] if self._table(head.LISTS) else b""
        self._counter = ListCounter(read_lists(lists, self._table(head.LIST_OVERRIDES)))
        self._notes = notes(self._header, self._table)
        self._boxes = boxes(self._header, self._table)
        self._referred: list[Range] = []
        self._far: dict[int, bytes] = {}
        self._bytes_left = MAX_TEXT_BYTES
        self._characters_left = MAX_CHARACTERS
        self._units = self._shown_units()

    def pieces(self) -> Iterator[Piece]:
        yield from self._blocks(*self._header.part("text"))
        yield from self._boxes_at([-1])
        for number, note in enumerate(self._referred, 1):  # notes of notes are added while they are read
            mark = f"〔{number}〕"
            for piece in self._blocks(*note):
                yield Piece(mark + piece.text, piece.level, piece.reason)
                mark = ""
        yield from self._left_out(self._page_parts(), "page")
        yield from self._left_out([self._header.part("header_boxes")], "page")
        yield from self._left_out([self._header.part("comments")], "comment")

    def _table(self, number: int) -> bytes:
        start, length = self._header.place(number)
        return self._tables[start : start + length]

    def _shown_units(self) -> str:
        """The text, one character a code unit, without the codes of fields and what was deleted."""
        units = self._text.units
        parts = [shown_fields(units[slice(*self._header.part(name))]) for name in head.LENGTHS]
        units = "".join(parts)
        if len(_ENDS.findall(units)) > MAX_MARKERS:
            raise ReadError(TOO_MANY_MARKERS)
        shown: list[str] = []
        for start, end, said in self._text.runs(0, len(units), self._characters):
            deleted = character_format(said, Character()).deleted
            shown.append(NOTHING * (end - start) if deleted else units[start:end])
            if len(shown) > MAX_MARKERS:
                raise ReadError(TOO_MANY_MARKERS)
        return "".join(shown)

    def _page_parts(self) -> list[Range]:
        """The heads and feet of each section."""
        start, end = self._header.part("headers")
        return ranges_between(table_of_places(self._table(head.HEADERS), 0)[0][SEPARATORS:], start, end)

    def _left_out(self, ranges: Iterable[Range], reason: str) -> Iterator[Piece]:
        for one in ranges:
            yield from (replace(piece, level=None, reason=reason) for piece in self._blocks(*one))

    def _blocks(self, start: int, end: int) -> list[Piece]:
        """The paragraphs and table rows of a part of the text."""
        rows = TableRows()
        for first, last in self._ranges(start, end):
            paragraph = self._paragraph_format(last - 1)
            rows.add(self._paragraph(first, last, paragraph), paragraph, ends_cell=self._units[last - 1] == CELL_END)
        return rows.close()

    def _ranges(self, start: int, end: int) -> Iterator[Range]:
        """Each paragraph with the sign that ends it; a page ends in a paragraph or with it."""
        for sign in _ENDS.finditer(self._units, start, end):
            if sign.group() != PAGE_END or self._ends_run(sign.start()):
                yield start, sign.end()
                start = sign.end()
        if start < end and start < len(self._units):
            yield start, min(end, len(self._units))

    def _ends_run(self, at: int) -> bool:
        place, width, _ = self._text.place(at)
        return self._paragraphs.end(place) == place + width

    def _paragraph_format(self, at: int) -> ParagraphFormat:
        """How the paragraph stands whose last character this is."""
        place, _, more = self._text.place(at)
        said = self._paragraphs.at(place)
        style = int.from_bytes(said[:2], "little")
        return paragraph_format(self._with_data(said[2:]) + more, style)

    def _with_data(self, said: bytes) -> bytes:
        """Modifiers, and those that stand in the stream of data because they are many."""
        for code, operand in modifiers(said) if len(said) == 6 else ():
            if code in ELSEWHERE:
                return self._modifiers_in_data(int.from_bytes(operand, "little"))
        return said

    def _modifiers_in_data(self, place: int) -> bytes:
        """Raises ReadError where there are more of them than a speech would have."""
        if place not in self._far:
            length = int.from_bytes(self._file.part("Data", place, 2), "little")
            data = self._file.part("Data", place + 2, min(length, MAX_FAR))
            self._bytes_left -= len(data)
            if self._bytes_left < 0:
                raise ReadError(TOO_MANY_MARKERS)
            self._far[place] = that_matter(data)
        return self._far[place]

    def _paragraph(self, start: int, end: int, paragraph: ParagraphFormat) -> Iterator[Piece]:
        base = self._styles.character(paragraph.style, Character())
        found = read_content(
            self._units,
            (
                (first, last, self._printed(said, base))
                for first, last, said in self._text.runs(start, end, self._characters)
            ),
        )
        label = self._counter.label(self._styles.list_place(paragraph), map(str, self._styles.chain(paragraph.style)))
        self._characters_left -= len(label) + len(found.text)
        if self._characters_left < 0:
            raise ReadError(NO_SPEECH)
        if clean(found.text):
            yield from split_piece(label + found.text.lstrip(), self._styles.level(paragraph))
        yield from self._beside(found)

    def _printed(self, said: bytes, base: Character) -> Character:
        style = character_style(said)
        return character_format(said, base if style is None else self._styles.character(style, base))

    def _beside(self, found: ParagraphContent) -> Iterator[Piece]:
        """What hangs on a paragraph: its hidden text, marks and text boxes; its notes come at the end."""
        if hidden := clean(" ".join(found.hidden.split())):
            yield Piece(hidden, None, "hidden")
        if found.marks:
            yield Piece(" ".join(found.marks), reason="note")
        self._referred += (self._notes.pop(place) for place in found.notes if place in self._notes)
        yield from self._boxes_at(found.drawn)

    def _boxes_at(self, places: Iterable[int]) -> Iterator[Piece]:
        """The text boxes that hang on these places, each once."""
        for place in places:
            for box in self._boxes.pop(place, ()):
                yield from self._blocks(*box)
