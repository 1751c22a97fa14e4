"""Selections: what filters leave of a corpus."""

import msgspec
import numpy as np

from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import chosen, column_of
from searchui.search.filters.filters import Filters
from searchui.search.filters.paragraph_columns import Runs


class Selection(msgspec.Struct, frozen=True):
    """How much of a corpus can be found at all under some filters."""

    speeches: int
    paragraphs: int


def selection_of(filters: Filters, runs: Runs) -> Selection:
    """The speeches and paragraphs that have what is chosen, in whole."""
    paragraphs = runs.paragraphs
    mask = np.ones(len(paragraphs), dtype=np.bool_)
    for facet in FACETS:
        mask &= chosen(column_of(runs, facet), filters.of(facet), paragraphs)
    kept = paragraphs[mask]
    return Selection(len(runs.speeches_in(runs.of[kept])), len(kept))
