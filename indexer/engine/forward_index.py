"""A forward index: the words of all paragraphs, one after another, as numbers."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.engine.word_scan import BY_ARRAYS, Mask, WordNumbers, WordScan


class Terms(Protocol):
    """The different words of a part, ascending; some may be words of none of its paragraphs."""

    def __len__(self) -> int: ...

    def term(self, number: int) -> str:
        """The word of this number."""

    def number(self, term: str) -> int:
        """The number of a word; -1 where it is none of them."""

    def place_of(self, start: str) -> int:
        """The number of the first word that is not before a text."""

    def lines(self, first: int, end: int) -> tuple[str, Numbers]:
        """The words from number `first` to `end` (exclusive), each with the end of a line, and where each begins."""


@dataclass(frozen=True, slots=True)
class WordRun:
    """The words of consecutive paragraphs, as numbers of their `terms`. `numbers`: those of the terms in all runs together."""

    terms: Terms
    words: WordNumbers
    numbers: WordNumbers


@dataclass(frozen=True)
class ForwardIndex:
    """The words of all paragraphs, one after another: the long ones only, marks and white space being none.

    A word's number is the same in all `runs`. `firsts` is the first word of each paragraph number and, at the end, the
    number of all words. `following`: of each run a bit a word, the first of them the lowest; see `follows`. Stretches of
    words are where each starts and ends (exclusive), one after another.
    """

    runs: Sequence[WordRun]
    firsts: Numbers
    following: Sequence[npt.NDArray[np.uint8]]
    scan: WordScan = BY_ARRAYS

    def alone(self, place: int) -> "ForwardIndex":
        """One of the runs by itself, its terms by their own numbers, as a single paragraph."""
        run = self.runs[place]
        numbers = np.arange(len(run.numbers), dtype=np.uint32)
        firsts = np.array([0, len(run.words)], dtype=np.int64)
        return ForwardIndex([WordRun(run.terms, run.words, numbers)], firsts, [self.following[place]], self.scan)

    @property
    def size(self) -> int:
        """How many words there are in all."""
        return int(self.firsts[-1])

    @property
    def follows(self) -> Mask:
        """Whether each word stands directly after the one before it."""
        masks = [
            np.unpackbits(bits, count=len(run.words), bitorder="little").view(np.bool_)
            for run, bits in zip(self.runs, self.following, strict=True)
        ]
        return np.concatenate([np.zeros(0, np.bool_), *masks])

    @cached_property
    def _bounds(self) -> Numbers:
        """The first word of each run and, at the end, the number of all words."""
        return np.cumsum([0, *(len(run.words) for run in self.runs)], dtype=np.int64)

    @cached_property
    def _new(self) -> tuple[list[int], list[Numbers]]:
        """The first number that each run adds to those before it, and its terms that have these numbers."""
        firsts, terms, size = [], [], 0
        for run in self.runs:
            own = (run.numbers >= size).nonzero()[0]
            firsts.append(size)
            terms.append(own)
            size += len(own)
        return firsts, terms

    @property
    def vocabulary(self) -> int:
        """How many different words there are; some may be words of none of the paragraphs."""
        firsts, terms = self._new
        return firsts[-1] + len(terms[-1]) if firsts else 0

    def word(self, number: int) -> str:
        """The word of this number."""
        firsts, terms = self._new
        place = bisect_right(firsts, number) - 1
        return self.runs[place].terms.term(int(terms[place][number - firsts[place]]))

    def number(self, word: str) -> int:
        """The number of a word; -1 where there is none."""
        for run in self.runs:
            if (place := run.terms.number(word)) >= 0:
                return int(run.numbers[place])
        return -1

    def matching(self, line: re.Pattern[str], start: str, end: str) -> Iterator[WordNumbers]:
        """The numbers of the words from one on and before another that match a pattern of whole lines, each once or more."""
        for run in self.runs:
            first, last = run.terms.place_of(start), run.terms.place_of(end)
            text, begins = run.terms.lines(first, last)
            starts = [found.start() for found in line.finditer(text) if found[0]]  # no word is empty
            places = np.array(starts, dtype=np.int64)
            yield run.numbers[first + begins.searchsorted(places)]

    def words_at(self, places: Numbers) -> Numbers:
        """The numbers of the words at some places."""
        if len(self.runs) == 1:
            return self.runs[0].words[places].astype(np.int64)
        words = np.zeros(len(places), dtype=np.int64)
        owners = self._bounds[1:].searchsorted(places, side="right")
        for place, run in enumerate(self.runs):
            own = owners == place
            words[own] = run.numbers[run.words[places[own] - self._bounds[place]]]
        return words

    def words(self, start: int = 0) -> WordNumbers:
        """The numbers of all words from one on."""
        if len(self.runs) == 1:
            return self.runs[0].words[start:]
        parts = zip(self.runs, self._bounds.tolist(), strict=False)
        own = [run.numbers[run.words[max(start - before, 0) :]] for run, before in parts]
        return np.concatenate([np.zeros(0, np.uint32), *own])

    def stretches_of(self, paragraphs: Mask) -> Numbers:
        """The words of some paragraphs, as stretches."""
        edges = np.diff(paragraphs, prepend=False, append=False).nonzero()[0]
        return self.firsts[edges]

    def marked(self, stretches: Numbers) -> Mask:
        """Of each word whether it is in one of some stretches."""
        mask = np.zeros(self.size, dtype=np.bool_)
        for start, end in stretches.reshape(-1, 2).tolist():
            mask[start:end] = True
        return mask

    def count(self, places: Mask) -> Numbers:
        """How often each word stands at some of all places."""
        edges = np.diff(places, prepend=False, append=False).nonzero()[0]
        return self.count_in(edges)

    def runs_in(self, stretches: Numbers, most: int) -> Numbers:
        """How many words of whole paragraphs have one, two … `most` words or more from them on that follow each other directly."""
        counts = np.zeros(most, dtype=np.int64)
        for start, run, bits in zip(self._bounds.tolist(), self.runs, self.following, strict=False):
            counts += self.scan.count_runs(bits, np.clip(stretches - start, 0, len(run.words)), most)
        return counts

    def count_in(self, stretches: Numbers) -> Numbers:
        """How often each word stands in some stretches."""
        counts = np.zeros(self.vocabulary, dtype=np.int64)
        for start, run in zip(self._bounds.tolist(), self.runs, strict=False):
            own = np.clip(stretches - start, 0, len(run.words))
            counts[run.numbers] += self.scan.count(run.words, own, len(run.numbers))
        return counts
