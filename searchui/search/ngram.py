"""N-grams: words that often follow each other directly, no mark between them; what is said again and again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.engine.distinct import distinct
from indexer.engine.port import Numbers, Wording
from searchui.search.answer import Answer
from searchui.search.runs import Runs
from searchui.search.subset import Subset

Mask: TypeAlias = npt.NDArray[np.bool_]

SHORTEST, LONGEST = 2, 12  # words
USUAL_LONGEST = 8
LEAST_REPEATED = 2  # times: what stands once is no set phrase


class Ngram(msgspec.Struct, frozen=True):
    """A text of so many `words`, how often it stands there, and in how many speeches."""

    text: str
    words: int
    count: int
    speeches: int


class Ngrams(Answer, frozen=True):
    """The commonest of `total` n-grams of a subset of so many paragraphs and words."""

    shortest: int
    longest: int
    minimum: int
    paragraphs: int
    words: int
    total: int
    rows: tuple[Ngram, ...]


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of `size` words that are frequent enough.

    `places` are where they start among the words of the corpus, ascending, and `numbers` which they are; `counts` has
    how often each of them stands there, `first` one of its places.
    """

    size: int
    places: Numbers
    numbers: Numbers
    counts: Numbers
    first: Numbers

    def text(self, number: int, wording: Wording) -> str:
        start = int(self.first[number])
        return "".join([wording.vocabulary[word] for word in wording.words[start : start + self.size].tolist()])


def grams(wording: Wording, places: Mask, longest: int, minimum: int) -> Iterator[Grams]:
    """The n-grams of 1, 2, … `longest` words at some places that stand there at least `minimum` times.

    What is frequent has frequent parts only, so each size is looked for among the one before (Agrawal and Srikant 1994).
    """
    words = wording.words
    here = places.nonzero()[0]
    found = _frequent(1, here, words[here].astype(np.int64), minimum)
    yield found
    for size in range(2, longest + 1):
        # Where a shorter one is followed directly by the next word, and goes on frequent from its second word.
        following = np.append(found.places[1:] == found.places[:-1] + 1, False)[: len(found.places)]
        ends = found.places + size - 1
        following &= np.append(wording.follows, False)[np.minimum(ends, len(words))]
        at = following.nonzero()[0]
        keys = found.numbers[at] * len(found.counts) + found.numbers[at + 1]
        found = _frequent(size, found.places[at], keys, minimum)
        yield found


def _frequent(size: int, places: Numbers, keys: Numbers, minimum: int) -> Grams:
    found = distinct(keys)
    frequent = found.counts >= minimum
    rank = np.cumsum(frequent) - 1
    kept = frequent[found.numbers]
    first = places[found.first[frequent]]
    return Grams(size, places[kept], rank[found.numbers[kept]], found.counts[frequent], first)


def ngrams(subset: Subset, runs: Runs, shortest: int, longest: int, minimum: int, limit: int) -> Ngrams:
    """The commonest n-grams; of those that only stand inside a longer one just as common, the longer one is told."""
    wording = subset.wording
    sizes = list(grams(wording, subset.places, longest, minimum))
    rows: list[tuple[int, int, str, Grams, int]] = []
    total = 0
    for found, longer in zip(sizes, [*sizes[1:], None], strict=True):
        if found.size >= shortest:
            alone = _alone(found, longer).nonzero()[0]
            total += len(alone)
            best = alone[np.argsort(-found.counts[alone], kind="stable")[: limit + _ties(found.counts[alone], limit)]]
            rows += [(-int(found.counts[n]), -found.size, found.text(n, wording), found, n) for n in best.tolist()]
    rows.sort(key=lambda row: row[:3])
    return Ngrams(
        shortest=shortest,
        longest=longest,
        minimum=minimum,
        paragraphs=subset.size,
        words=subset.words,
        total=total,
        rows=tuple(
            Ngram(text, found.size, -count, _speeches(found, number, wording, runs))
            for count, _, text, found, number in rows[:limit]
        ),
    )


def _ties(counts: Numbers, limit: int) -> int:
    """How many more are as common as the last of so many."""
    if len(counts) <= limit:
        return 0
    least = np.sort(counts)[-limit]
    return int(np.count_nonzero(counts == least))


def _alone(found: Grams, longer: Grams | None) -> Mask:
    """Which n-grams do not only stand inside a longer one."""
    alone = np.ones(len(found.counts), dtype=np.bool_)
    if longer is not None and len(longer.counts):
        for shift in (0, 1):
            at = found.places.searchsorted(longer.first + shift)
            inner = found.numbers[at]
            alone[inner[found.counts[inner] == longer.counts]] = False
    return alone


def _speeches(found: Grams, number: int, wording: Wording, runs: Runs) -> int:
    paragraphs = wording.firsts.searchsorted(found.places[found.numbers == number], side="right") - 1
    return len(np.unique(runs.speeches[runs.of[paragraphs]]))
