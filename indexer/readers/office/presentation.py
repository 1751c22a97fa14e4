"""Slides (.pptx): the text of each slide in their order, its title first; then its notes, which may be the speech itself.

Slide numbers, dates and feet of slides, and hidden slides, are left out and listed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml.etree import _Element

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText
from indexer.readers.archive import Archive, attribute, child, local_name
from indexer.readers.docx.number import format_number, part_label
from indexer.readers.lines import Piece, clean, joined_cells, split_piece, text_of_pieces
from indexer.readers.office.relations import Relation, main_part, relations_of

MAIN_PART = "ppt/presentation.xml"
NOTE_MARK = "✎ "  # before the notes of a slide: a sign, not a word that searches would find
TITLES = {"ctrTitle": 0, "title": 1}  # kind of placeholder → level
FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
SHOWN_FIELDS = frozenset({"slidenum"})  # fields that are the slide's, not the text's
OFF = frozenset({"0", "false"})
# Automatic numbers: the kind, from its beginning → form and sign of the number (ECMA-376 part 1, 20.1.10.61).
FORMS = {
    "arabic": "decimal", "alphaUc": "upperLetter", "alphaLc": "lowerLetter", "romanUc": "upperRoman",
    "romanLc": "lowerRoman", "circleNum": "decimalEnclosedCircle", "ea1Chs": "chineseCounting", "ea1Cht": "taiwaneseCounting",
}  # fmt: skip
SIGNS = {"Period": ("", "."), "ParenR": ("", ")"), "ParenBoth": ("(", ")"), "Minus": ("- ", " -")}


def read_pptx(data: bytes, path: str) -> RawText:
    """Lines and left-out texts share one running number. Raises ReadError where it is no such file."""
    archive = Archive(data, _damaged())
    try:
        return text_of_pieces(path, "pptx", "xml", _slides(archive))
    except RecursionError as error:
        raise _damaged() from error


def _damaged() -> ReadError:
    return ReadError(_("不是有效的幻灯片（.pptx），也许已损坏"))


def _slides(archive: Archive) -> Iterator[Piece]:
    main = main_part(archive, MAIN_PART)
    related = relations_of(archive, main)
    listed = child(archive.xml(main), "sldIdLst")
    for reference in listed if listed is not None else ():
        relation = related.get(_relation_id(reference))
        if relation is not None and relation.target in archive:
            yield from _slide(archive, relation.target)


def _relation_id(element: _Element) -> str:
    """`r:id`, beside an `id` of its own."""
    return next((str(value) for key, value in element.items() if str(key).endswith("}id")), "")


def _slide(archive: Archive, name: str) -> Iterator[Piece]:
    root = archive.xml(name)
    related = relations_of(archive, name)
    pieces = list(_shapes(root, archive, related))
    pieces.sort(key=lambda piece: piece.level is None)  # the title first, wherever it stands
    for one in related.values():
        if one.kind == "notesSlide" and one.target in archive:
            pieces += _notes(_shapes(archive.xml(one.target), archive, {}))
    hidden = attribute(root, "show") in OFF
    yield from (replace(piece, level=None, reason="hidden") if hidden else piece for piece in pieces)


def _notes(pieces: Iterator[Piece]) -> Iterator[Piece]:
    mark = NOTE_MARK
    for piece in pieces:
        yield piece if piece.reason else Piece(mark + piece.text)
        mark = mark if piece.reason else ""


def _shapes(element: _Element, archive: Archive, related: Mapping[str, Relation]) -> Iterator[Piece]:
    """The text of all shapes in their order; those in several editions (AlternateContent) only once."""
    for one in element:
        name = local_name(one)
        if name == "sp":
            yield from _shape(one)
        elif name == "tbl":
            yield from _table(one)
        elif name == "relIds":
            yield from _diagram(one, archive, related)
        elif name == "AlternateContent":
            yield from (piece for first in list(one)[:1] for piece in _shapes(first, archive, related))
        else:
            yield from _shapes(one, archive, related)


def _shape(shape: _Element) -> Iterator[Piece]:
    kind = attribute(child(shape, "nvSpPr", "nvPr", "ph"), "type")
    body = child(shape, "txBody")
    if body is None:
        return
    if kind in TITLES:
        title = clean(" ".join("".join(_paragraphs(body)).split()))
        yield from [Piece(title, TITLES[kind])] if title else []
        return
    for text in _paragraphs(body):
        yield from split_piece(text, None, "page" if kind in FURNITURE else None)


def _paragraphs(body: _Element) -> Iterator[str]:
    """The paragraphs of a text, with their automatic numbers."""
    reached: Counter[int] = Counter()
    for paragraph in (one for one in body if local_name(one) == "p"):
        text = "".join(_runs(paragraph))
        properties = child(paragraph, "pPr")
        level = int(found) if (found := attribute(properties, "lvl") or "0").isdecimal() and len(found) < 3 else 0
        automatic = child(properties, "buAutoNum")
        for lower in [one for one in reached if one > level or (one == level and automatic is None)]:
            del reached[lower]
        if automatic is not None and text.strip():
            start = attribute(automatic, "startAt") or "1"
            first = int(start) if start.isdecimal() and len(start) < 6 else 1
            text = _label(attribute(automatic, "type") or "", first + reached[level]) + text.lstrip()
            reached[level] += 1
        yield text


def _label(kind: str, number: int) -> str:
    form = next((form for begins, form in FORMS.items() if kind.startswith(begins)), "decimal")
    before, after = next((signs for ends, signs in SIGNS.items() if kind.endswith(ends)), ("", ""))
    return part_label(f"{before}{format_number(number, form)}{after}")


def _runs(paragraph: _Element) -> Iterator[str]:
    for one in paragraph:
        name = local_name(one)
        if name == "br":
            yield "\n"
        elif name == "r" or (name == "fld" and attribute(one, "type") not in SHOWN_FIELDS):
            text = child(one, "t")
            yield "".join(map(str, text.itertext())) if text is not None else ""


def _table(table: _Element) -> Iterator[Piece]:
    """A row is one line."""
    for row in (one for one in table if local_name(one) == "tr"):
        cells = [child(one, "txBody") for one in row if local_name(one) == "tc"]
        if text := joined_cells(" ".join(_paragraphs(cell)) for cell in cells if cell is not None):
            yield Piece(text)


def _diagram(ids: _Element, archive: Archive, related: Mapping[str, Relation]) -> Iterator[Piece]:
    """The texts of a drawn diagram (SmartArt), in the order of its points."""
    relation = related.get(attribute(ids, "dm") or "")
    if relation is None or relation.target not in archive:
        return
    for one in archive.xml(relation.target).iter():
        if local_name(one) == "t" and len(one) > 0:  # a point's text, not a run's
            for text in _paragraphs(one):
                yield from split_piece(text)
