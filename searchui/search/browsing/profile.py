"""What there is of one speaker, or of one occasion and its series."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from indexer.analysis import fold
from indexer.errors import UnknownNameError
from indexer.i18n import _
from indexer.store.speech_catalogue import Entry
from searchui.search.browsing.speech_list import list_speeches
from searchui.search.browsing.speech_table import SpeechSort, SpeechTable
from searchui.search.filters.columns import Mask
from searchui.search.filters.facets import Facets
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.results.answer import Answered
from searchui.search.series import series_name
from searchui.search.snapshot import Snapshot
from searchui.search.statistics import DEFAULT_MIN_FREQUENCY
from searchui.search.statistics.base import has_base
from searchui.search.statistics.subcorpus_size import SubcorpusSizes
from searchui.search.statistics.words.gram_table import GramTable
from searchui.search.statistics.words.keyness import Contrasted, KeyWord, key_words
from searchui.search.statistics.words.subcorpus import Subcorpora

LATEST = 5  # speeches that are listed
KEY_WORDS = 30


class Office(msgspec.Struct, frozen=True):
    """An office in which somebody gave so many speeches, in the years `first` to `last`; None where no date is known."""

    office: str
    speeches: int
    first: int | None
    last: int | None


class Held(msgspec.Struct, frozen=True):
    """One occasion of a series, how many speeches were given there, and when; None where no date is known."""

    occasion: str
    speeches: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Profile(Answered):
    """What there is of a speaker or an occasion of this `name`: so many speeches, and what was said there.

    `characters` are those said by the speaker, or at the occasion; as everywhere what versions of a speech say in other words
    is counted, and a version is no speech of its own. `first` and `last` are its earliest and its latest
    dated speech, `latest` the newest ones. `facets` are how its speeches are spread. `key_words` are words that mark it
    against all else in the corpus, the surest first; None where there is too little of it to say.
    """

    name: str
    speeches: int
    paragraphs: int
    characters: int
    first: Entry | None
    last: Entry | None
    facets: Facets
    latest: tuple[Entry, ...]
    key_words: tuple[KeyWord, ...] | None


@dataclass(frozen=True, slots=True)
class SpeakerProfile(Profile):
    """A speaker, and the offices that are known of the speeches."""

    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class OccasionProfile(Profile):
    """An occasion, and all of its series, the latest first: those whose names differ in their numbers only."""

    series: tuple[Held, ...]


class Occasions:
    """The occasions of each series, and of each the years of its speeches; None for those without a date."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._years: dict[str, dict[str, list[int | None]]] = {}
        for entry in snapshot.shared(SpeechTable).entries:
            if entry.occasion and (series := series_name(entry.occasion)):
                held = self._years.setdefault(series, {}).setdefault(entry.occasion, [])
                held.append(entry.date.year if entry.date else None)

    def of_series(self, occasion: str) -> tuple[Held, ...]:
        """Those of the series of one, itself among them, the latest first."""
        held = self._years.get(series_name(occasion), {})
        every = (Held(name, len(years), max(filter(None, years), default=None)) for name, years in held.items())
        return tuple(sorted(every, key=lambda one: (-(one.year or 0), one.occasion)))


def speaker_profile(snapshot: Snapshot, name: str) -> SpeakerProfile:
    """Raises UnknownNameError for one who gave no speech."""
    filters = Filters(speaker=[name])
    own = _speeches(snapshot, filters)
    if not own:
        raise UnknownNameError(_("语料里没有讲话人“{name}”", name=name))
    return SpeakerProfile(**_profile(snapshot, name, filters, own), offices=tuple(offices_of(name, own)))


def occasion_profile(snapshot: Snapshot, name: str) -> OccasionProfile:
    """Raises UnknownNameError for one at which no speech was given."""
    filters = Filters(occasion=[name])
    own = _speeches(snapshot, filters)
    if not own:
        raise UnknownNameError(_("语料里没有场合“{name}”", name=name))
    series = snapshot.shared(Occasions).of_series(name)
    return OccasionProfile(**_profile(snapshot, name, filters, own), series=series)


def _speeches(snapshot: Snapshot, filters: Filters) -> list[Entry]:
    """Oldest first, those without a date last."""
    table = snapshot.shared(SpeechTable)
    return [table.entries[place] for place in table.places(filters).tolist()]


def _profile(snapshot: Snapshot, name: str, filters: Filters, own: list[Entry]) -> dict[str, Any]:
    """What any profile has."""
    dated = [entry for entry in own if entry.date]
    return {
        "name": name,
        "speeches": len(own),
        "paragraphs": snapshot.columns.selection(filters).paragraphs,
        "characters": snapshot.shared(SubcorpusSizes).of(filters).characters,
        "first": dated[0] if dated else None,
        "last": dated[-1] if dated else None,
        "facets": snapshot.shared(SpeechTable).facets(filters),
        "latest": list_speeches(snapshot, filters, SpeechSort.NEWEST, 1, LATEST).speeches,
        "key_words": _key_words(snapshot, name, filters) if _is_comparable(snapshot, filters) else None,
    }


def _is_comparable(snapshot: Snapshot, filters: Filters) -> bool:
    """Whether there is enough of it, and of all else."""
    own, whole = (snapshot.shared(SubcorpusSizes).of(each) for each in (filters, NO_FILTERS))
    has_rest = has_base(whole.speeches - own.speeches, whole.characters - own.characters)
    return has_rest and has_base(own.speeches, own.characters)


def _key_words(snapshot: Snapshot, name: str, filters: Filters) -> tuple[KeyWord, ...]:
    """Without the name itself, which minutes have before each turn."""
    parts = snapshot.shared(Subcorpora)
    own = parts.of(filters)
    compared = Contrasted(own, parts.of(NO_FILTERS).without(own))
    more, _less = key_words(compared, _no_runs, 1, DEFAULT_MIN_FREQUENCY, parts.function_words, KEY_WORDS + 1)
    return tuple(row for row in more if row.text != fold(name))[:KEY_WORDS]


def _no_runs(_paragraphs: Mask) -> GramTable:
    raise AssertionError("words by themselves need no table of runs")


def offices_of(name: str, speeches: Iterable[Entry]) -> Iterator[Office]:
    """The offices of a speaker, those in which most speeches were given first; of a conversation only who gave it has one."""
    held: dict[str, list[int | None]] = {}
    for entry in speeches:
        if entry.speaker == name and entry.office:
            held.setdefault(entry.office, []).append(entry.date.year if entry.date else None)
    for office, years in sorted(held.items(), key=lambda each: (-len(each[1]), each[0])):
        known = [year for year in years if year is not None]
        yield Office(office, len(years), min(known, default=None), max(known, default=None))
