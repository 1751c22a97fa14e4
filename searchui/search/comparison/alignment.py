"""Which sentences of two texts belong together: the likeliest ones, which of them are in order, and what was split or merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from searchui.search.comparison.likelihood import Sentences, likelihood
from searchui.search.comparison.neighbourhood import Pair
from searchui.search.comparison.similarity import Matrix, Similarities

LIKELY, LIKELY_IN_VERSIONS = 0.4, 0.15  # from which on two sentences in order belong together
LIKELY_MOVED, LIKELY_BESIDE = 0.7, 0.7  # and two out of order, and one beside another one with what that belongs to
SAME = 1.0  # from which on two are the same
MOST_ROUNDS = 5  # in which sentences are looked for anew
MOST = 0.5  # of the sentences of a text that stand in the other one are those of a version of it
SHORTEST_MOVED = 5  # characters; what is shorter, as 各位代表, is moved by nobody
LEAST_PART, LEAST_GONE_ON = 0.2, 0.7  # of a sentence that the other lacks; of that part what stands beside the other
MOST_JOINED = 10  # sentences that one was split into


@dataclass(frozen=True, slots=True)
class Link:
    """Sentences of one text that belong to sentences of the other, by their numbers; of one of them it is only one."""

    a: range
    b: range
    moved: bool
    similarity: float

    def turned(self) -> "Link":
        return Link(self.b, self.a, self.moved, self.similarity)


def links(alike: Similarities, sentences: tuple[Sentences, Sentences]) -> list[Link]:
    """What belongs together, in the order of the first text."""
    if not all(one.frames for one in sentences):
        return []
    likely = likelihood(alike, sentences, _in_order)
    ordered, moved = _paired(likely, sentences, LIKELY_IN_VERSIONS if _are_versions(likely) else LIKELY)
    return [
        Link(own, there, (a, b) in moved, alike.of(own, there))
        for (a, b), (own, there) in sorted(_joined([*ordered, *moved], likely, alike).items())
    ]


def _paired(
    likely: Matrix, sentences: tuple[Sentences, Sentences], least: float
) -> tuple[Sequence[Pair], frozenset[Pair]]:
    """The pairs in the order of both texts, and those out of it.

    The likeliest ones first, wherever they stand, which leaves to each its best one (competitive linking, Melamed 2000);
    what stands out of the order then, and is too short or not likely enough for that, is given up and looked for anew.
    """
    needed = np.full_like(likely, LIKELY_MOVED)
    for side, one in enumerate(sentences):
        short = np.array([*map(len, one.frames)]) < SHORTEST_MOVED
        needed[(short, slice(None)) if side == 0 else (slice(None), short)] = np.inf
    left = likely.copy()
    for _again in range(MOST_ROUNDS):
        pairs = _likeliest(left, least)
        kept = np.zeros_like(likely)
        for pair in pairs:
            kept[pair] = likely[pair]
        ordered = _in_order(kept, least)
        moved = {*pairs} - {*ordered}
        weak = [pair for pair in moved if likely[pair] < needed[pair]]
        if not weak:
            break
        for pair in weak:
            left[pair] = 0
    return ordered, frozenset(moved.difference(weak))


def _are_versions(likely: Matrix) -> bool:
    """Whether most of the shorter text stands in the other."""
    rows, columns = likely.shape
    standing = likely.max(axis=1 if rows <= columns else 0) > 1
    return float(standing.mean()) > MOST


def _parted(pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    return [a for a, _b in pairs], [b for _a, b in pairs]


def _in_order(likely: Matrix, least: float) -> list[Pair]:
    """The pairs in the order of both texts that are most likely together."""
    rows, columns = likely.shape
    reached = np.zeros((rows + 1, columns + 1), dtype=np.float32)
    for row, own in enumerate(likely):
        after = reached[row].copy()
        np.maximum(after[1:], np.where(own >= least, reached[row, :-1] + own, 0), out=after[1:])
        np.maximum.accumulate(after, out=reached[row + 1])
    pairs, row, column = [], rows, columns
    while row and column:
        if reached[row, column] == reached[row - 1, column]:
            row -= 1
        elif reached[row, column] == reached[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return pairs[::-1]


def _likeliest(likely: Matrix, least: float) -> list[Pair]:
    """Each sentence with at most one: those that are the same in their order, then always the likeliest two that are left."""
    pairs = _in_order(likely, SAME)
    left = likely.copy()
    for side, taken in enumerate(_parted(pairs)):
        left[(taken, slice(None)) if side == 0 else (slice(None), taken)] = 0
    a, b = np.nonzero(left >= least)
    order = np.argsort(-left[a, b], kind="stable")
    rows: set[int] = set()
    columns: set[int] = set()
    for pair in zip(a[order].tolist(), b[order].tolist(), strict=True):
        if pair[0] not in rows and pair[1] not in columns:
            rows.add(pair[0])
            columns.add(pair[1])
            pairs.append(pair)
    return pairs


def _joined(pairs: Sequence[Pair], likely: Matrix, alike: Similarities) -> dict[Pair, tuple[range, range]]:
    """Of each pair its sentences, and with them those beside these that belong nowhere else, the likeliest ones first."""
    joined = {(a, b): (range(a, a + 1), range(b, b + 1)) for a, b in pairs}
    free = tuple(set(range(size)) - {*taken} for size, taken in zip(likely.shape, _parted(pairs), strict=True))
    queue = [one for pair, sides in joined.items() for one in _beside(pair, sides, likely, alike)]
    heapify(queue)
    while queue:
        _unlikely, side, number, pair = heappop(queue)
        sides = joined[pair]
        if number not in free[side] or len(sides[1 - side]) > 1 or len(sides[side]) == MOST_JOINED:
            continue
        free[side].discard(number)
        wider = range(min(number, sides[side].start), max(number + 1, sides[side].stop))
        joined[pair] = (sides[0], wider) if side else (wider, sides[1])
        for one in _beside(pair, joined[pair], likely, alike):
            heappush(queue, one)
    return joined


def _beside(
    pair: Pair, sides: tuple[range, range], likely: Matrix, alike: Similarities
) -> Iterator[tuple[float, int, int, Pair]]:
    """The sentences beside those of a pair that belong to its other one: how unlikely, of which text, which."""
    for side, numbers in enumerate(sides):
        for number in (numbers.start - 1, numbers.stop):
            if 0 <= number < likely.shape[side]:
                cell = (pair[0], number) if side else (number, pair[1])
                if likely[cell] >= LIKELY_BESIDE or _goes_on(sides, number, alike, turned=not side):
                    yield -float(likely[cell]), side, number, pair


def _goes_on(sides: tuple[range, range], number: int, alike: Similarities, *, turned: bool) -> bool:
    """Whether what one sentence has more than its other ones stands in the one beside these."""
    part, gone = alike.gone_on(*sides, [number], turned=turned)
    return part >= LEAST_PART and gone >= LEAST_GONE_ON
