"""The fields of a segment as plain Whoosh asks for them: views of the same arrays.

Our own queries do not come this way, so what only plain Whoosh needs (lists of values, positions of words) is
worked out when it is asked for, and takes no place on disk.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis, fold
from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.alphabet import CODE_BYTES, END, text_of
from indexer.engine.embedded.encoding.array_names import STARTS, TEXT
from indexer.engine.embedded.encoding.arrays import ranges
from indexer.engine.embedded.encoding.run_length_column import RunLengthColumn
from indexer.engine.embedded.inverted_index.inverted_field import InvertedField
from indexer.engine.embedded.segment.segment_reader import SegmentReader

NONE = np.zeros(0, dtype=np.int64)
CACHED_TEXTS = 16
END_OF_TEXT = "\x00"  # the second character of a paragraph's last gram
END_CODE = END.to_bytes(CODE_BYTES, "big")


Lengths = npt.NDArray[np.int64]


class Field(Protocol):
    """One indexed field of one segment; documents are numbered from 0 within the segment."""

    def terms(self, start: str = "") -> Iterator[str]:
        """Every term from `start` on, ascending by code point."""

    def postings(self, term: str) -> tuple[Numbers, Numbers]:
        """The documents that have the term, ascending, and how often each; empty where there is no such term."""

    def lengths(self) -> Lengths | None:
        """The number of terms of each document; None where the field does not count them."""

    def positions(self, document: int, term: str) -> list[int]:
        """At which of the document's terms, counted from 0, the term stands; ascending."""


def fields_of(segment: SegmentReader, analysis: Callable[[], Analysis]) -> dict[str, Field]:
    """The indexed fields of the schema, by name. The analysis is made only when positions of words are asked for."""

    @lru_cache(maxsize=CACHED_TEXTS)  # Whoosh asks for each word of a phrase by itself
    def words_of(text: str) -> list[str]:
        return [word.text for word in analysis().words(text)]

    return {
        "words": _Words(segment.words, lambda document: words_of(segment.text(document))),
        "characters": _Characters(segment),
        "headings": _RunWords(
            segment.headings, segment.passages, lambda document: words_of("\n".join(segment.passages.of(document)))
        ),
        "title_words": _RunWords(
            segment.titles, segment.speeches, lambda document: words_of(segment.speeches.of(document).title)
        ),
        "id": _Values(lambda: _identifiers(segment)),
        "speech": _Values(lambda: _by_runs(segment.speeches, lambda run: segment.speeches.value(run).id)),
        "year": _Values(lambda: _by_runs(segment.speeches, lambda run: segment.speeches.value(run).year)),
        "speaker": _Values(lambda: _by_runs(segment.voices, lambda run: segment.voices.value(run).speaker)),
        "kind": _Values(lambda: _kinds(segment)),
    }


class _Words:
    def __init__(self, field: InvertedField, words_of: Callable[[int], list[str]]) -> None:
        self._field = field
        self._words_of = words_of

    def terms(self, start: str = "") -> Iterator[str]:
        for term in self._field.from_term(start):
            if len(self.postings(term)[0]):
                yield term

    def postings(self, term: str) -> tuple[Numbers, Numbers]:
        documents, frequencies = self._field.of(term)
        tokens = frequencies > 0
        return documents[tokens], frequencies[tokens].astype(np.int64)

    def lengths(self) -> Numbers | None:
        return self._field.lengths.astype(np.int64)

    def positions(self, document: int, term: str) -> list[int]:
        return [place for place, word in enumerate(self._words_of(document)) if word == term]


class _RunWords(_Words):
    """Words of what documents share."""

    def __init__(self, field: InvertedField, runs: RunLengthColumn, words_of: Callable[[int], list[str]]) -> None:
        super().__init__(field, words_of)
        self._runs = runs

    def postings(self, term: str) -> tuple[Numbers, Numbers]:
        runs, frequencies = super().postings(term)
        sizes = self._runs.sizes[runs]
        return ranges(self._runs.starts[runs].astype(np.int64), sizes), np.repeat(frequencies, sizes)

    def lengths(self) -> Numbers | None:
        return self._field.lengths.astype(np.int64)[self._runs.by_document]


