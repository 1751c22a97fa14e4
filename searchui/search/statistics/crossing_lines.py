"""The crossing places of a phrase one by one: the paragraphs of each, and what part of the phrase stands in which."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import numpy as np

from indexer.engine.answers import Numbers
from indexer.i18n import _, units
from indexer.model import Paragraph, Span
from indexer.store.speech_catalogue import Entry
from searchui.search.ranking.paging import check_page, pages_of
from searchui.search.results.answer import Answered
from searchui.search.results.crossing import CrossingPlaces
from searchui.search.results.hit import InSpeech
from searchui.search.results.tabular import Column, Row, Tabular, html_cell, html_table
from searchui.search.snapshot import Snapshot
from searchui.search.statistics import DEFAULT_WIDTH
from searchui.search.statistics.concordance import LINE_COLUMNS, line_rows
from searchui.search.statistics.concordance_search import MAX_LINES, ConcordanceRequest, check_request

BORDER = "¶"  # between two paragraphs
READ = 256  # places whose paragraphs are in memory at a time


class Piece(msgspec.Struct, frozen=True):
    """The part of a phrase that stands in one paragraph: `span` is where."""

    paragraph: Paragraph
    span: Span

    @property
    def text(self) -> str:
        return self.paragraph.text[self.span.start : self.span.end]


class CrossingLine(msgspec.Struct, InSpeech, Answered, frozen=True):
    """One crossing place: two `pieces` or more, in paragraphs of a speech that follow each other."""

    pieces: tuple[Piece, ...]
    speech: Entry

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph that it begins in."""
        return self.pieces[0].paragraph

    @property
    def left(self) -> str:
        """The text before it, of that paragraph."""
        return self.paragraph.text[: self.pieces[0].span.start][-DEFAULT_WIDTH:]

    @property
    def match(self) -> str:
        """The phrase as it was written, with a BORDER where the next paragraph begins."""
        return BORDER.join(piece.text for piece in self.pieces)

    @property
    def right(self) -> str:
        """The text after it, of the paragraph that it ends in."""
        last = self.pieces[-1]
        return last.paragraph.text[last.span.end :][:DEFAULT_WIDTH]


@dataclass(frozen=True, eq=False)
class CrossingLines(Tabular, Answered):
    """One page of the crossing places of a phrase, the oldest first. There are `total`, on `pages` pages."""

    phrase: str
    page: int
    pages: int
    per_page: int
    total: int
    lines: tuple[CrossingLine, ...]

    def table_columns(self) -> tuple[Column, ...]:
        return LINE_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return line_rows(self.lines, (self.page - 1) * self.per_page + 1)

    def _repr_html_(self) -> str:
        """For notebooks."""
        shown = ("date", "speaker", "left", "match", "right", "title")
        places = [place for place, column in enumerate(LINE_COLUMNS) if column.key in shown]
        titles = [str(LINE_COLUMNS[place].title) for place in places]
        rows = ([html_cell(row[place]) for place in places] for row in self.table_rows())
        found = _("“{phrase}”：{total}", phrase=self.phrase, total=units.places(self.total))
        return html_table(titles, rows, str(found))


def crossing_lines(snapshot: Snapshot, request: ConcordanceRequest, page: int, per_page: int) -> CrossingLines:
    """One page of the crossing places that a request leaves. Raises CallError, PageError or QueryError."""
    check_request(request, snapshot.engine)
    check_page(page, per_page, MAX_LINES)
    places = request.crossing(snapshot)
    pages = pages_of(places.total, page, per_page)
    shown = _by_date(places)[(page - 1) * per_page : page * per_page]
    return CrossingLines(request.phrase, page, pages, per_page, places.total, tuple(_lines(places, shown)))


def all_crossing_lines(snapshot: Snapshot, request: ConcordanceRequest) -> Iterator[CrossingLine]:
    """The lines of all pages, read as they are taken. What cannot be answered is said at once."""
    check_request(request, snapshot.engine)
    places = request.crossing(snapshot)
    order = _by_date(places)
    return (line for first in range(0, len(order), READ) for line in _lines(places, order[first : first + READ]))


def _by_date(places: CrossingPlaces) -> Numbers:
    times = places.snapshot.columns.by_date(places.found.paragraphs, newest=False)
    return np.argsort(times, kind="stable")


def _lines(places: CrossingPlaces, shown: Numbers) -> Iterator[CrossingLine]:
    snapshot, found = places.snapshot, places.found
    speeches = snapshot.columns.speech_of(found.paragraphs[shown]).tolist()
    columns = (found.paragraphs, found.starts, found.last, found.ends)
    rows = zip(*(column[shown].tolist() for column in columns), strict=True)
    for speech, (first, start, last, end) in zip(speeches, rows, strict=True):
        paragraphs = snapshot.engine.paragraphs(range(first, last + 1))
        yield CrossingLine(tuple(_pieces(paragraphs, start, end)), snapshot.entries[speech])


def _pieces(paragraphs: list[Paragraph], start: int, end: int) -> Iterator[Piece]:
    for place, paragraph in enumerate(paragraphs):
        first = start if place == 0 else 0
        last = end if place == len(paragraphs) - 1 else len(paragraph.text)
        yield Piece(paragraph, Span(first, last))
