"""Writes OFD files (GB/T 33190-2016) with known text, in the ways in which programs write them."""

from cmath import rect
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from math import cos, radians, sin
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from tests.indexer.readers.pdf_press import FONT, HEIGHT, WIDTH, string_width

MM = 25.4 / 72  # to a point
NAMESPACE = "http://www.ofdspec.org/2016"
STYLES = ("deltas", "repeated", "characters", "scaled", "fonts", "composite", "glyphs")
UNIT = 0.0176  # a scale that one program gives to all of its objects


def element(name: str, inside: str = "", **attributes: object) -> str:
    written = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<ofd:{name}{written}>{inside}</ofd:{name}>"


def text_object(text: str, x: float, y: float, size: float, **attributes: object) -> str:
    """In millimetres from the upper left; `inside`, `delta` and what else is given as attributes."""
    inside, delta = attributes.pop("inside", ""), attributes.pop("delta", None)
    deltas = {} if delta is None else {"DeltaX": delta}
    code = element("TextCode", escape(text), X=0, Y=size, **deltas)
    given = {"Boundary": f"{x} {y - size} {len(text) * size} {size * 1.2}", "Font": 1, "Size": size} | attributes
    return element("TextObject", f"{inside}{code}", **given)


def page(*objects: str, templates: Sequence[str] = (), area: str = "") -> str:
    """The XML of a page or a template."""
    used = "".join(element("Template", TemplateID=name) for name in templates)
    layer = element("Layer", "".join(objects), ID=2)
    return root("Page", element("Area", element("PhysicalBox", area)) * bool(area) + used + element("Content", layer))


def root(name: str, inside: str, **attributes: object) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{element(name, inside, **{"xmlns:ofd": NAMESPACE}, **attributes)}'


