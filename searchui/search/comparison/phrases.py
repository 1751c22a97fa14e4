"""Set phrases that only one of two texts has: runs of words that come again, in that text or in the corpus."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from indexer.analysis import fold
from indexer.engine.reader import EngineReader
from searchui.search.comparison.compared_text import ComparedText
from searchui.search.comparison.comparison import PhraseChange
from searchui.search.proofreading.evidence import Attestation
from searchui.search.proofreading.language_model import counted
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.words.function_words import NUMBER
from searchui.search.statistics.words.subcorpus import Subcorpora

MOST_PHRASES = 50  # that appeared, and that disappeared
MOST_WORDS, SHORTEST, LONGEST = 8, 4, 24  # words of a phrase, and characters
ROUNDS = (5, 8, 12, LONGEST)  # characters up to which is asked at a time
LEAST_ELSEWHERE = 3  # times that the corpus has a phrase which a text has once


def phrase_changes(snapshot: Snapshot, a: ComparedText, b: ComparedText) -> tuple[PhraseChange, ...]:
    """Those that the first text has and the second has not, then the other way round; what is used most first."""
    one, other = _Places(fold(a.text)), _Places(fold(b.text))
    runs = [_only_in(snapshot, *texts) for texts in ((one, other), (other, one))]
    elsewhere = _elsewhere(snapshot.engine, {run for own in runs for run, seen in own.items() if seen == 1})
    maximal = [
        _maximal({run: places.times(run) for run, seen in own.items() if seen > 1 or run in elsewhere})
        for places, own in zip((one, other), runs, strict=True)
    ]
    totals = counted(snapshot.engine.totals_of, dict.fromkeys(run for own in maximal for run in own))
    gone, new = _most_used(one, maximal[0], totals), _most_used(other, maximal[1], totals)
    attestation = Attestation(snapshot)
    attestation.prepare([phrase for phrase, _times in (*gone, *new)])
    return (
        *(PhraseChange(phrase, times, 0, attestation.evidence(phrase)) for phrase, times in gone),
        *(PhraseChange(phrase, 0, times, attestation.evidence(phrase)) for phrase, times in new),
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


def _only_in(snapshot: Snapshot, own: _Places, other: _Places) -> Counter[str]:
    """The runs of words of one text that another has not, and how many times the words are cut so."""
    runs = Counter(_runs(snapshot.analysis.cut(own.text), snapshot))
    return Counter({run: seen for run, seen in runs.items() if not other.times(run)})


def _elsewhere(engine: EngineReader, runs: Collection[str]) -> set[str]:
    """Those of some runs that the corpus has often enough. Short ones are asked for first: what begins or ends with one that
    is rare is rare too.
    """
    found: set[str] = set()
    rare: set[str] = set()
    shortest = SHORTEST
    for longest in ROUNDS:
        asked = [run for run in runs if shortest <= len(run) <= longest and rare.isdisjoint(_ends(run))]
        often = engine.often(asked, LEAST_ELSEWHERE).tolist() if asked else ()
        found.update(run for run, stands in zip(asked, often, strict=True) if stands)
        rare.update(run for run, stands in zip(asked, often, strict=True) if not stands)
        shortest = longest + 1
    return found


def _ends(run: str) -> Iterator[str]:
    for size in range(SHORTEST, len(run)):
        yield run[:size]
        yield run[-size:]


def _most_used(own: _Places, phrases: Iterable[str], totals: Mapping[str, int]) -> list[tuple[str, int]]:
    """The first of some phrases of a text, and how often it has each."""
    times = {phrase: own.times(phrase) for phrase in phrases}
    first = sorted(times, key=lambda phrase: (-times[phrase] * len(phrase), -totals[phrase], phrase))
    return [(phrase, times[phrase]) for phrase in first[:MOST_PHRASES]]


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
