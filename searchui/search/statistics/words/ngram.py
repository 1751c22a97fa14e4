"""N-grams: words that often follow each other directly, no mark between them; what is said again and again.

Only maximal ones are listed. One that is nearly always part of a longer one that could be listed is none, and of what is
longer than was asked for only the beginning is one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.engine.answers import ForwardIndex, Numbers
from indexer.engine.distinct import distinct
from indexer.i18n import p_
from searchui.search.filters.columns import Columns
from searchui.search.results.answer import Answer
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.statistics.words.function_words import FunctionWords
from searchui.search.statistics.words.subcorpus import Subcorpus

Mask: TypeAlias = npt.NDArray[np.bool_]

MIN_WORDS, MAX_WORDS = 2, 12  # words
MIN_REPEATED = 2  # times: what stands once is no set phrase
NEARLY_ALWAYS = 90  # percent of the places of an n-gram at which a longer one stands
MIN_OPENED = 3  # words of an n-gram that a function word opens
NGRAM_COLUMNS = (
    Column("text", p_("column", "说法"), 40),
    Column("words", p_("column", "词数"), 8),
    Column("count", p_("column", "次数"), 10),
    Column("speeches", p_("column", "篇数"), 10),
)


class Ngram(msgspec.Struct, frozen=True):
    """A text of so many `words`, how often it stands there, and in how many speeches."""

    text: str
    words: int
    count: int
    speeches: int


class Ngrams(Answer, Tabular, frozen=True):
    """The commonest of `total` n-grams of a subcorpus of so many paragraphs and words."""

    shortest: int
    longest: int
    minimum: int
    function_words: bool
    paragraphs: int
    words: int
    total: int
    rows: tuple[Ngram, ...]

    def table_columns(self) -> tuple[Column, ...]:
        return NGRAM_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return ((row.text, row.words, row.count, row.speeches) for row in self.rows)


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

    def text(self, number: int, forward_index: ForwardIndex) -> str:
        start = int(self.first[number])
        return "".join(
            [forward_index.vocabulary[word] for word in forward_index.words[start : start + self.size].tolist()]
        )


def grams(forward_index: ForwardIndex, places: Mask, longest: int, minimum: int) -> Iterator[Grams]:
    """The n-grams of 1, 2, … `longest` words at some places that stand there at least `minimum` times.

    What is frequent has frequent parts only, so each size is looked for among the one before (Agrawal and Srikant 1994).
    """
    words = forward_index.words
    here = places.nonzero()[0]
    found = _frequent(1, here, words[here].astype(np.int64), minimum)
    yield found
    for size in range(2, longest + 1):
        # Where a shorter one is followed directly by the next word, and goes on frequent from its second word.
        following = np.append(found.places[1:] == found.places[:-1] + 1, False)[: len(found.places)]
        ends = found.places + size - 1
        following &= np.append(forward_index.follows, False)[np.minimum(ends, len(words))]
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


Listable: TypeAlias = Callable[[Grams], Mask]


def ngrams(
    subcorpus: Subcorpus, columns: Columns, without: FunctionWords, lengths: tuple[int, int], minimum: int, limit: int
) -> tuple[int, tuple[Ngram, ...]]:
    """How many maximal n-grams there are of the shortest to the longest of some `lengths`, and the commonest.

    None begins or ends with one of the words `without`, but for those that may open a phrase.
    """
    shortest, longest = lengths
    sizes = list(grams(subcorpus.forward_index, subcorpus.places, longest + 1, minimum))
    listed = [
        (found, chosen.nonzero()[0])
        for found, chosen in maximal(sizes, subcorpus.forward_index, without)
        if found.size >= shortest
    ]
    least = _least(np.concatenate([found.counts[chosen] for found, chosen in listed]), limit)
    rows = [
        row
        for found, chosen in listed
        for row in _rows(found, chosen[found.counts[chosen] >= least], subcorpus, columns)
    ]
    rows.sort(key=lambda row: (-row.count, -row.words, row.text))
    return sum(len(chosen) for _, chosen in listed), tuple(rows[:limit])


def _least(counts: Numbers, limit: int) -> int:
    """How common the last of the `limit` commonest is."""
    return 0 if len(counts) <= limit else int(np.partition(counts, -limit)[-limit])


def maximal(
    sizes: Sequence[Grams], forward_index: ForwardIndex, without: FunctionWords, listable: Listable | None = None
) -> list[tuple[Grams, Mask]]:
    """Which n-grams of each size but the last are to be listed, of all sizes from one word on.

    An n-gram that begins or ends with one of the words `without` is none, but for one that is opened by its first word,
    nor is one that is not `listable`. Of the others an n-gram is left out where a longer one that is none of these stands
    at NEARLY_ALWAYS percent of its places or more, or where it is of the last size but one and one of the last size, whose
    first word may begin it, ends with it as often: it is then no beginning of what goes on for longer.
    """
    *kept, beyond = sizes
    goes_on = np.where(_begins(beyond, kept[-1], forward_index, without), beyond.counts, 0)
    result: list[tuple[Grams, Mask]] = []
    longer, around = beyond, np.zeros_like(goes_on)
    for found, shorter in zip(reversed(kept), [*reversed(kept[:-1]), None], strict=True):
        covered = _commonest(found, longer, around, (0, 1))
        chosen = _begins(found, shorter, forward_index, without)
        chosen &= ~without.every[_words_at(found, forward_index, found.size - 1)]
        if listable is not None:
            chosen &= listable(found)
        inside = np.maximum(covered, _commonest(found, beyond, goes_on, (1,))) if longer is beyond else covered
        result.append((found, chosen & (100 * inside < NEARLY_ALWAYS * found.counts)))
        longer, around = found, np.where(chosen, found.counts, covered)
    return result[::-1]


def _begins(found: Grams, shorter: Grams | None, forward_index: ForwardIndex, without: FunctionWords) -> Mask:
    """Of each n-gram whether its first word may be that of a phrase: what follows hardly stands without it, or it is none of `without`.

    `shorter` are those one word shorter, if they are known.
    """
    first = _words_at(found, forward_index, 0)
    begins: Mask = ~without.every[first]
    if shorter is None or found.size < MIN_OPENED:
        return begins
    rest = shorter.counts[shorter.numbers[shorter.places.searchsorted(found.first + 1)]]
    return begins | (without.opening[first] & (100 * found.counts >= NEARLY_ALWAYS * rest))


def _commonest(found: Grams, longer: Grams, counts: Numbers, shifts: Sequence[int]) -> Numbers:
    """Of each n-gram the highest of some counts of those one word longer that have it at any of some places."""
    highest = np.zeros(len(found.counts), dtype=np.int64)
    for shift in shifts:
        np.maximum.at(highest, found.numbers[found.places.searchsorted(longer.first + shift)], counts)
    return highest


def _words_at(found: Grams, forward_index: ForwardIndex, distance: int) -> Numbers:
    """The word of each n-gram at some distance from its first."""
    words: Numbers = forward_index.words[found.first + distance].astype(np.int64)
    return words


def _rows(found: Grams, chosen: Numbers, subcorpus: Subcorpus, columns: Columns) -> Iterator[Ngram]:
    """Some n-grams, with how many speeches each is in."""
    wanted = np.zeros(len(found.counts), dtype=np.bool_)
    wanted[chosen] = True
    at = wanted[found.numbers].nonzero()[0]
    paragraphs = subcorpus.forward_index.firsts.searchsorted(found.places[at], side="right") - 1
    speeches = columns.mains_of(paragraphs)
    pairs = distinct(found.numbers[at] * (int(speeches.max(initial=0)) + 1) + speeches)
    numbers = pairs.values // (int(speeches.max(initial=0)) + 1)
    having = np.bincount(numbers.astype(np.int64), minlength=len(found.counts))
    for number in chosen.tolist():
        text = found.text(number, subcorpus.forward_index)
        yield Ngram(text, found.size, int(found.counts[number]), int(having[number]))
