"""The answers as they leave as JSON, the same from commands and from the API. Their shape is described from these types.

A field that is UNSET is left out.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from searchui.search.ranking.partial_match import Coverage
from searchui.search.results.did_you_mean import Nearby
from searchui.search.statistics.distribution import Leading, Years
from searchui.search.suggest.suggester import Suggestion


class Answer(msgspec.Struct, frozen=True):
    """Anything that is answered."""

    def as_json(self) -> dict[str, Any]:
        """The same of dicts, lists, texts and numbers."""
        made: dict[str, Any] = msgspec.to_builtins(self)
        return made


class SpeechAnswer(Answer, frozen=True):
    """Which speech; `date` is as precise as it is known: 2024, 2024-05 or 2024-05-03."""

    id: str
    title: str
    date: str | None
    speaker: str | None


class PlaceAnswer(Answer, frozen=True):
    """Where a paragraph stands; `url` leads to it."""

    speech: SpeechAnswer
    anchor: str
    url: str


class MentionAnswer(Answer, frozen=True):
    """One use of a phrase, with the text of its paragraph."""

    date: str | None
    speech: SpeechAnswer
    anchor: str
    url: str
    text: str


class HitAnswer(Answer, frozen=True):
    """A paragraph that was found; `highlights` are starts and ends (exclusive) in `text`, in characters."""

    text: str
    highlights: tuple[tuple[int, int], ...]
    speech: SpeechAnswer
    speaker: str | None
    section_path: tuple[str, ...]
    anchor: str
    url: str
    score: float
    also: tuple[PlaceAnswer, ...] | UnsetType = UNSET
    also_speeches: int | UnsetType = UNSET
    in_speech: int | UnsetType = UNSET
    parts: Mapping[str, float] | UnsetType = UNSET


class PartAnswer(Answer, frozen=True):
    """One of several conditions, and what it finds."""

    kind: str
    text: str | None
    total: int
    without: int
    rest: str | None


class ExplanationAnswer(Answer, frozen=True):
    """Why nothing was found."""

    parts: tuple[PartAnswer, ...]
    nearby: tuple[Nearby, ...]
    longest: tuple[Nearby, ...]


class FacetsAnswer(Answer, frozen=True):
    """How many hits each value would give."""

    year: Mapping[str, int]
    speaker: Mapping[str, int]
    occasion: Mapping[str, int]
    genre: Mapping[str, int]


class PageAnswer(Answer, frozen=True):
    """One page of a search."""

    total: int
    speeches: int
    partial: bool
    coverage: Coverage | None
    folded: int
    page: int
    pages: int
    facets: FacetsAnswer
    hits: tuple[HitAnswer, ...]
    explanation: ExplanationAnswer | UnsetType = UNSET
    nearby: tuple[Nearby, ...] | UnsetType = UNSET


class CountAnswer(Answer, frozen=True):
    """How often a phrase occurs, first and last."""

    phrase: str
    occurrences: int
    paragraphs: int
    speeches: int
    first: MentionAnswer | None
    last: MentionAnswer | None
    undated: int


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


class CiteAnswer(Answer, frozen=True):
    """How a speech or a paragraph is cited; `text` is that of the paragraph, `quotation` the same with its source."""

    url: str
    text: str | None
    quotation: str
    gbt7714: str
    apa: str
    bibtex: str


class SuggestAnswer(Answer, frozen=True):
    """What may be meant by what is being typed."""

    suggestions: tuple[Suggestion, ...]
