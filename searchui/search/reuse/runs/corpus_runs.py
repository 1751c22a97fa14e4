"""Whose the places of runs are: the runs of a corpus, with the speech and the date of each place."""

import numpy as np

from indexer.engine.answers import Numbers
from searchui.search.filters.columns import Mask
from searchui.search.reuse.runs.chronology import Author, Chronology
from searchui.search.reuse.runs.letters import END
from searchui.search.reuse.runs.run_sorting import Codes
from searchui.search.reuse.runs.run_table import Ranges, RunTable
from searchui.search.snapshot import Snapshot

MAX_PLACES = 30  # of a run that tells where it is from; what stands in more is ritual wording
SAMPLED = 64  # places that are looked at before all of them are
LOOKED_AT = 1 << 21  # places at a time
COPY_RUN = 12  # letters of the runs by which copies are told
COPY_SHARE = 0.6  # of the letters of the shorter of two speeches, in runs that both have: versions of one
LEAST_COPY = 200  # letters of a speech of which that is told


class CorpusRuns:
    """The runs of a corpus."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.table = RunTable.of(snapshot)
        self.chronology = Chronology(snapshot)
        self.speech_of: Numbers = snapshot.columns.speech_of(self.table.numbers)  # by the place of a paragraph
        before = np.append(0, np.cumsum(self.table.codes != END))
        letters = np.diff(before[self.table.starts])
        self.letters: Numbers = np.bincount(self.speech_of, letters, minlength=len(snapshot.entries)).astype(np.int64)

    def speeches_at(self, places: Numbers) -> Numbers:
        """The number of the speech at each of some places."""
        speeches: Numbers = self.speech_of[self.table.paragraphs_at(places)]
        return speeches

    def are_earlier(self, ranges: Ranges, author: Author, copies: Numbers) -> Mask:
        """Which of some runs stand in a speech that came before an author's text and is no version of it."""
        earlier = self._any_earlier(Ranges(ranges.low, np.minimum(ranges.high, ranges.low + SAMPLED)), author, copies)
        open_ = (~earlier & (ranges.sizes > SAMPLED)).nonzero()[0]
        earlier[open_] = self._any_earlier(ranges.at(open_), author, copies)
        return earlier

    def _any_earlier(self, ranges: Ranges, author: Author, copies: Numbers) -> Mask:
        earlier = np.zeros(len(ranges.low), dtype=np.bool_)
        ends = np.cumsum(ranges.sizes)
        for part in np.split(np.arange(len(ends)), _cuts(ends)):
            owners, places = self.table.places_of(ranges.at(part))
            speeches = self.speeches_at(places)
            found = self.chronology.are_earlier(speeches, author) & self.are_others(speeches, author, copies)
            earlier[part[owners[found]]] = True
        return earlier

    def are_others(self, speeches: Numbers, author: Author, copies: Numbers) -> Mask:
        """Which of some speeches are neither the author's nor versions of it."""
        others: Mask = (self.chronology.mains[speeches] != author.main) & ~np.isin(speeches, copies)
        return others

    def copies_of(self, text: Codes, runs: Numbers, author: Author, letters: int) -> Numbers:
        """The speeches of which a text is another version: one has most of the other.

        `runs` are the places of the text from which COPY_RUN letters stand, `letters` how many it has.
        """
        ranges = self.table.find(text, runs, COPY_RUN)
        chosen = ((ranges.sizes > 0) & (ranges.sizes <= MAX_PLACES)).nonzero()[0]
        owners, places = self.table.places_of(ranges.at(chosen))
        speeches = self.speeches_at(places)
        own = covered_by_speech(speeches, runs[chosen[owners]], COPY_RUN, len(self.letters))
        other = covered_by_speech(speeches, places, COPY_RUN, len(self.letters))
        of_shorter = np.where(
            letters < self.letters, own, np.where(letters > self.letters, other, np.maximum(own, other))
        )
        size = np.minimum(letters, self.letters)
        found: Numbers = ((size >= LEAST_COPY) & (of_shorter >= COPY_SHARE * size)).nonzero()[0]
        return found[self.are_others(found, author, found[:0])]


def covered_by_speech(speeches: Numbers, places: Numbers, length: int, count: int) -> Numbers:
    """How many letters are in runs of a length that begin at some places, by the speech of `count` that each belongs to."""
    order = np.lexsort((places, speeches))
    speeches, places = speeches[order], places[order]
    gaps = np.append(np.diff(places), length)
    gaps[:-1][speeches[1:] != speeches[:-1]] = length
    return np.bincount(speeches, np.minimum(gaps, length)[: len(places)], minlength=count).astype(np.int64)


def _cuts(ends: Numbers) -> Numbers:
    """Where to cut rows, which end among places at `ends`, so that parts are small."""
    parts = ends // LOOKED_AT
    return np.flatnonzero(np.diff(parts)) + 1
