"""All runs of a corpus that stand in more than one place, at once."""

from dataclasses import dataclass

import numpy as np

from indexer.engine.answers import Numbers
from searchui.search.reuse.runs.corpus_runs import CorpusRuns
from searchui.search.reuse.runs.run_sorting import Places
from searchui.search.reuse.runs.run_table import RunTable


@dataclass(frozen=True, slots=True)
class RepeatedRuns:
    """Places of runs of one length, run by run; `numbers` is the number of the run at each, `firsts` where each run begins."""

    places: Places
    numbers: Places
    firsts: Numbers


def repeated_runs(table: RunTable, length: int, most: int | None = None) -> RepeatedRuns:
    """Runs that stand in more than one place, or in no more than `most`."""
    alike = table.common >= length
    kept = alike.copy()
    kept[:-1] |= alike[1:]
    places, new = table.places[kept], ~alike[kept]
    if most is not None:
        few = np.diff(new.nonzero()[0], append=len(new)) <= most
        chosen = few[np.cumsum(new, dtype=np.uint32) - np.uint32(1)]
        places, new = places[chosen], new[chosen]
    return RepeatedRuns(places, np.cumsum(new, dtype=np.uint32) - np.uint32(1), new.nonzero()[0])


def owners_of_letters(corpus: CorpusRuns) -> Numbers:
    """The number of the speech that each letter of a corpus is in."""
    return np.repeat(corpus.speech_of.astype(np.int32), np.diff(corpus.table.starts))


def covered_letters(places: Numbers, length: int) -> Numbers:
    """How many letters runs of a length add to those before them, by where they begin, ascending."""
    gaps: Numbers = np.minimum(np.diff(places, append=places[-1:] + length), length)
    return gaps
