"""How often runs of paragraphs have a phrase, from how often each paragraph has it: where an engine has no pass of its own."""

import numpy as np

from indexer.engine.answers import Numbers, Occurrences, RunUses


def uses_by_run(found: Occurrences, runs: Numbers) -> RunUses:
    """Occurrences by the run of each paragraph of an index, which ascend."""
    own = runs[found.paragraphs]
    begins = np.flatnonzero(np.diff(own, prepend=-1))
    sizes = np.diff(begins, append=len(own))
    counts = np.add.reduceat(found.counts, begins) if len(begins) else found.counts[:0]
    return RunUses(own[begins], counts, sizes, found.paragraphs[begins], found.paragraphs[begins + sizes - 1])
