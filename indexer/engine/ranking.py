"""What a page of results takes of all that a query finds, as an engine is asked for it in one call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Matches, Numbers

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class FacetColumn:
    """The code of the value of each run, of so many `values`; `mask` are the runs that are counted, None: all."""

    codes: Numbers
    values: int
    mask: Mask | None = None


@dataclass(frozen=True, eq=False)
class RankingColumns:
    """By what matches are counted, filtered and put in order, of one order and one choice of filters; keep it for the next question.

    A run is consecutive paragraphs of one speech by one speaker. `runs` is the run of each paragraph; of each run,
    `speeches` is its speech, `mains` the speech that it is counted for, and `shifts` what is to be added to the number of
    a paragraph to have its place when all are in order of date: equal scores go by that. `by_date`: scores do not count.
    `groups`: what each paragraph shares with its duplicates, -1 where it has none; None: all of them are shown. `mask` are
    the runs that filters leave; None: all.
    """

    runs: Numbers
    speeches: Numbers
    mains: Numbers
    shifts: Numbers
    facets: Mapping[str, FacetColumn] = field(default_factory=dict)
    groups: npt.NDArray[np.signedinteger[Any]] | None = None
    mask: Mask | None = None
    by_date: bool = False


@dataclass(frozen=True, eq=False)
class Ranking:
    """The `best` in their order; of `total` that match, those that are `left` by the filters and in how many `speeches`; how
    many of these are `hidden`, as a duplicate in another speech comes before them; and of each facet how many matches have
    each code.
    """

    best: Matches
    total: int
    left: int
    speeches: int
    hidden: int
    facets: Mapping[str, Numbers]
