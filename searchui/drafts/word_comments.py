"""A Word document with comments at places of its text, and nothing else of it changed.

Comments need their places to be whole runs: a run is parted in two, each with all that was said of it, where a place
begins or ends inside. What is said of a note is said where the text refers to it: Word has no comments in notes.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

import docx
from docx.oxml.ns import qn
from docx.text.run import Run

from indexer.errors import CallError
from indexer.i18n import _
from indexer.model import Span
from indexer.readers.archive import parse_xml

_PARAGRAPH, _RUN, _TEXT = qn("w:p"), qn("w:r"), qn("w:t")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_LEFT_OUT = frozenset(
    {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_ID = qn("w:id")
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Remark(NamedTuple):
    """What is said of some characters of a draft."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run's child that shows text, and where in the draft that begins."""

    start: int
    run: Any
    child: Any
    text: str


class _Note(NamedTuple):
    """A footnote or an endnote: the characters of the draft that it is, and its reference: which kind, which id."""

    span: Span
    kind: str
    id: str


class WordDraft:
    """A Word document: its text, a line for each paragraph, tables and text boxes in their places, notes at the end."""

    def __init__(self, data: bytes) -> None:
        """Raises CallError for what is no Word document."""
        try:
            self._document = docx.Document(BytesIO(data))
            notes = list(_notes(self._document))
        except Exception as error:  # whatever the library stumbles over
            raise CallError(_("这不是 Word 文件，或者已经损坏")) from error
        self._pieces: list[_Piece] = []
        lines: list[str] = []
        size = 0
        for paragraph in _paragraphs(self._document.element.body):
            own = list(_shown(paragraph))
            for run, child, text in own:
                self._pieces.append(_Piece(size, run, child, text))
                size += len(text)
            lines.append("".join(text for _run, _child, text in own))
            size += 1
        self._notes: list[_Note] = []
        for kind, name, text in notes:
            self._notes.append(_Note(Span(size, size + len(text)), kind, name))
            lines.append(text)
            size += len(text) + 1
        self.text = "\n".join(lines)

    def commented(self, remarks: Iterable[Remark], author: str) -> bytes:
        """The document with a comment for each remark, in the order of the text. It can be asked once."""
        for remark in sorted(remarks, key=lambda remark: remark.span, reverse=True):  # what is before stays where it is
            runs = self._runs(remark.span)
            if runs:
                self._document.add_comment(
                    [Run(run, self._document) for run in runs],
                    text=remark.text,
                    author=author,
                    initials=author[:2],
                )
        out = BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _runs(self, span: Span) -> Sequence[Any]:
        """The runs of some characters, parted where these begin and end; of none, those of the character before."""
        start, end = (span.start, span.end) if span.end > span.start else (max(span.start - 1, 0), span.start)
        self._part(end)
        self._part(start)
        own = [piece.run for piece in self._pieces if start <= piece.start < end and piece.text]
        own += [
            run for note in self._notes if start < note.span.end and note.span.start < end for run in self._of(note)
        ]
        return list(dict.fromkeys(own))

    def _of(self, note: _Note) -> Iterator[Any]:
        """The run of a reference; it may have become another since the document was read."""
        for reference in self._document.element.body.iter(note.kind):
            if reference.get(_ID) == note.id and reference.getparent().tag == _RUN:
                yield reference.getparent()

    def _part(self, place: int) -> None:
        """Have a run begin at a place of the text."""
        number = bisect_right([piece.start for piece in self._pieces], place) - 1
        if number < 0 or place >= self._pieces[number].start + len(self._pieces[number].text):
            return
        piece = self._pieces[number]
        first = next(at for at, one in enumerate(self._pieces) if one.run is piece.run)
        if place == piece.start and first == number:
            return
        rest = deepcopy(piece.run)
        at = list(piece.run).index(piece.child)
        inside = place - piece.start
        self._cut(piece, rest, at, inside)
        piece.run.addnext(rest)
        self._renew(number, rest, inside)

    @staticmethod
    def _cut(piece: _Piece, rest: Any, at: int, inside: int) -> None:
        """Leave in a run what is before a place, and in its copy what is behind."""
        properties = qn("w:rPr")
        for child in list(rest)[:at]:
            if child.tag != properties:
                rest.remove(child)
        for child in list(piece.run)[at + (inside > 0) :]:
            piece.run.remove(child)
        if inside:
            _set(piece.child, piece.text[:inside])
            _set(next(child for child in rest if child.tag == _TEXT), piece.text[inside:])

    def _renew(self, number: int, rest: Any, inside: int) -> None:
        """Know the pieces of a run that was parted by the run that they are in now."""
        piece = self._pieces[number]
        moved = [one for one in self._pieces[number:] if one.run is piece.run]
        children = [child for child in rest if child.tag == _TEXT or child.tag in _SIGNS]
        renewed = [
            _Piece(one.start + (inside if not place else 0), rest, child, one.text[inside:] if not place else one.text)
            for place, (one, child) in enumerate(zip(moved, children, strict=True))
        ]
        kept = [_Piece(piece.start, piece.run, piece.child, piece.text[:inside])] if inside else []
        self._pieces[number : number + len(moved)] = [*kept, *renewed]


def _set(child: Any, text: str) -> None:
    child.text = text
    child.set(_SPACE, "preserve")


def _paragraphs(element: Any) -> Iterator[Any]:
    """The paragraphs of an element in order, each before those inside it, but for what is shown elsewhere."""
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == _PARAGRAPH:
            yield child
        yield from _paragraphs(child)


def _shown(element: Any) -> Iterator[tuple[Any, Any, str]]:
    """What the runs of a paragraph show, without that of paragraphs inside it."""
    for child in element:
        if child.tag in _LEFT_OUT or child.tag == _PARAGRAPH:
            continue
        if child.tag != _RUN:
            yield from _shown(child)
            continue
        for one in child:
            if one.tag == _TEXT:
                yield child, one, one.text or ""
            elif one.tag in _SIGNS:
                yield child, one, _SIGNS[one.tag]


def _notes(document: Any) -> Iterator[tuple[str, str, str]]:
    """The kinds and ids of references to notes, in the order of the text, each with the text of its note."""
    known = {}
    for reference, note in _NOTES.items():
        for part in _parts(document, note):
            for element in parse_xml(part.blob):
                lines = ["".join(text for _run, _child, text in _shown(one)) for one in _paragraphs(element)]
                known[reference, element.get(_ID)] = "\n".join(lines).strip()
    for element in document.element.body.iter(*_NOTES):
        if text := known.pop((element.tag, element.get(_ID)), ""):
            yield element.tag, element.get(_ID), text


def _parts(document: Any, kind: str) -> Iterator[Any]:
    for related in document.part.rels.values():
        if not related.is_external and related.reltype.rpartition("/")[2] == kind:
            yield related.target_part
