"""Near duplicates: one speech in several files, as txt and docx, in simplified and in traditional characters.

Speeches are compared by their clauses. The cost grows with the corpus, not with its square: only speeches
that stand near each other in the list of a clause of their sketches are compared. What comes out depends on
the sketches alone, whichever of them were there before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.dedup.clause_hashes import SKETCH_HASH, ClauseHashes, Hashes, SpeechSketch
from indexer.dedup.same_speech import Relation, relation_of_dates, share_of_one_speech
from indexer.model import SpeechDate

SHARED = 0.9  # of the smaller one's characters: worth a look, and perhaps another wording of the same speech
MAX_REFILLED = 2  # clauses that differ in their numbers alone; more tell of a form that is filled anew
SIZE = 0.8  # of the larger one's characters, at least, that the smaller has
AS_LONG = 0.9  # of the characters of the longest: what a longer one says more is indexed all the same
LIKELY = 0.25  # of the smaller one's sketch, by characters: worth comparing all clauses
MAYBE_ONE_DAY = frozenset({Relation.SAME, Relation.UNKNOWN})
NEIGHBOURS = 4  # speeches, by size, that each is compared with in the list of a clause


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A speech that is also there as `of`, the one kept; `shared` is the share of its text found there, 0–1.

    `is_same`: they are one speech, of which this is a version. `title` and `date` are its own. `own` is the number of
    passages that it says in other words, which are indexed as its paragraphs.
    """

    path: str
    id: str
    of: str
    shared: float
    is_same: bool = True
    title: str | None = None
    date: SpeechDate | None = None
    own: int = 0


class Similarity(NamedTuple):
    """The share of the smaller one's characters, 0–1, in clauses that two speeches both have.

    `refilled` is the number of clauses that they have both but for the numbers in them.
    """

    shared: float
    refilled: int = 0


class Similarities:
    """How similar speeches are.

    `clauses` gives those of a speech by its path. Pairs in `known` are not compared again; `used` are all
    pairs that were needed since, by the digests of the two.
    """

    def __init__(self, clauses: Callable[[str], ClauseHashes], known: Mapping[bytes, Similarity]) -> None:
        self._clauses = clauses
        self._known = known
        self.used: dict[bytes, Similarity] = {}

    def of(self, one: SpeechSketch, other: SpeechSketch) -> Similarity:
        """Nothing is shared where the sizes are too different."""
        smaller, larger = sorted((one.size, other.size))
        if not smaller or smaller < SIZE * larger:
            return Similarity(0.0)
        pair = min(one.digest, other.digest) + max(one.digest, other.digest)
        if pair not in self.used:
            known = self._known.get(pair)
            self.used[pair] = self._compared(one, other, smaller) if known is None else known
        return self.used[pair]

    def _compared(self, one: SpeechSketch, other: SpeechSketch, smaller: int) -> Similarity:
        if one.digest == other.digest:
            return Similarity(1.0)
        mine, its = self._clauses(one.path), self._clauses(other.path)
        in_mine, in_its = _are_in(mine.hashes, its.hashes), _are_in(its.hashes, mine.hashes)
        refilled = _are_in(mine.forms[~in_mine], np.sort(its.forms[~in_its]))
        return Similarity(int(mine.sizes[in_mine].sum()) / smaller, int(refilled.sum()))


def _are_in(hashes: Hashes, ascending: Hashes) -> npt.NDArray[np.bool_]:
    """Which hashes are among some others; numpy's own functions would sort them all again."""
    if not len(ascending):
        return np.zeros(len(hashes), dtype=np.bool_)
    places = np.minimum(ascending.searchsorted(hashes), len(ascending) - 1)
    found: npt.NDArray[np.bool_] = ascending[places] == hashes
    return found


def find_near_duplicates(sketches: Sequence[SpeechSketch], similarities: Similarities) -> list[NearDuplicate]:
    """All but the best of each speech that is there more than once, in the order of their paths.

    Each is like the one kept, never only like another duplicate; speeches of different dates are none, but for versions
    that were printed on several days, of which the earliest is kept.
    """
    found = [duplicate for group in _groups(sketches, similarities) for duplicate in _choose(group, similarities)]
    return sorted(found, key=lambda duplicate: duplicate.path)


def _choose(group: Sequence[SpeechSketch], similarities: Similarities) -> Iterator[NearDuplicate]:
    """The versions of each speech of a group, and of the others those that are like another one, each told once."""
    left, alike = list(group), dict[str, NearDuplicate]()
    while left:
        best = _best(left)
        best = _earliest(best, [one for one in left if _is_same(one, best, similarities)])
        others = [one for one in left if one is not best]
        left = []
        for one in others:
            is_same, shared = _is_same(one, best, similarities), round(similarities.of(one, best).shared, 4)
            found = NearDuplicate(one.path, one.id, best.path, shared, is_same, one.title, one.date)
            if is_same:
                alike.pop(one.path, None)
                yield found
                continue
            left.append(one)
            if shared >= SHARED and relation_of_dates(one.date, best.date) in MAYBE_ONE_DAY:
                alike.setdefault(one.path, found)
    yield from alike.values()


def _is_same(one: SpeechSketch, other: SpeechSketch, similarities: Similarities) -> bool:
    """Whether they are one speech, by their facts and by their text."""
    needed = share_of_one_speech(one, other)
    if needed is None:
        return False
    found = similarities.of(one, other)
    return found.shared >= needed and found.refilled <= MAX_REFILLED


def _best(group: Sequence[SpeechSketch]) -> SpeechSketch:
    """The one to keep: without gaps, as long as any, best described, then longest, then first by path."""
    complete = [one for one in group if not one.gaps] or group
    longest = max(one.size for one in complete)
    near = [one for one in complete if one.size >= AS_LONG * longest]
    return min(near, key=lambda one: (-one.facts, -one.size, one.path))


def _earliest(best: SpeechSketch, versions: Sequence[SpeechSketch]) -> SpeechSketch:
    """Of the versions of one speech that which dates it: the best, unless another is of an earlier day."""
    earlier = [one for one in versions if one.date and best.date and one.date.key < best.date.key]
    return min(
        (one for one in earlier if relation_of_dates(one.date, best.date) is Relation.NEAR),
        key=lambda one: (one.date.key if one.date else 0, one.path),
        default=best,
    )


def _groups(sketches: Sequence[SpeechSketch], similarities: Similarities) -> list[list[SpeechSketch]]:
    """Speeches that are alike, directly or by way of others; those that are like no other are left out."""
    by_size = sorted(sketches, key=lambda one: (one.size, one.path))
    above = list(range(len(by_size)))

    def top(number: int) -> int:
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    for first, second in _near(by_size):
        if top(first) != top(second) and similarities.of(by_size[first], by_size[second]).shared >= SHARED:
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
