"""The JSON of searches: pages, hits, explanations, citations; the shapes, and what each field is made of."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, UnsetType

from indexer.store.speech_catalogue import Entry
from searchui.search.citation.forms import FORMS
from searchui.search.filters.facet import FACETS, write_value
from searchui.search.nearest.alignment import Difference
from searchui.search.ranking.partial_match import Coverage
from searchui.search.results.answer import Answer, answer_of
from searchui.search.results.citation import Citation
from searchui.search.results.crossing_query import Torn
from searchui.search.results.did_you_mean import Nearby
from searchui.search.results.hit import Hit, Mention
from searchui.search.results.left_out import LeftOutText
from searchui.search.results.nearest import Nearest, SentenceMatch
from searchui.search.results.no_results import Explanation
from searchui.search.results.page import Page
from searchui.search.results.verbatim import Verbatim
from searchui.search.suggest.suggester import Suggestion


class SpeechAnswer(Answer, frozen=True):
    """Which speech; `date` is as precise as it is known: 2024, 2024-05 or 2024-05-03."""

    id: str
    title: str
    date: str | None
    speaker: str | None
    machine_read: bool


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
    following: str | UnsetType = UNSET
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
    torn: tuple[Torn, ...]
    left_out: tuple[LeftOutText, ...]


def struct_by_facet(name: str, told: str, module: str) -> type[msgspec.Struct]:
    """The shape of counts by the values of each facet, `told` in the description of the API."""
    fields = [(facet, Mapping[str, int]) for facet in FACETS]
    return msgspec.defstruct(name, fields, bases=(Answer,), module=module, namespace={"__doc__": told}, frozen=True)


if TYPE_CHECKING:  # a type checker sees no fields that are made of a table
    FacetsAnswer = Answer
else:
    FacetsAnswer = struct_by_facet("FacetsAnswer", "How many hits each value of a facet would give.", __name__)


class SentenceAnswer(Answer, frozen=True):
    """A sentence of a text, and what the corpus has of it; `source` is a start and an end (exclusive) in that paragraph."""

    text: str
    start: int
    end: int
    verdict: str
    occurrences: int
    paragraphs: int
    place: MentionAnswer | None
    source: tuple[int, int] | None
    differences: tuple[Difference, ...]


class NearestAnswer(Answer, frozen=True):
    """The sentences of a text, each with the nearest one of the corpus."""

    text: str
    found: int
    sentences: tuple[SentenceAnswer, ...]


class PageAnswer(Answer, frozen=True):
    """One page of a search."""

    total: int
    speeches: int
    partial: bool
    coverage: Coverage | None
    folded: int
    undated: int
    crossing: int | None
    machine_read: int
    page: int
    pages: int
    facets: FacetsAnswer
    hits: tuple[HitAnswer, ...]
    explanation: ExplanationAnswer | UnsetType = UNSET
    nearby: tuple[Nearby, ...] | UnsetType = UNSET
    verbatim: Verbatim | UnsetType = UNSET
    nearest: NearestAnswer | UnsetType = UNSET


if TYPE_CHECKING:
    CiteAnswer = Answer
else:
    CiteAnswer = msgspec.defstruct(
        "CiteAnswer",
        [
            ("url", str),
            ("link", str | None),
            ("text", str | None),
            ("location", str | None),
            ("source", str | None),
            ("address", str | None),
            ("unsure", tuple[str, ...]),
            ("quotation", str),
            *((form.key, str) for form in FORMS.values()),
        ],
        bases=(Answer,),
        module=__name__,
        namespace={"__doc__": "How a speech or a paragraph is cited; `text` is that of the paragraph."},
        frozen=True,
    )


class SuggestAnswer(Answer, frozen=True):
    """What may be meant by what is being typed."""

    suggestions: tuple[Suggestion, ...]


def speech_answer(entry: Entry) -> SpeechAnswer:
    return SpeechAnswer(
        entry.id, entry.title, str(entry.date) if entry.date else None, entry.speaker, entry.machine_read
    )


def place_answer(mention: Mention) -> PlaceAnswer:
    """Where a use of a phrase stands, without its text."""
    return PlaceAnswer(speech_answer(mention.speech), mention.paragraph.anchor, mention.url)


@answer_of.register
def mention_answer(mention: Mention) -> MentionAnswer:
    place = place_answer(mention)
    return MentionAnswer(place.speech.date, place.speech, place.anchor, place.url, mention.paragraph.text)


@answer_of.register
def hit_answer(hit: Hit) -> HitAnswer:
    return HitAnswer(
        text=hit.paragraph.text,
        highlights=tuple((span.start, span.end) for span in hit.highlights),
        speech=speech_answer(hit.speech),
        speaker=hit.speaker,
        section_path=hit.section_path,
        anchor=hit.anchor,
        url=hit.url,
        score=round(hit.score, 6),
        also=tuple(map(place_answer, hit.also)) or UNSET,
        also_speeches=hit.also_speeches if hit.also else UNSET,
        in_speech=UNSET if hit.in_speech is None else hit.in_speech,
        following=hit.following or UNSET,
        parts=UNSET if hit.parts is None else {name: round(part, 6) for name, part in hit.parts.items()},
    )


def facets_answer(facets: Mapping[str, Mapping[Any, int]]) -> FacetsAnswer:
    return FacetsAnswer(**written_counts(facets))


def written_counts(facets: Mapping[str, Mapping[Any, int]]) -> dict[str, dict[str, int]]:
    """Counts by the values of each facet, the values as they are written in addresses."""
    return {facet: {write_value(value): count for value, count in facets[facet].items()} for facet in FACETS}


@answer_of.register
def explanation_answer(explanation: Explanation) -> ExplanationAnswer:
    parts = (PartAnswer(part.kind, part.text, part.total, part.without, part.rest) for part in explanation.parts)
    return ExplanationAnswer(
        tuple(parts), explanation.nearby, explanation.longest, explanation.torn, explanation.left_out
    )


@answer_of.register
def nearest_answer(nearest: Nearest) -> NearestAnswer:
    return NearestAnswer(nearest.text, nearest.found, tuple(map(_sentence_answer, nearest.sentences)))


def _sentence_answer(one: SentenceMatch) -> SentenceAnswer:
    return SentenceAnswer(
        text=one.text,
        start=one.start,
        end=one.end,
        verdict=one.verdict.value,
        occurrences=one.occurrences,
        paragraphs=one.paragraphs,
        place=mention_answer(one.mention) if one.mention else None,
        source=(one.source.start, one.source.end) if one.source else None,
        differences=one.differences,
    )


@answer_of.register
def page_answer(page: Page) -> PageAnswer:
    explanation = page.explanation
    return PageAnswer(
        total=page.total,
        speeches=page.speeches,
        partial=page.partial,
        coverage=page.coverage,
        folded=page.folded,
        undated=page.undated,
        crossing=page.crossing,
        machine_read=page.machine_read,
        page=page.page,
        pages=page.pages,
        facets=facets_answer(page.facets),
        hits=tuple(map(hit_answer, page.hits)),
        explanation=explanation_answer(explanation) if explanation else UNSET,
        nearby=UNSET if explanation else page.nearby or UNSET,
        verbatim=page.verbatim or UNSET,
        nearest=nearest_answer(page.nearest) if page.nearest else UNSET,
    )


@answer_of.register
def cite_answer(citation: Citation) -> CiteAnswer:
    return CiteAnswer(
        url=citation.url,
        link=citation.link,
        text=citation.paragraph.text if citation.paragraph else None,
        location=citation.location,
        source=citation.source,
        address=citation.address,
        unsure=citation.unsure,
        quotation=citation.quotation,
        **{form.key: citation.written(form.name) for form in FORMS.values()},
    )
