"""The styles of a document of quotations, as Chinese documents are printed: Song, sources in Kai, headings in Hei."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TITLE, HEADING, TOLD, QUOTATION, SOURCE, NOTE, MARK = (
    "Heading1", "Heading2", "About", "Quotation", "Source", "Remark", "Asked",
)  # fmt: skip
ACCENT, INK, QUIET = RGBColor(0x9D, 0x2A, 0x20), RGBColor(0x1F, 0x1D, 0x1A), RGBColor(0x66, 0x5F, 0x55)
SONG, KAI, HEI, LATIN = "SimSun", "KaiTi", "SimHei", "Times New Roman"
A4 = Mm(210), Mm(297)
TEXT, SMALL = Pt(12), Pt(10.5)


def add_styles(document: Any) -> None:
    """Give a new document the size of its pages, the styles, and the fonts of those that it has."""
    page, styles = document.sections[0], document.styles
    page.page_width, page.page_height = A4
    _set_font(styles["Normal"], SONG, TEXT)
    for name, size in (("Heading 1", Pt(18)), ("Heading 2", Pt(14))):
        _set_font(styles[name], HEI, size, INK)
    _paragraphs(
        styles,
        QUOTATION,
        SONG,
        TEXT,
        first_line_indent=2 * TEXT,
        line_spacing=1.5,
        space_after=Pt(0),
        keep_with_next=True,
    )
    _paragraphs(styles, SOURCE, KAI, SMALL, alignment=WD_ALIGN_PARAGRAPH.RIGHT, space_after=Pt(12))
    _paragraphs(styles, TOLD, KAI, SMALL, QUIET, keep_with_next=True)
    _paragraphs(styles, NOTE, KAI, SMALL, QUIET, left_indent=2 * TEXT, space_after=Pt(6))
    mark = styles.add_style(MARK, WD_STYLE_TYPE.CHARACTER)
    mark.font.bold, mark.font.color.rgb = True, ACCENT


def _paragraphs(styles: Any, name: str, font: str, size: Pt, color: RGBColor = INK, **layout: Any) -> None:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.quick_style = styles["Normal"], True
    _set_font(style, font, size, color)
    for key, value in layout.items():
        setattr(style.paragraph_format, key, value)


def _set_font(style: Any, font: str, size: Pt, color: RGBColor = INK) -> None:
    style.font.name, style.font.size, style.font.color.rgb = LATIN, size, color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):  # it would go before a font
            del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), font)
