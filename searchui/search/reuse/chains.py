"""Chains: shared runs that follow each other in both texts with little between them, as in a passage that was reworded."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from searchui.search.reuse.runs.compared_text import ComparedText
from searchui.search.reuse.runs.run_table import RunTable
from searchui.search.reuse.runs.shared_runs import SharedRuns

MAX_GAP = 12  # letters between two runs of a chain
MAX_DRIFT = 6  # letters by which what is between them is longer in one text than in the other
MORE = 4  # letters that a chain of several runs has more, in all, than one run must have


@dataclass(slots=True)
class Chain:
    """Letters `start` to `end` of a text, of which `matched` stand in the corpus, in letters `there` to `there_end` of it.

    These are in a paragraph, by its place in the table. `longest` are the bounds of the longest run, in the text.
    """

    start: int
    end: int
    matched: int
    paragraph: int
    there: int
    there_end: int
    longest: tuple[int, int]

    @property
    def longest_size(self) -> int:
        return self.longest[1] - self.longest[0]


def chains(text: ComparedText, table: RunTable, runs: SharedRuns, least: int) -> list[Chain]:
    """The chains that have a run of `least` letters, or MORE in several runs."""
    paragraphs = table.paragraphs_at(runs.starts + runs.shifts)
    lines = text.lines_at(runs.starts)
    order = np.lexsort((runs.ends, runs.starts, lines, paragraphs))
    columns = (lines[order], paragraphs[order], runs.starts[order], runs.ends[order], runs.shifts[order])
    open_: dict[tuple[int, int], list[Chain]] = defaultdict(list)
    for line, paragraph, start, end, shift in zip(*(column.tolist() for column in columns), strict=True):
        run = Chain(start, end, end - start, paragraph, start + shift, end + shift, (start, end))
        _add(open_[line, paragraph], run)
    return [one for each in open_.values() for one in each if one.longest_size >= least or one.matched >= least + MORE]


def _add(found: list[Chain], run: Chain) -> None:
    """Add a run to the chain that it goes on, or as one of its own."""
    for chain in reversed(found):
        drift = (run.there_end - run.end) - (chain.there_end - chain.end)
        follows = run.end > chain.end and run.there_end > chain.there_end
        if follows and run.start - chain.end <= MAX_GAP and abs(drift) <= MAX_DRIFT:
            chain.matched += min(run.matched, run.end - chain.end, run.there_end - chain.there_end)
            chain.end, chain.there_end = run.end, run.there_end
            if run.longest_size > chain.longest_size:
                chain.longest = run.longest
            return
    found.append(run)
