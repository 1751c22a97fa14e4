"""The styles of a Word file ([MS-DOC] 2.9.271, STSH): names, what they stand on, and what they say."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.readers.docx.style import HEADING, SUBTITLES, TITLES, ListPlace
from indexer.readers.word97.modifiers import Character, ParagraphFormat, character_format, paragraph_format, that_matter

PARAGRAPH, CHARACTER = 1, 2  # kinds of styles
TITLE, SUBTITLE, HEADINGS = 62, 74, range(1, 10)  # numbers of styles that Word itself has, whatever their names are
MAX_STYLES = 5000
MAX_CHAIN = 30  # styles that one is based on


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    built_in: int
    base: int
    paragraph: ParagraphFormat
    characters: bytes


class Styles:
    """The styles of a file, by number."""

    def __init__(self, data: bytes) -> None:
        self._styles = dict(_styles(data))
        self._characters: dict[tuple[int, Character], Character] = {}

    def level(self, paragraph: ParagraphFormat) -> int | None:
        """0 for a title, 1… for a heading, None for ordinary text."""
        if paragraph.outline is not None:
            return paragraph.outline or None
        for number in self.chain(paragraph.style):
            style = self._styles[number]
            if style.built_in == TITLE or style.name in TITLES:
                return 0
            if style.built_in == SUBTITLE or style.name in SUBTITLES:
                return None
            if style.built_in in HEADINGS:
                return style.built_in
            if heading := HEADING.match(style.name):
                return int(heading.group(1))
            if style.paragraph.outline is not None:
                return style.paragraph.outline or None
        return None

    def list_place(self, paragraph: ParagraphFormat) -> ListPlace:
        """The list that the paragraph is in, by itself or by its style."""
        found, level = paragraph.list, paragraph.list_level
        for number in self.chain(paragraph.style):
            if found is not None:
                break
            style = self._styles[number].paragraph
            found = style.list
            level = style.list_level if level is None else level
        return ListPlace(str(found) if found else None, level)

    def character(self, number: int, under: Character) -> Character:
        """How characters are printed in a style that comes over another: `under`."""
        if (number, under) not in self._characters:
            found = under
            for one in reversed(list(self.chain(number))):
                found = character_format(self._styles[one].characters, found)
            self._characters[number, under] = found
        return self._characters[number, under]

    def chain(self, number: int) -> Iterator[int]:
        """A style and those it is based on, nearest first."""
        seen: set[int] = set()
        while number in self._styles and number not in seen and len(seen) < MAX_CHAIN:
            seen.add(number)
            yield number
            number = self._styles[number].base


def _styles(data: bytes) -> Iterator[tuple[int, _Style]]:
    """The styles of the table by number; what is cut off is passed over."""
    if len(data) < 6:
        return
    size, count, base_size = struct.unpack_from("<HHH", data)
    place = 2 + size
    for number in range(min(count, MAX_STYLES)):
        length = int.from_bytes(data[place : place + 2], "little")
        style = data[place + 2 : place + 2 + length]
        place += 2 + length
        if len(style) >= base_size + 2 and base_size >= 6:
            yield number, _style(style, base_size, number)


def _style(data: bytes, base_size: int, number: int) -> _Style:
    built_in, kind, counts = struct.unpack_from("<HHH", data)
    (length,) = struct.unpack_from("<H", data, base_size)
    first = base_size + 2
    name = data[first : first + 2 * length].decode("utf-16-le", "replace")
    said = _said(data, first + 2 * length + 2, counts & 0xF)
    paragraph, characters = ParagraphFormat(number), b""
    if kind & 0xF == PARAGRAPH and said:
        paragraph = paragraph_format(that_matter(said[0][2:]), number)
        characters = that_matter(said[1]) if len(said) > 1 else b""
    elif kind & 0xF == CHARACTER and said:
        characters = that_matter(said[0])
    return _Style(name.strip().lower(), built_in & 0xFFF, kind >> 4, paragraph, characters)


def _said(data: bytes, place: int, count: int) -> list[bytes]:
    """The parts of a style: each with its length before it, and each at an even place."""
    found: list[bytes] = []
    for _ in range(count):
        place += place & 1
        if place + 2 > len(data):
            break
        (size,) = struct.unpack_from("<H", data, place)
        found.append(data[place + 2 : place + 2 + size])
        place += 2 + size
    return found
