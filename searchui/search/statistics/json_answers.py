"""The JSON of counts, cards and lines: the shapes, and what each field is made of. Other statistics are their own JSON."""

from typing import Any

from searchui.search.results.answer import Answer, answer_of
from searchui.search.results.hit import speech_url
from searchui.search.results.json_answers import (
    FacetsAnswer,
    MentionAnswer,
    SpeechAnswer,
    facets_answer,
    mention_answer,
    speech_answer,
)
from searchui.search.statistics.concordance import Concordance, Line
from searchui.search.statistics.count import Count
from searchui.search.statistics.crossing_lines import CrossingLine, CrossingLines, Piece
from searchui.search.statistics.distribution import Leading, Years
from searchui.search.statistics.phrase_profile import Card, Quotation


class LineAnswer(Answer, frozen=True):
    """One occurrence of a phrase: the text before it, itself as it was written, the text after."""

    left: str
    match: str
    right: str
    date: str | None
    speaker: str | None
    speech: SpeechAnswer
    section_path: tuple[str, ...]
    anchor: str
    url: str


class PieceAnswer(Answer, frozen=True):
    """The part of a phrase that stands in one paragraph; `highlights` are its start and end (exclusive) in `text`."""

    text: str
    highlights: tuple[tuple[int, int], ...]
    anchor: str
    url: str


class CrossingLineAnswer(Answer, frozen=True):
    """One place where a phrase crosses from one paragraph to the next."""

    left: str
    match: str
    right: str
    pieces: tuple[PieceAnswer, ...]
    date: str | None
    speaker: str | None
    speech: SpeechAnswer
    section_path: tuple[str, ...]
    anchor: str
    url: str


class CrossingsAnswer(Answer, frozen=True):
    """One page of the places where a phrase crosses from one paragraph to the next."""

    phrase: str
    total: int
    page: int
    pages: int
    lines: tuple[CrossingLineAnswer, ...]


class ConcordanceAnswer(Answer, frozen=True):
    """One page of a concordance."""

    phrase: str
    total: int
    paragraphs: int
    speeches: int
    undated: int
    crossing: int
    machine_read: int
    page: int
    pages: int
    facets: FacetsAnswer
    lines: tuple[LineAnswer, ...]


class CountAnswer(Answer, frozen=True):
    """How often a phrase occurs, first and last."""

    phrase: str
    occurrences: int
    paragraphs: int
    speeches: int
    first: MentionAnswer | None
    last: MentionAnswer | None
    dated: int
    undated: int
    crossing: int
    crossing_first: MentionAnswer | None
    machine_read: int


class QuotationAnswer(MentionAnswer, frozen=True):
    """One use of a phrase; `highlights` are its starts and ends (exclusive) in `text`, in characters."""

    highlights: tuple[tuple[int, int], ...]


class CardAnswer(CountAnswer, frozen=True):
    """What is worth knowing of a phrase at a glance."""

    first: QuotationAnswer | None
    last: QuotationAnswer | None
    characters: int
    of_speeches: int
    per_10k: float | None
    years: Years | None
    peak: Leading
    most: Leading
    densest: Leading


@answer_of.register
def line_answer(line: Line) -> LineAnswer:
    speech = speech_answer(line.speech)
    return LineAnswer(
        left=line.left,
        match=line.match,
        right=line.right,
        date=speech.date,
        speaker=line.speaker,
        speech=speech,
        section_path=line.section_path,
        anchor=line.anchor,
        url=line.url,
    )


@answer_of.register
def concordance_answer(found: Concordance) -> ConcordanceAnswer:
    return ConcordanceAnswer(
        phrase=found.phrase,
        total=found.total,
        paragraphs=found.paragraphs,
        speeches=found.speeches,
        undated=found.undated,
        crossing=found.crossing,
        machine_read=found.machine_read,
        page=found.page,
        pages=found.pages,
        facets=facets_answer(found.facets),
        lines=tuple(map(line_answer, found.lines)),
    )


@answer_of.register
def crossing_line_answer(line: CrossingLine) -> CrossingLineAnswer:
    speech = speech_answer(line.speech)
    return CrossingLineAnswer(
        left=line.left,
        match=line.match,
        right=line.right,
        pieces=tuple(_piece(piece, line.speech.id) for piece in line.pieces),
        date=speech.date,
        speaker=line.speaker,
        speech=speech,
        section_path=line.section_path,
        anchor=line.anchor,
        url=line.url,
    )


def _piece(piece: Piece, speech: str) -> PieceAnswer:
    paragraph, span = piece.paragraph, piece.span
    return PieceAnswer(
        paragraph.text, ((span.start, span.end),), paragraph.anchor, speech_url(speech, paragraph.anchor)
    )


@answer_of.register
def crossings_answer(found: CrossingLines) -> CrossingsAnswer:
    return CrossingsAnswer(
        found.phrase, found.total, found.page, found.pages, tuple(map(crossing_line_answer, found.lines))
    )


@answer_of.register
def count_answer(count: Count) -> CountAnswer:
    return CountAnswer(
        phrase=count.phrase,
        occurrences=count.occurrences,
        paragraphs=count.paragraphs,
        speeches=count.speeches,
        first=mention_answer(count.first) if count.first else None,
        last=mention_answer(count.last) if count.last else None,
        dated=count.dated,
        undated=count.undated,
        crossing=count.crossing,
        crossing_first=mention_answer(count.crossing_first) if count.crossing_first else None,
        machine_read=count.machine_read,
    )


@answer_of.register
def card_answer(card: Card) -> CardAnswer:
    same: dict[str, Any] = {name: getattr(card, name) for name in CardAnswer.__struct_fields__}
    return CardAnswer(
        **same
        | {
            "first": _quotation(card.first),
            "last": _quotation(card.last),
            "crossing_first": mention_answer(card.crossing_first) if card.crossing_first else None,
        }
    )


def _quotation(quoted: Quotation | None) -> QuotationAnswer | None:
    if quoted is None:
        return None
    place = mention_answer(quoted.mention)
    highlights = tuple((span.start, span.end) for span in quoted.highlights)
    return QuotationAnswer(place.date, place.speech, place.anchor, place.url, place.text, highlights)
