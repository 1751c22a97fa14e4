"""The only module that knows pypdfium2: the bytes of a PDF → its pages, as rows of characters with places.

Why PDFium: it decrypts what needs no password, reads the fonts and CMaps that Chinese office software
writes, gives 工 for the radical ⼯ that some fonts name, and drops the second print of false bold.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.readers.pdf.row import Box, Glyph, Page, Row, make_row

MAX_CHARACTERS = 3_000_000  # characters; the longest report has a thirtieth
MAX_PAGES = 10_000
PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
LOCK = Lock()  # PDFium is not safe to be called from two threads
HYPHENS = frozenset({0x02, 0xFFFE})  # what PDFium writes for a hyphen at the end of a row
LINE_ENDS = frozenset("\r\n")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def pages_of(data: bytes) -> list[Page]:
    """Every page in order. Raises ReadError where the library is missing or the file cannot be opened."""
    try:
        import pypdfium2
    except ImportError as error:
        raise ReadError(
            _("读 PDF 要另装一个部件：pip install 'speechsearch[pdf]'"),
        ) from error
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _cannot_open(error.err_code) from error
        try:
            return list(_pages(document))
        except pypdfium2.PdfiumError as error:
            raise _damaged() from error
        finally:
            document.close()


def _cannot_open(code: int | None) -> ReadError:
    if code == PASSWORD_ERROR:
        return ReadError(
            _("这个 PDF 有密码；请用密码打开，另存为没有密码的文件"),
        )
    return _damaged()


def _damaged() -> ReadError:
    return ReadError(_("不是有效的 PDF，也许已损坏"))


def _pages(document: Any) -> Iterator[Page]:
    if len(document) > MAX_PAGES:
        raise ReadError(
            _("PDF 有 {count} 页，最多 {most_pages} 页；请分成几个文件", count=len(document), most_pages=MAX_PAGES),
        )
    budget = MAX_CHARACTERS
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        budget -= text.count_chars()
        if budget < 0:
            raise ReadError(_("PDF 里的文字多得不像讲话稿"))
        rows = tuple(_rows(page, text, index + 1))
        yield Page(index + 1, page.get_width(), rows, not rows and _has_picture(page))
        text.close()
        page.close()


def _has_picture(page: Any) -> bool:
    # A scan may be drawn as paths or sit in a form, so anything that is drawn counts.
    return next(iter(page.get_objects(max_depth=1)), None) is not None


def _rows(page: Any, text: Any, number: int) -> Iterator[Row]:
    place = _Place(page)
    pending: list[tuple[int, Glyph]] = []
    for index, glyph in _glyphs(text, place):
        if glyph is not None:
            pending.append((index, glyph))
        elif row := _row(number, text, pending):
            yield row
        if glyph is None:
            pending = []
    if row := _row(number, text, pending):
        yield row


def _row(number: int, text: Any, glyphs: Sequence[tuple[int, Glyph]]) -> Row | None:
    shown = [index for index, glyph in glyphs if not glyph.text.isspace() and not glyph.made]
    if not shown:
        return None
    return make_row(number, [glyph for _, glyph in glyphs], _size(text, shown[len(shown) // 2]))


def _glyphs(text: Any, place: "_Place") -> Iterator[tuple[int, Glyph | None]]:
    """Each character with its index, None at the end of a row. A pair of surrogates is one character."""
    import pypdfium2.raw as raw

    high = ""
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        character = _character(code)
        if character in LINE_ENDS:
            yield index, None
            continue
        character = high + character
        if "\ud800" <= character <= "\udbff":
            high = character
            continue
        high = ""
        made = character.isspace() and raw.FPDFText_IsGenerated(text, index) == 1
        yield index, Glyph(_whole_character(character), place.box(text, index), made)
        if code in HYPHENS:
            yield index, None


def _character(code: int) -> str:
    if code in HYPHENS:
        return "-"
    if code > 0x10FFFF or (code < 0x20 and chr(code) not in "\t\r\n"):
        return "\ufffd"
    return chr(code)


def _whole_character(character: str) -> str:
    whole = _SURROGATES.sub(lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), character)
    return "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in whole)


def _size(text: Any, index: int) -> float:
    """The size of a character's type as it is printed: the font's, scaled as the page scales it."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(text, index, matrix):
        scale = abs(complex(matrix.c, matrix.d))
    size: float = raw.FPDFText_GetFontSize(text, index)
    return max(abs(size) * scale, 1.0)


class _Place:
    """Where characters stand on a page as it is shown: cropped, and turned by its rotation."""

    def __init__(self, page: Any) -> None:
        self._left, self._bottom, right, top = page.get_cropbox()
        self._width, self._height = right - self._left, top - self._bottom
        self._rotation = page.get_rotation()

    def box(self, text: Any, index: int) -> Box:
        import pypdfium2.raw as raw

        rectangle = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle))
        x1, y1 = self._rotate(rectangle.left, rectangle.bottom)
        x2, y2 = self._rotate(rectangle.right, rectangle.top)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def _rotate(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self._left, y - self._bottom
        turned = {90: (y, self._width - x), 180: (self._width - x, self._height - y), 270: (self._height - y, x)}
        return turned.get(self._rotation, (x, y))
