"""What a search gives back: frozen values, and the same as JSON for commands and the API."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, unquote

import msgspec
from msgspec import UNSET

from indexer.engine.query import Query
from indexer.model import Paragraph, Span, SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import FilteredMatches
from searchui.search.ranking.partial_match import Coverage
from searchui.search.results.did_you_mean import Nearby
from searchui.search.results.json_answers import (
    FacetsAnswer,
    HitAnswer,
    MentionAnswer,
    PageAnswer,
    PlaceAnswer,
    SpeechAnswer,
)
from searchui.search.results.no_results import Explainer, Explanation

SPEECHES = "/speech/"
_ANCHOR = re.compile(r"p[0-9a-z]{8}(-[0-9]+)?")


def speech_url(speech_id: str, anchor: str = "") -> str:
    """The lasting address of a speech, or of a paragraph in it: /speech/<id>#<anchor>."""
    return f"{SPEECHES}{quote(speech_id)}" + (f"#{anchor}" if anchor else "")


def read_place(place: str) -> tuple[str, str]:
    """The id and the anchor in an address of `speech_url`, or in the same written plainly: ID or ID#ANCHOR.

    The anchor is empty where there is none. An id may have a # of its own, which an anchor never has.
    """
    whole, _, tail = place.rpartition("#")
    path, anchor = (whole, tail) if whole and _ANCHOR.fullmatch(tail) else (place, "")
    start = SPEECHES if path.startswith(SPEECHES) else ""
    return (unquote(path.removeprefix(start)) if start else path), anchor


@dataclass(frozen=True, slots=True)
class Mention:
    """One use of a phrase: its paragraph, and the speech that it is in."""

    speech: Entry
    paragraph: Paragraph

    @property
    def date(self) -> SpeechDate | None:
        return self.speech.date

    @property
    def url(self) -> str:
        return speech_url(self.speech.id, self.paragraph.anchor)

    def answer(self) -> MentionAnswer:
        place = self.place()
        return MentionAnswer(place.speech.date, place.speech, place.anchor, place.url, self.paragraph.text)

    def place(self) -> PlaceAnswer:
        """Where it stands, without its text."""
        return PlaceAnswer(speech_answer(self.speech), self.paragraph.anchor, self.url)


class Hit(msgspec.Struct, frozen=True):
    """A paragraph that was found. `highlights` are spans of `paragraph.text`.

    `parts` add up to `score`, where they were asked for. `also`: where it stands in the first of the
    `also_speeches` other speeches that say the same. `in_speech`: how many paragraphs of its speech were found, where
    each speech is listed once.
    """

    paragraph: Paragraph
    speech: Entry
    highlights: tuple[Span, ...]
    score: float
    parts: Mapping[str, float] | None = None
    also: tuple[Mention, ...] = ()
    also_speeches: int = 0
    in_speech: int | None = None

    @property
    def anchor(self) -> str:
        return self.paragraph.anchor

    @property
    def speaker(self) -> str | None:
        """Who speaks here: in a conversation the one whose turn it is."""
        return self.paragraph.speaker or self.speech.speaker

    @property
    def section_path(self) -> tuple[str, ...]:
        return self.paragraph.section_path

    @property
    def url(self) -> str:
        return speech_url(self.speech.id, self.anchor)

    def answer(self) -> HitAnswer:
        parts = self.parts
        return HitAnswer(
            text=self.paragraph.text,
            highlights=tuple((span.start, span.end) for span in self.highlights),
            speech=speech_answer(self.speech),
            speaker=self.speaker,
            section_path=self.section_path,
            anchor=self.anchor,
            url=self.url,
            score=round(self.score, 6),
            also=tuple(one.place() for one in self.also) or UNSET,
            also_speeches=self.also_speeches if self.also else UNSET,
            in_speech=UNSET if self.in_speech is None else self.in_speech,
            parts=UNSET if parts is None else {name: round(part, 6) for name, part in parts.items()},
        )


class Page:
    """One page of `hits`. `total` paragraphs in `speeches` speeches were found, on `pages` pages.

    `facets["year"]`, `"speaker"`, `"occasion"` and `"genre"` map each value to its number of hits; a facet is
    counted under all filters but its own, so that it shows what choosing another value would give.
    `folded` of the paragraphs say the same as one that is shown before them, and are named there.
    Where no paragraph has all words of the query, nothing was found; but the hits may then be `partial`: paragraphs
    that have some of the words, as many as `coverage` says, on `pages` pages.
    """

    def __init__(
        self,
        *,
        query: Query,
        page: int,
        pages: int,
        per_page: int,
        sort: str,
        hits: tuple[Hit, ...],
        found: FilteredMatches,
        explainer: Explainer,
        folded: int,
        coverage: Coverage | None,
    ) -> None:
        self.query = query
        self.total = len(found.matches.paragraphs)
        self.page = page
        self.pages = pages
        self.per_page = per_page
        self.sort = sort
        self.hits = hits
        self.facets: Mapping[str, Mapping[Any, int]] = found.facets
        self.folded = folded
        self.coverage = coverage
        self.partial = coverage is not None
        self._found = found
        self._explainer = explainer

    @cached_property
    def speeches(self) -> int:
        return self._found.speeches

    @cached_property
    def explanation(self) -> Explanation | None:
        """Why nothing was found; None where something was."""
        return None if self.total else self._explainer.explain()

    @cached_property
    def nearby(self) -> tuple[Nearby, ...]:
        """What the corpus has that differs little from what was sought, where that found nothing or very little."""
        return self.explanation.nearby if self.explanation else self._explainer.nearby(self.total)

    def answer(self) -> PageAnswer:
        explanation = self.explanation
        return PageAnswer(
            total=self.total,
            speeches=self.speeches,
            partial=self.partial,
            coverage=self.coverage,
            folded=self.folded,
            page=self.page,
            pages=self.pages,
            facets=facets_answer(self.facets),
            hits=tuple(hit.answer() for hit in self.hits),
            explanation=explanation.answer() if explanation else UNSET,
            nearby=UNSET if explanation else self.nearby or UNSET,
        )

    def as_json(self) -> dict[str, Any]:
        return self.answer().as_json()


def facets_answer(facets: Mapping[str, Mapping[Any, int]]) -> FacetsAnswer:
    return FacetsAnswer(**{facet: {str(value): count for value, count in facets[facet].items()} for facet in FACETS})


def speech_answer(entry: Entry) -> SpeechAnswer:
    return SpeechAnswer(entry.id, entry.title, str(entry.date) if entry.date else None, entry.speaker)
