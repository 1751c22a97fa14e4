"""The longest runs of letters that a text has in common with places of a corpus."""

from dataclasses import dataclass

import numpy as np

from indexer.engine.answers import Numbers
from searchui.search.reuse.runs.chronology import Author
from searchui.search.reuse.runs.compared_text import ComparedText
from searchui.search.reuse.runs.corpus_runs import MAX_PLACES, CorpusRuns
from searchui.search.reuse.runs.letters import END
from searchui.search.reuse.runs.run_sorting import DEEPEST, WIDTH, Codes
from searchui.search.reuse.runs.run_table import Ranges

LOOKED_AT = 1 << 15  # runs at a time


@dataclass(frozen=True, slots=True)
class SharedRuns:
    """Letters `starts` to `ends` (exclusive) of a text that stand the same in the corpus, `shifts` letters further on."""

    starts: Numbers
    ends: Numbers
    shifts: Numbers


@dataclass(frozen=True, slots=True)
class Found:
    """What a text has in common with the corpus: `runs`, and the beginnings of runs that stand in very many places, with
    how many these are.
    """

    runs: SharedRuns
    common: Numbers
    common_places: Numbers


def shared_runs(corpus: CorpusRuns, text: ComparedText, least: int, author: Author, copies: Numbers) -> Found:
    """The runs that a text has in common with speeches that did not come after it, its own and `copies` of it apart.

    Every one of `least` letters or more is among them, and most shorter ones; but those that stand in more than MAX_PLACES.
    """
    finder = _Finder(corpus, text, least, author, copies)
    runs = text.runs(WIDTH)
    parts = [finder.found(runs[first : first + LOOKED_AT]) for first in range(0, max(len(runs), 1), LOOKED_AT)]
    own, there, common, times = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return Found(maximal_runs(text.codes, corpus.table.codes, own, there), common, times)


class _Finder:
    """Looks up the runs of one text."""

    def __init__(self, corpus: CorpusRuns, text: ComparedText, least: int, author: Author, copies: Numbers) -> None:
        self._corpus, self._text, self._author, self._copies = corpus, text, author, copies
        self._depth = min(least, DEEPEST)
        self._deep = text.runs(self._depth)

    def found(self, runs: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Of some runs of WIDTH letters those that stand in sources, and where; those that stand in very many places, and in
        how many.
        """
        table, text = self._corpus.table, self._text
        ranges = table.find(text.codes, runs, WIDTH)
        rare = ((ranges.sizes > 0) & (ranges.sizes <= MAX_PLACES)).nonzero()[0]
        frequent = np.intersect1d(runs[ranges.sizes > MAX_PLACES], self._deep, assume_unique=True)
        deeper = table.find(text.codes, frequent, self._depth)
        deep = ((deeper.sizes > 0) & (deeper.sizes <= MAX_PLACES)).nonzero()[0]
        common = (deeper.sizes > MAX_PLACES).nonzero()[0]
        common = common[self._corpus.are_earlier(deeper.at(common), self._author, self._copies)]
        found = [self._in_sources(runs[rare], ranges.at(rare)), self._in_sources(frequent[deep], deeper.at(deep))]
        own, there = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        return own, there, frequent[common], deeper.sizes[common]

    def _in_sources(self, runs: Numbers, ranges: Ranges) -> tuple[Numbers, Numbers]:
        """Runs by their places in speeches that did not come later and are no versions of the text."""
        owners, places = self._corpus.table.places_of(ranges)
        speeches = self._corpus.speeches_at(places)
        kept = self._corpus.are_others(speeches, self._author, self._copies)
        kept &= ~self._corpus.chronology.are_later(speeches, self._author)
        return runs[owners[kept]], places[kept]


def maximal_runs(text: Codes, there: Codes, starts: Numbers, places: Numbers) -> SharedRuns:
    """Runs of WIDTH letters that are the same in two texts, from `starts` of one and `places` of the other on, made as long
    as they are, each once.
    """
    shifts = places - starts
    order = np.lexsort((starts, shifts))
    starts, shifts = starts[order], shifts[order]
    joined = (shifts[1:] == shifts[:-1]) & (starts[1:] == starts[:-1] + 1)
    first = np.append(True, ~joined)[: len(starts)]
    last = np.append(~joined, True)[: len(starts)]
    starts, ends, shifts = starts[first], starts[last] + WIDTH, shifts[first]
    _extend(text, there, ends, shifts, 0, 1)
    _extend(text, there, starts, shifts, -1, -1)
    new = np.append(True, (shifts[1:] != shifts[:-1]) | (starts[1:] != starts[:-1]))[: len(starts)]
    return SharedRuns(starts[new], ends[new], shifts[new])


def _extend(text: Codes, there: Codes, bounds: Numbers, shifts: Numbers, looked_at: int, step: int) -> None:
    """Move bounds, in place, as long as the letters there are the same."""
    open_ = np.arange(len(bounds))
    while len(open_):
        own = bounds[open_] + looked_at
        other = own + shifts[open_]
        inside = (own >= 0) & (other >= 0) & (own < len(text)) & (other < len(there))
        letters = text[own * inside]
        same = inside & (letters == there[other * inside]) & (letters != END)
        open_ = open_[same]
        bounds[open_] += step
