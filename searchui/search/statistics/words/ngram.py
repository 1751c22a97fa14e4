"""N-grams: words that often follow each other directly, no mark between them; what is said again and again.

Only maximal ones are listed. One that is nearly always part of a longer one that could be listed is none, and of what is
longer than was asked for only the beginning is one.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.engine.distinct import distinct
from indexer.engine.ngram_order import DEEPEST, SHORTEST
from indexer.i18n import p_
from searchui.search.filters.columns import Columns
from searchui.search.results.answer import Answer
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.statistics.words.function_words import FunctionWords
from searchui.search.statistics.words.gram_table import FrequentGrams, Grams, GramTable

Mask: TypeAlias = npt.NDArray[np.bool_]

MIN_WORDS, MAX_WORDS = SHORTEST, DEEPEST - 1  # words
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


Listable: TypeAlias = Callable[[Grams], Mask]


def ngrams(
    table: GramTable, columns: Columns, without: FunctionWords, lengths: tuple[int, int], minimum: int, limit: int
) -> tuple[int, tuple[Ngram, ...]]:
    """How many maximal n-grams there are of the shortest to the longest of some `lengths`, and the commonest.

    None begins or ends with one of the words `without`, but for those that may open a phrase.
    """
    shortest, longest = lengths
    listed = [
        found.only(chosen)
        for found, chosen in maximal(FrequentGrams(table, minimum).of_size, longest, without)
        if found.size >= shortest
    ]
    least = _least(np.concatenate([found.counts for found in listed]), limit)
    rows = [row for found in listed for row in _rows(found, (found.counts >= least).nonzero()[0], columns)]
    rows.sort(key=lambda row: (-row.count, -row.words, row.text))
    return sum(len(found.counts) for found in listed), tuple(rows[:limit])


def _least(counts: Numbers, limit: int) -> int:
    """How common the last of the `limit` commonest is."""
    return 0 if len(counts) <= limit else int(np.partition(counts, -limit)[-limit])


def maximal(
    of_size: Callable[[int], Grams], longest: int, without: FunctionWords, listable: Listable | None = None
) -> Iterator[tuple[Grams, Mask]]:
    """Which n-grams of each size are to be listed, from those of `longest` words to those of two. Few are held at a time.

    An n-gram that begins or ends with one of the words `without` is none, but for one that is opened by its first word,
    nor is one that is not `listable`. Of the others an n-gram is left out where a longer one that is none of these stands
    at NEARLY_ALWAYS percent of its places or more, or where it is of the last size and one that is a word longer, whose
    first word may begin it, ends with it as often: it is then no beginning of what goes on for longer.
    """
    beyond, found = of_size(longest + 1), of_size(longest)
    goes_on = np.where(_begins(beyond, found, without), beyond.counts, 0)
    longer, around = beyond, np.zeros_like(goes_on)
    while True:
        shorter = of_size(found.size - 1) if found.size > MIN_WORDS else None
        covered = _commonest(found, longer, around, (0, 1))
        chosen = _begins(found, shorter, without)
        chosen[chosen] = ~without.every[found.only(chosen).words_at(found.size - 1)]
        if listable is not None:
            chosen[chosen] = listable(found.only(chosen))
        inside = np.maximum(covered, _commonest(found, beyond, goes_on, (1,))) if longer is beyond else covered
        yield found, chosen & (100 * inside < NEARLY_ALWAYS * found.counts)
        if shorter is None:
            return
        longer, around, found = found, np.where(chosen, found.counts, covered), shorter


def _begins(found: Grams, shorter: Grams | None, without: FunctionWords) -> Mask:
    """Of each n-gram whether its first word may be that of a phrase: what follows hardly stands without it, or it is none of `without`.

    `shorter` are those one word shorter, if they are known.
    """
    first = found.words_at(0)
    begins: Mask = ~without.every[first]
    if shorter is None or found.size < MIN_OPENED:
        return begins
    opened = ~begins & without.opening[first]
    some = found.only(opened)
    rest = shorter.counts[shorter.numbers_of(some.entries_at(1))]
    begins[opened] = 100 * some.counts >= NEARLY_ALWAYS * rest
    return begins


def _commonest(found: Grams, longer: Grams, counts: Numbers, shifts: Sequence[int]) -> Numbers:
    """Of each n-gram the highest of some counts of those one word longer that have it at any of some places."""
    highest = np.zeros(len(found.counts), dtype=np.int64)
    some = longer.only(counts > 0)  # few, of most
    for shift in shifts:
        np.maximum.at(highest, found.numbers_of(some.entries_at(shift)), counts[counts > 0])
    return highest


def _rows(found: Grams, chosen: Numbers, columns: Columns) -> Iterator[Ngram]:
    """Some n-grams, with how many speeches each is in."""
    owners, places = found.places_of(chosen)
    paragraphs = found.table.forward_index.firsts.searchsorted(places, side="right") - 1
    speeches = columns.mains_of(paragraphs)
    pairs = distinct(owners * (int(speeches.max(initial=0)) + 1) + speeches)
    having = np.bincount(pairs.values.astype(np.int64) // (int(speeches.max(initial=0)) + 1), minlength=len(chosen))
    some = found.only(chosen)
    for text, count, times in zip(some.texts(), some.counts.tolist(), having.tolist(), strict=True):
        yield Ngram(text, found.size, count, times)
