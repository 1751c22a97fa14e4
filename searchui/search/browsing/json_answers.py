"""The JSON of lists of speeches and of profiles: the shapes, and what each field is made of."""

from typing import TYPE_CHECKING, Any

from indexer.store.speech_catalogue import Entry
from searchui.search.browsing.profile import Held, OccasionProfile, Office, Profile, SpeakerProfile
from searchui.search.browsing.speech_list import SpeechList
from searchui.search.filters.genre import genre_of
from searchui.search.results.answer import Answer, answer_of
from searchui.search.results.hit import speech_url
from searchui.search.results.json_answers import struct_by_facet, written_counts
from searchui.search.statistics.words.keyness import KeyWord

if TYPE_CHECKING:  # a type checker sees no fields that are made of a table
    SpeechCounts = Answer
else:
    SpeechCounts = struct_by_facet("SpeechCounts", "How many speeches each value of a facet would give.", __name__)


class ListedSpeech(Answer, frozen=True):
    """A speech of a list; `speakers` are those of a conversation, who speaks most first."""

    id: str
    title: str
    date: str | None
    speakers: tuple[str, ...]
    office: str | None
    occasion: str | None
    genre: str | None
    characters: int
    paragraphs: int
    machine_read: bool
    url: str


class SpeechListAnswer(Answer, frozen=True):
    """One page of a list of speeches."""

    total: int
    characters: int
    undated: int
    page: int
    pages: int
    facets: SpeechCounts
    speeches: tuple[ListedSpeech, ...]


class ProfileAnswer(Answer, frozen=True):
    """What there is of a speaker or an occasion; `facets` are how many speeches have each value, of those alone but for its own
    facet.
    """

    name: str
    speeches: int
    paragraphs: int
    characters: int
    first: ListedSpeech | None
    last: ListedSpeech | None
    facets: SpeechCounts
    key_words: tuple[KeyWord, ...] | None
    latest: tuple[ListedSpeech, ...]


class SpeakerAnswer(ProfileAnswer, frozen=True):
    """What there is of a speaker."""

    offices: tuple[Office, ...]


class OccasionAnswer(ProfileAnswer, frozen=True):
    """What there is of an occasion and its series."""

    series: tuple[Held, ...]


def listed(entry: Entry) -> ListedSpeech:
    return ListedSpeech(
        id=entry.id,
        title=entry.title,
        date=str(entry.date) if entry.date else None,
        speakers=entry.voices,
        office=entry.office,
        occasion=entry.occasion,
        genre=genre_of(entry),
        characters=entry.characters,
        paragraphs=entry.paragraphs,
        machine_read=entry.machine_read,
        url=speech_url(entry.id),
    )


@answer_of.register
def speech_list_answer(found: SpeechList) -> SpeechListAnswer:
    return SpeechListAnswer(
        total=found.total,
        characters=found.characters,
        undated=found.undated,
        page=found.page,
        pages=found.pages,
        facets=SpeechCounts(**written_counts(found.facets)),
        speeches=tuple(map(listed, found.speeches)),
    )


@answer_of.register
def speaker_answer(found: SpeakerProfile) -> SpeakerAnswer:
    return SpeakerAnswer(**_of_any(found), offices=found.offices)


@answer_of.register
def occasion_answer(found: OccasionProfile) -> OccasionAnswer:
    return OccasionAnswer(**_of_any(found), series=found.series)


def _of_any(found: Profile) -> dict[str, Any]:
    """The fields that both have."""
    return {
        "name": found.name,
        "speeches": found.speeches,
        "paragraphs": found.paragraphs,
        "characters": found.characters,
        "first": listed(found.first) if found.first else None,
        "last": listed(found.last) if found.last else None,
        "facets": SpeechCounts(**written_counts(found.facets)),
        "key_words": found.key_words,
        "latest": tuple(map(listed, found.latest)),
    }
