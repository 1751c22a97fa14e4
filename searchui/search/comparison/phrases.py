"""Set phrases that only one of two texts has: runs of words that come again, in that text or in the corpus."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from indexer.analysis import fold
from searchui.search.comparison.compared_text import ComparedText
from searchui.search.comparison.comparison import PhraseChange
from searchui.search.proofreading.evidence import Attestation
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.words.function_words import NUMBER
from searchui.search.statistics.words.subcorpus import Subcorpora

MOST_PHRASES = 50  # that appeared, and that disappeared
MOST_WORDS, SHORTEST, LONGEST = 8, 4, 24  # words of a phrase, and characters
LEAST_ELSEWHERE = 3  # times that the corpus has a phrase which a text has once


def phrase_changes(snapshot: Snapshot, a: ComparedText, b: ComparedText) -> tuple[PhraseChange, ...]:
    """Those that the first text has and the second has not, then the other way round; what is used most first."""
    evidence = Attestation(snapshot).evidence
    one, other = _Places(fold(a.text)), _Places(fold(b.text))
    return (
        *(PhraseChange(phrase, times, 0, evidence(phrase)) for phrase, times in _only_in(snapshot, one, other)),
        *(PhraseChange(phrase, 0, times, evidence(phrase)) for phrase, times in _only_in(snapshot, other, one)),
    )


class _Places:
    """Where each piece of SHORTEST characters stands in a folded text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: dict[str, list[int]] = defaultdict(list)
        for start in range(len(text) - SHORTEST + 1):
            self._starts[text[start : start + SHORTEST]].append(start)

    def times(self, phrase: str) -> int:
        """How often a phrase stands there, places that overlap too, as the corpus counts them."""
        starts = self._starts.get(phrase[:SHORTEST], ())
        return sum(self.text.startswith(phrase, start) for start in starts)


def _only_in(snapshot: Snapshot, own: _Places, other: _Places) -> list[tuple[str, int]]:
    """The phrases of one text that another has not, and how often it has each."""
    runs = Counter(_runs(snapshot.analysis.cut(own.text), snapshot))
    totals = dict(zip(runs, snapshot.engine.totals_of(list(runs)).tolist(), strict=True)) if runs else {}
    again = (run for run, seen in runs.items() if seen > 1 or totals[run] >= LEAST_ELSEWHERE)
    times = {run: own.times(run) for run in again if not other.times(run)}
    maximal = _maximal(times)
    maximal.sort(key=lambda run: (-times[run] * len(run), -totals[run], run))
    return [(run, times[run]) for run in maximal[:MOST_PHRASES]]


def _runs(words: Sequence[str], snapshot: Snapshot) -> Iterator[str]:
    """Runs of words that do not begin or end with one that says nothing, and have no mark in them."""
    numbers = {word for word in set(words) if NUMBER.fullmatch(word)}
    marks = {word for word in set(words) if not word.isalpha()} - numbers
    empty = marks | numbers | snapshot.shared(_function_words)
    for start, first in enumerate(words):
        run = ""
        for word in words[start : start + MOST_WORDS]:
            if first in empty or word in marks:
                break
            run += word
            if word not in empty and SHORTEST <= len(run) <= LONGEST:
                yield run


def _function_words(snapshot: Snapshot) -> frozenset[str]:
    """Those that the corpus has."""
    known = np.flatnonzero(snapshot.shared(Subcorpora).function_words.every)
    return frozenset(map(snapshot.engine.forward_index.word, known.tolist()))


def _maximal(times: Mapping[str, int]) -> list[str]:
    """The phrases that stand somewhere outside of each longer one."""
    kept: list[str] = []
    having: dict[str, set[str]] = defaultdict(set)  # longer ones by the pieces that they have
    for run in sorted(times, key=len, reverse=True):
        if not any(times[longer] == times[run] and run in longer for longer in having[run[:SHORTEST]]):
            kept.append(run)
            for start in range(len(run) - SHORTEST + 1):
                having[run[start : start + SHORTEST]].add(run)
    return kept
