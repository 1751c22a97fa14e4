"""Fonts and styles of an RTF file: which bytes are which characters, and which paragraphs are headings."""

import codecs
from dataclasses import dataclass, field

from indexer.readers.docx.style import HEADING, TITLES
from indexer.readers.rtf.words import words

WESTERN = "cp1252"
ANSI_CHARSETS = frozenset({0, 1, 2})  # they say nothing of Chinese: the file's code page does


@dataclass(slots=True)
class Tables:
    """What the head of a file declares: its code page, its fonts' encodings, its styles' levels."""

    code_page: str = WESTERN
    default_font: int = 0
    fonts: dict[int, str] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)

    def encoding(self, font: int | None, far_east: int | None) -> str:
        """How bytes in a font are read: by its character set, by that of the font for Chinese beside it, or the code page."""
        own = self.fonts.get(self.default_font if font is None else font)
        if own is not None:
            return own
        beside = self.fonts.get(far_east) if far_east is not None else None
        return beside or self.code_page

    def set_charset(self, font: int | None, charset: int) -> None:
        if font is not None and charset not in ANSI_CHARSETS:
            self.fonts[font] = words().charsets.get(str(charset), self.code_page)

    def set_font_code_page(self, font: int | None, code_page: int) -> None:
        if font is not None and code_page:
            self.fonts[font] = code_page_name(code_page)

    def name_style(self, style: int | None, name: str, outline: int | None) -> None:
        """A style of paragraphs is declared, with its outline level from 1 where it has one."""
        plain = name.strip().strip(";").strip().lower()
        heading = HEADING.match(plain)
        if style is None:
            return
        if plain in TITLES:
            self.levels[style] = 0
        elif heading is not None:
            self.levels[style] = int(heading.group(1))
        elif outline is not None:
            self.levels[style] = outline


def code_page_name(number: int) -> str:
    """The codec of a code page; the western one where it is unknown."""
    name = words().code_pages.get(str(number), f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return WESTERN


def decode_bytes(data: bytes, encoding: str) -> str:
    """Bytes of text; those that have no character in the encoding are a sign that says so."""
    if encoding == "gbk":
        try:
            return data.decode("gbk")
        except UnicodeDecodeError:
            encoding = "gb18030"
    return data.decode(encoding, "replace")
