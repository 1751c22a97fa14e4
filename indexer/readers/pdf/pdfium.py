"""The only module that knows pypdfium2: the bytes of a PDF → its pages, as rows of characters with places.

Why PDFium: it decrypts what needs no password, reads the fonts and CMaps that Chinese office software
writes, gives 工 for the radical ⼯ that some fonts name, and drops the second print of false bold.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from threading import Lock
from typing import Any

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.readers.layout.row import Box, Glyph, Page, Row, is_letter, make_row, spelled
from indexer.readers.pdf.face import face_of

MAX_CHARACTERS = 3_000_000  # characters; the longest report has a thirtieth
MAX_PAGES = 10_000
PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
CONTRAST = 12  # of 255: less is the same grey to a reader
STAMP = 120  # characters: a page number, the name of a scanning program, an address
PICTURED = 0.6  # of a page, from which on it is a picture; a scan may be cut in strips
MOST_PICTURES = 1_000  # of a page, that are looked at
DEEPEST_PICTURE = 3  # forms inside each other
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
        place = _Place(page)
        rows = _seen(page, tuple(_rows(text, place, index + 1)))
        pictured = not rows and _has_picture(page)
        unread = pictured or _is_scan(page, place, rows)
        yield Page(index + 1, place.width, rows, pictured, place.height, unread=unread)
        text.close()
        page.close()


def _has_picture(page: Any) -> bool:
    # A scan may be drawn as paths or sit in a form, so anything that is drawn counts.
    return next(iter(page.get_objects(max_depth=1)), None) is not None


def _is_scan(page: Any, place: "_Place", rows: Sequence[Row]) -> bool:
    """Whether most of a page is pictures, and its text only what an office or a program stamps on a scan."""
    import pypdfium2.raw as raw

    if sum(len(row.text) for row in rows) > STAMP:
        return False
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEEPEST_PICTURE)
    boxes = (picture.get_bounds() for picture in islice(pictures, MOST_PICTURES))
    area = sum(abs(right - left) * abs(top - bottom) for left, bottom, right, top in boxes)
    return bool(area >= PICTURED * place.width * place.height)


def _seen(page: Any, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, those in white no longer white where they stand on something dark, as headings on a band of colour do."""
    if not any(row.face.white for row in rows):
        return rows
    picture = page.render(grayscale=True).to_numpy()
    return tuple(
        replace(row, face=replace(row.face, white=not _stands_out(row, picture))) if row.face.white else row
        for row in rows
    )


def _stands_out(row: Row, picture: Any) -> bool:
    """Whether the place of a row in the picture of its page, a dot a point, is not all of one grey."""
    height = picture.shape[0]
    top, left = max(0, int(height - row.base - row.size)), max(0, int(row.left))
    place = picture[top : max(0, int(height - row.base)), left : max(0, int(row.right))]
    return bool(place.size) and int(place.max()) - int(place.min()) > CONTRAST


def _rows(text: Any, place: "_Place", number: int) -> Iterator[Row]:
    pending: list[Glyph] = []
    for glyph in _glyphs(text, place):
        if glyph is None or (pending and _goes_back(pending[-1], glyph)):
            if row := _row(number, text, pending):
                yield row
            pending = []
        if glyph is not None:
            pending.append(glyph)
    if row := _row(number, text, pending):
        yield row


def _goes_back(previous: Glyph, glyph: Glyph) -> bool:
    """Whether a character stands far to the left of the one before: PDFium joins rows that are printed one after another
    at one height, also where the second stands at the left of the first.
    """
    left, foot, _, top = previous.box
    return glyph.box[0] < left - (top - foot) and not glyph.text.isspace()


def _row(number: int, text: Any, glyphs: Sequence[Glyph]) -> Row | None:
    shown = [glyph.index for glyph in glyphs if not glyph.text.isspace()]
    if not shown:
        return None
    letters = [glyph.index for glyph in glyphs if is_letter(glyph.text)] or shown
    return make_row(number, glyphs, lambda glyph: _size(text, glyph.index), face_of(text, letters), shown[0])


def _glyphs(text: Any, place: "_Place") -> Iterator[Glyph | None]:
    """Each character, None at the end of a row. A pair of surrogates is one character.

    PDFium joins two rows where the first ends with a hyphen; here they are two again.
    """
    import pypdfium2.raw as raw

    high = ""
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        character = _character(code)
        if character in LINE_ENDS:
            yield None
            continue
        character = high + character
        if "\ud800" <= character <= "\udbff":
            high = character
            continue
        high = ""
        made = character.isspace() and raw.FPDFText_IsGenerated(text, index) == 1
        yield Glyph(spelled(_whole_character(character)), place.box(text, index), made, index)
        if code in HYPHENS:
            yield None


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
        turned = self._rotation in (90, 270)
        self.width, self.height = (self._height, self._width) if turned else (self._width, self._height)

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