def package(
    *documents: Sequence[str],
    templates: Mapping[str, str] | None = None,
    annotations: Mapping[int, str] | None = None,
    units: Mapping[str, str] | None = None,
    files: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A file of these documents, each of the XML of its pages. The rest is that of the first: templates by their numbers,
    annotations by the numbers of their pages, composite units by theirs; `files` come last and may stand for others.
    """
    members: dict[str, str | bytes] = {}
    bodies = [element("DocBody", element("DocRoot", f"Doc_{n}/Document.xml")) for n in range(len(documents))]
    members["OFD.xml"] = root("OFD", "".join(bodies), Version="1.0", DocType="OFD")
    fonts = element("Fonts", element("Font", ID=1, FontName=FONT))
    composites = "".join(
        element("CompositeGraphicUnit", element("Content", unit), ID=name) for name, unit in (units or {}).items()
    )
    members["Doc_0/PublicRes.xml"] = root("Res", fonts + element("CompositeGraphicUnits", composites))
    for number, pages in enumerate(documents):
        folder = f"Doc_{number}"
        entries = [element("Page", ID=n, BaseLoc=f"Pages/Page_{n}/Content.xml") for n in range(len(pages))]
        tpls = [element("TemplatePage", ID=name, BaseLoc=f"Tpls/{name}.xml") for name in templates or ()]
        common = element("PageArea", element("PhysicalBox", f"0 0 {WIDTH * MM} {HEIGHT * MM}"))
        common += element("PublicRes", "/Doc_0/PublicRes.xml") + "".join(tpls)
        notes = element("Annotations", "Annots/Annotations.xml") if annotations else ""
        inside = element("CommonData", common) + element("Pages", "".join(entries)) + notes
        members[f"{folder}/Document.xml"] = root("Document", inside)
        members |= {f"{folder}/Pages/Page_{n}/Content.xml": one for n, one in enumerate(pages)}
        members |= {f"{folder}/Tpls/{name}.xml": one for name, one in (templates or {}).items()}
    places = [element("Page", element("FileLoc", f"{n}.xml"), PageID=n) for n in annotations or ()]
    members["Doc_0/Annots/Annotations.xml"] = root("Annotations", "".join(places))
    members |= {f"Doc_0/Annots/{n}.xml": root("PageAnnot", one) for n, one in (annotations or {}).items()}
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in (members | dict(files or {})).items():
            archive.writestr(name, data)
    return buffer.getvalue()


class OfdCanvas:
    """What a press prints on, as reportlab's canvas for PDF. `style` is the way in which the objects are written."""

    def __init__(self, file: IO[bytes], style: str = "deltas") -> None:
        self._file, self._style = file, style
        self._pages: list[str] = []
        self._objects: list[str] = []
        self._size, self._gray, self._angle, self._origin = 12.0, 0.0, 0.0, (0.0, 0.0)

    def saveState(self) -> None:  # noqa: N802 - as in reportlab
        self._kept = self._gray, self._angle, self._origin

    def restoreState(self) -> None:  # noqa: N802 - as in reportlab
        self._gray, self._angle, self._origin = self._kept

    def setFillGray(self, gray: float) -> None:  # noqa: N802 - as in reportlab
        self._gray = gray

    def translate(self, x: float, y: float) -> None:
        self._origin = x, y

    def rotate(self, degrees: float) -> None:
        self._angle = degrees

    def setFont(self, name: str, size: float) -> None:  # noqa: N802 - as in reportlab
        self._size = size

    def drawString(self, x: float, y: float, text: str) -> None:  # noqa: N802 - as in reportlab
        for start, piece in self._pieces(text):
            ahead = complex(x + string_width(text[:start], FONT, self._size), y) * rect(1, radians(self._angle))
            self._objects.append(self._object(piece, self._origin[0] + ahead.real, self._origin[1] + ahead.imag))

    def showPage(self) -> None:  # noqa: N802 - as in reportlab
        objects = sorted(self._objects, key=lambda one: one.isascii()) if self._style == "fonts" else self._objects
        self._pages.append(page(*objects))
        self._objects = []

    def save(self) -> None:
        units = {}
        if self._style == "composite":
            units = {
                str(n): one.split('<ofd:Layer ID="2">')[1].split("</ofd:Layer>")[0] for n, one in enumerate(self._pages)
            }
            self._pages = [page(element("CompositeObject", Boundary="0 0 210 297", ResourceID=n)) for n in units]
        self._file.write(package(self._pages, units=units))

    def _pieces(self, text: str) -> Iterator[tuple[int, str]]:
        if self._style == "characters":
            yield from ((place, one) for place, one in enumerate(text) if not one.isspace())
        elif self._style == "fonts":
            place = 0
            for _, run in groupby(text, key=str.isascii):
                piece = "".join(run)
                yield place, piece
                place += len(piece)
        else:
            yield 0, text

    def _object(self, text: str, x: float, y: float) -> str:
        size = self._size * MM
        steps = [string_width(one, FONT, size) for one in text[:-1]]
        inside = element("FillColor", Value=" ".join([str(round(255 * self._gray))] * 3))
        if self._style == "glyphs":
            glyphs = element("Glyphs", " ".join(str(ord(one)) for one in text))
            inside += element("CGTransform", glyphs, CodePosition=0, CodeCount=len(text), GlyphCount=len(text))
        attributes: dict[str, object] = {"inside": inside}
        if self._angle:
            a, b = cos(radians(-self._angle)), sin(radians(-self._angle))
            attributes["CTM"] = f"{a} {b} {-b} {a} {size * b} {size - size * a}"
        elif self._style == "scaled":
            attributes |= {"CTM": f"{UNIT} 0 0 {UNIT} 0 0", "Size": size / UNIT}
            steps = [step / UNIT for step in steps]
        if self._style != "characters":
            attributes["delta"] = _repeated(steps) if self._style == "repeated" else " ".join(map(str, steps))
        written = text_object(text, x * MM, (HEIGHT - y) * MM, size, **attributes)
        return written.replace(f'Y="{size}"', f'Y="{size / UNIT}"') if "Size" in attributes else written


def _repeated(steps: Sequence[float]) -> str:
    """The steps, equal ones in short."""
    runs = [(value, len(list(run))) for value, run in groupby(round(step, 4) for step in steps)]
    return " ".join(f"g {times} {value}" if times > 1 else str(value) for value, times in runs)