class _Characters:
    """Grams of two characters; a paragraph's last one ends in END_OF_TEXT."""

    def __init__(self, segment: SegmentReader) -> None:
        self._segment = segment

    def terms(self, start: str = "") -> Iterator[str]:
        terms = self._terms
        return iter(terms[bisect_left(terms, start) :])

    @cached_property
    def _terms(self) -> list[str]:
        segment = self._segment
        points = segment.alphabet.points
        folded = segment.arrays[TEXT].astype(np.uint32)
        positions = np.flatnonzero(points[folded])  # neither END nor NUL, which Whoosh could not tell from END
        grams = np.unique(folded[positions] << np.uint32(16) | folded[positions + 1])
        pairs = np.stack([points[grams >> np.uint32(16)], points[grams & np.uint32(0xFFFF)]], axis=1)
        text = text_of(pairs.ravel())
        return [text[place : place + 2] for place in range(0, len(text), 2)]

    def postings(self, term: str) -> tuple[Numbers, Numbers]:
        segment = self._segment
        if len(term) != 2 or term[0] == END_OF_TEXT:
            return NONE, NONE
        first = segment.alphabet.encode(term[0])
        second = END_CODE if term[1] == END_OF_TEXT else segment.alphabet.encode(term[1])
        return (NONE, NONE) if first is None or second is None else segment.phrases.occurrences(first + second)

    def lengths(self) -> Numbers | None:
        return np.diff(self._segment.arrays[STARTS]).astype(np.int64) - 1

    def positions(self, document: int, term: str) -> list[int]:
        text = fold(self._segment.text(document)) + END_OF_TEXT
        return [place for place in range(len(text) - 1) if text[place : place + 2] == term]


class _Values:
    """A field whose whole value is one term; `documents` lists them by value."""

    def __init__(self, documents: Callable[[], dict[str, Numbers]]) -> None:
        self._make = documents

    @cached_property
    def _documents(self) -> dict[str, Numbers]:
        return self._make()

    @cached_property
    def _terms(self) -> list[str]:
        return sorted(self._documents)

    def terms(self, start: str = "") -> Iterator[str]:
        return iter(self._terms[bisect_left(self._terms, start) :])

    def postings(self, term: str) -> tuple[Numbers, Numbers]:
        documents = self._documents.get(term, NONE)
        return documents, np.ones(len(documents), dtype=np.int64)

    def lengths(self) -> Numbers | None:
        return None

    def positions(self, document: int, term: str) -> list[int]:  # noqa: ARG002 - a single term is the first
        return [0]


def _identifiers(segment: SegmentReader) -> dict[str, Numbers]:
    found = defaultdict(list)
    for document in range(segment.documents):
        found[f"{segment.speeches.of(document).id}#{segment.anchor(document)}"].append(document)
    return {name: np.array(numbers, dtype=np.int64) for name, numbers in found.items()}


def _by_runs(runs: RunLengthColumn, value: Callable[[int], str | None]) -> dict[str, Numbers]:
    found: dict[str, list[int]] = defaultdict(list)
    for run in range(len(runs)):
        name = value(run)
        if name is not None:
            found[name].append(run)
    starts = runs.starts.astype(np.int64)
    return {name: ranges(starts[numbers], runs.sizes[numbers]) for name, numbers in found.items()}


def _kinds(segment: SegmentReader) -> dict[str, Numbers]:
    found = defaultdict(list)
    for document in range(segment.documents):
        found[segment.kind(document).value].append(document)
    return {name: np.array(numbers, dtype=np.int64) for name, numbers in found.items()}
