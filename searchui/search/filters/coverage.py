"""Selections: what a narrowing leaves of a corpus."""

import msgspec
import numpy as np

from searchui.search.filters.facets import chosen, column_of
from searchui.search.filters.filters import FACETS, Narrowing
from searchui.search.filters.paragraph_columns import Runs


class Selection(msgspec.Struct, frozen=True):
    """How much of a corpus can be found at all under a narrowing."""

    speeches: int
    paragraphs: int


def selection_of(narrowing: Narrowing, runs: Runs) -> Selection:
    """The speeches and paragraphs that have what is chosen, in whole."""
    paragraphs = runs.paragraphs
    mask = np.ones(len(paragraphs), dtype=np.bool_)
    for facet in FACETS:
        mask &= chosen(column_of(runs, facet), narrowing.of(facet), paragraphs)
    kept = paragraphs[mask]
    return Selection(len(runs.speeches_in(runs.of[kept])), len(kept))
