"""Near duplicates: one speech in several files, as txt and docx, in simplified and in traditional characters.

Speeches are compared by their clauses. The cost grows with the corpus, not with its square: only speeches
that stand near each other in the list of a clause of their sketches are compared. What comes out depends on
the sketches alone, whichever of them were there before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.dedup.clause_hashes import SKETCH_HASH, ClauseHashes, SpeechSketch
from indexer.model import SpeechDate

SHARED = 0.9  # of the smaller one's characters: worth a look, and perhaps another wording of the same speech
SAME = 0.97  # of the same: nothing is lost by indexing one; other formats of one text share 0.98 and more
SIZE = 0.8  # of the larger one's characters, at least, that the smaller has
AS_LONG = 0.98  # of the characters of the longest: what it has more may be page furniture that was not recognised
LIKELY = 0.25  # of the smaller one's sketch, by characters: worth comparing all clauses
NEIGHBOURS = 4  # speeches, by size, that each is compared with in the list of a clause


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A speech that is also there as `of`, the one kept; `shared` is the share of its text found there, 0–1."""

    path: str
    id: str
    of: str
    shared: float

    @property
    def is_same(self) -> bool:
        """Whether its text is in the other's, so that it need not be indexed again."""
        return self.shared >= SAME


class Similarities:
    """The share of the smaller one's characters, 0–1, in clauses that two speeches both have.

    `clauses` gives those of a speech by its path. Pairs in `known` are not compared again; `used` are all
    pairs that were needed since, by the digests of the two.
    """

    def __init__(self, clauses: Callable[[str], ClauseHashes], known: Mapping[bytes, float]) -> None:
        self._clauses = clauses
        self._known = known
        self.used: dict[bytes, float] = {}

    def of(self, one: SpeechSketch, other: SpeechSketch) -> float:
        """0 where the sizes are too different."""
        smaller, larger = sorted((one.size, other.size))
        if not smaller or smaller < SIZE * larger:
            return 0.0
        pair = min(one.digest, other.digest) + max(one.digest, other.digest)
        if pair not in self.used:
            known = self._known.get(pair)
            self.used[pair] = self._compared(one, other) / smaller if known is None else known
        return self.used[pair]

    def _compared(self, one: SpeechSketch, other: SpeechSketch) -> int:
        """How many characters are in clauses of both."""
        if one.digest == other.digest:
            return one.size
        mine, its = self._clauses(one.path), self._clauses(other.path)
        _, places, _ = np.intersect1d(mine.hashes, its.hashes, assume_unique=True, return_indices=True)
        return int(mine.sizes[places].sum())


def find_near_duplicates(sketches: Sequence[SpeechSketch], similarities: Similarities) -> list[NearDuplicate]:
    """All but the best of each speech that is there more than once, in the order of their paths.

    Each is like the one kept, never only like another duplicate; speeches of different dates are no duplicates.
    """
    found = [duplicate for group in _groups(sketches, similarities) for duplicate in _choose(group, similarities)]
    return sorted(found, key=lambda duplicate: duplicate.path)


def _choose(group: Sequence[SpeechSketch], similarities: Similarities) -> Iterator[NearDuplicate]:
    left = list(group)
    while left:
        best = _best(left)
        others = []
        for one in left:
            if one is best:
                continue
            shared = similarities.of(one, best) if _agree(one.date, best.date) else 0.0
            if shared >= SHARED:
                yield NearDuplicate(one.path, one.id, best.path, round(shared, 4))
            else:
                others.append(one)
        left = others


def _best(group: Sequence[SpeechSketch]) -> SpeechSketch:
    """The one to keep: without gaps, as long as any, best described, then longest, then first by path."""
    complete = [one for one in group if not one.gaps] or group
    longest = max(one.size for one in complete)
    near = [one for one in complete if one.size >= AS_LONG * longest]
    return min(near, key=lambda one: (-one.facts, -one.size, one.path))


def _agree(one: SpeechDate | None, other: SpeechDate | None) -> bool:
    """Whether two dates may be the same, as far as both are known."""
    if one is None or other is None:
        return True
    parts = zip((one.year, one.month, one.day), (other.year, other.month, other.day), strict=True)
    return all(mine is None or its is None or mine == its for mine, its in parts)


def _groups(sketches: Sequence[SpeechSketch], similarities: Similarities) -> list[list[SpeechSketch]]:
    """Speeches that are alike, directly or by way of others; those that are like no other are left out."""
    by_size = sorted(sketches, key=lambda one: (one.size, one.path))
    above = list(range(len(by_size)))

    def top(number: int) -> int:
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    for first, second in _near(by_size):
        if top(first) != top(second) and similarities.of(by_size[first], by_size[second]) >= SHARED:
            above[top(second)] = top(first)
    groups: dict[int, list[SpeechSketch]] = {}
    for number, one in enumerate(by_size):
        groups.setdefault(top(number), []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def _near(by_size: Sequence[SpeechSketch]) -> Iterator[tuple[int, int]]:
    """Numbers of speeches whose sketches have much in common, smaller first.

    In the list of each clause a speech is set against its next NEIGHBOURS by size, as duplicates are
    of nearly one size: a formula in a thousand speeches costs thousands of steps, not a million.
    """
    if not by_size:
        return
    count = len(by_size)
    hashes = np.frombuffer(b"".join([one.lowest for one in by_size]), dtype=SKETCH_HASH)
    sizes = np.frombuffer(b"".join([one.sizes for one in by_size]), dtype=np.uint8)
    owners = np.repeat(np.arange(count), [len(one.sizes) for one in by_size])
    order = np.argsort(hashes, kind="stable")  # owners stay in order of size
    hashes, sizes, owners = hashes[order], sizes[order], owners[order]
    pairs, weights = [], []
    for step in range(1, NEIGHBOURS + 1):
        same = hashes[:-step] == hashes[step:]
        pairs.append(owners[:-step][same] * count + owners[step:][same])
        weights.append(sizes[:-step][same])
    keys, places = np.unique(np.concatenate(pairs), return_inverse=True)
    shared = np.bincount(places, np.concatenate(weights), len(keys))
    totals = np.bincount(owners, sizes, count)
    for key in keys[shared >= LIKELY * np.minimum(totals[keys // count], totals[keys % count])]:
        yield int(key) // count, int(key) % count
