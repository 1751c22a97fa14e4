"""Phrases of a draft that the corpus used often and has not used for long: a note for the drafter, never an error.

A phrase is long unused where its last use lies MIN_YEARS before the newest speech of the genres that have used it, no speech
without a date has it, and that is no accident: had its n speeches been spread over these genres as their text is, of which
a share r is later than that last use, none of them would lie there with the probability (1 - r)ⁿ, which must be below
MAX_CHANCE.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np

from indexer.analysis.words import Word, is_word
from indexer.engine.answers import Numbers, Occurrences
from indexer.model import Span
from searchui.search.nearest.common_pieces import common_stretches
from searchui.search.proofreading.evidence import Attestation, Evidence
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.words.function_words import is_function_word

MIN_YEARS = 5
MAX_CHANCE = 0.001
MIN_SPEECHES = 3
MIN_LENGTH = 4  # characters
YEAR = 10_000  # of a date as a number, yyyymmdd


@dataclass(frozen=True, slots=True)
class LongUnused:
    """A phrase that the corpus has not used for long: where the draft says it, and how the corpus used it."""

    spans: tuple[Span, ...]
    text: str
    evidence: Evidence

    @property
    def span(self) -> Span:
        """Where the draft says it first."""
        return self.spans[0]


class _Phrase(NamedTuple):
    words: int
    span: Span


def long_unused(text: str, folded: str, attestation: Attestation) -> Iterator[LongUnused]:
    """The long unused phrases of a draft, in its order, none inside another."""
    snapshot = attestation.snapshot
    years = snapshot.shared(_Years) if attestation.is_of_all else _Years(snapshot, attestation.paragraphs)
    places: dict[str, list[Span]] = {}
    for span in _places(folded, attestation, years):
        places.setdefault(folded[span.start : span.end], []).append(span)
    said = [text[spans[0].start : spans[0].end] for spans in places.values()]
    attestation.prepare(said)
    for spans, own in zip(places.values(), said, strict=True):
        yield LongUnused(tuple(spans), own, attestation.evidence(own))


def _places(folded: str, attestation: Attestation, years: "_Years") -> list[Span]:
    """The long unused places. The longest phrases are asked first: where one is in use, so is all that is in it."""
    found: list[Span] = []
    settled = np.zeros(len(folded) + 1, dtype=np.int64)  # up to where what begins at each character is known
    frequent = _frequent(attestation.snapshot.analysis.cut(folded), attestation)
    for _, same in groupby(sorted(frequent, key=lambda phrase: -phrase.words), key=lambda phrase: phrase.words):
        asked = [one.span for one in same if settled[one.span.start] < one.span.end]
        texts = list(dict.fromkeys(folded[span.start : span.end] for span in asked))
        unused = dict(zip(texts, map(years.unused, attestation.engine.occurrences_of(texts)), strict=True))
        for span in asked:
            verdict = unused[folded[span.start : span.end]]
            if verdict is None:
                continue
            inside = settled[span.start : span.end]
            np.maximum(inside, span.end, out=inside)
            if verdict:
                found.append(span)
    return sorted(found)


def _frequent(parts: Iterable[str], attestation: Attestation) -> list[_Phrase]:
    """The phrases of a draft, cut into parts, that stand often enough; in its order."""
    rows = list(_rows(parts))
    found = common_stretches(
        lambda texts: attestation.engine.often(texts, MIN_SPEECHES).tolist(),
        [[one.text for one in row] for row in rows],
        fewest=1,
        windows=2,
    )
    each = (words for row, own in zip(rows, found, strict=True) for words in _within(row, own))
    return [_Phrase(len(words), Span(words[0].start, words[-1].end)) for words in each if _is_phrase(words)]


def _within(row: Sequence[Word], stretches: Sequence[Span]) -> Iterator[Sequence[Word]]:
    """All that is within some stretches of a row, which ascend, and of which none is inside another."""
    for one, following in pairwise([*stretches, Span(len(row), len(row))]):
        for start in range(one.start, min(one.end, following.start)):
            yield from (row[start:end] for end in range(start + 1, one.end + 1))


def _rows(parts: Iterable[str]) -> Iterator[Sequence[Word]]:
    """Words that follow each other without anything between, in a text that was cut into parts."""
    row: list[Word] = []
    start = 0
    for part in parts:
        if is_word(part):
            row.append(Word(part, start, start + len(part)))
        elif row:
            yield row
            row = []
        start += len(part)
    yield row


def _is_phrase(words: Sequence[Word]) -> bool:
    return words[-1].end - words[0].start >= MIN_LENGTH and not any(
        is_function_word(one.text) for one in (words[0], words[-1])
    )


class _Years:
    """When a corpus says how much in each genre, among dated speeches."""

    def __init__(self, snapshot: Snapshot, paragraphs: Numbers | None = None) -> None:
        """Of some `paragraphs`, by their numbers; of all where none are given."""
        columns, entries = snapshot.columns, snapshot.entries
        self._columns, self._genres = columns, columns.of("genre").codes
        self._dates: Numbers = np.array([one.date.key if one.date else 0 for one in entries], dtype=np.int64)
        live = columns.live if paragraphs is None else paragraphs
        dates, genres = self._dates[columns.speech_of(live)], self._genres[columns.run_of[live]]
        order = dates.argsort(kind="stable")
        order = order[dates[order] > 0]
        self._in_time = dates[order], genres[order], snapshot.engine.characters[live[order]]
        self._of: Callable[[tuple[int, ...]], _Times] = cache(self._times)

    def unused(self, found: Occurrences) -> bool | None:
        """Whether a text is out of use, in the genres that have used it.

        None: by its dates it is, but in too few speeches; a part of it may be in more.
        """
        speeches = self._columns.speech_of(found.paragraphs)
        dates = self._dates[speeches]
        if not dates.all():
            return False
        genres = self._genres[self._columns.run_of[found.paragraphs]]
        times, last = self._of(tuple(np.unique(genres).tolist())), int(dates.max())
        if last > times.newest - MIN_YEARS * YEAR:
            return False
        number = len(np.unique(self._columns.mains[speeches]))
        chance = (1 - times.share_after(last)) ** number
        return True if number >= MIN_SPEECHES and chance < MAX_CHANCE else None

    def _times(self, genres: tuple[int, ...]) -> "_Times":
        dates, own, sizes = self._in_time
        kept = np.isin(own, genres)
        return _Times(dates[kept], np.append(0, sizes[kept].cumsum()))


class _Times(NamedTuple):
    """The dates of some paragraphs, ascending, as yyyymmdd, and how many characters there are before each."""

    dates: Numbers
    before: Numbers

    @property
    def newest(self) -> int:
        return int(self.dates[-1])

    def share_after(self, date: int) -> float:
        """How much of the text is later than a date; 0 to 1."""
        place = int(self.dates.searchsorted(date, side="right"))
        return 1 - float(self.before[place] / self.before[-1])
