"""Facets: how the hits are spread over years and speakers."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from indexer.engine.port import Numbers

Value = TypeVar("Value", int, str)
Mask = npt.NDArray[np.bool_]


def chosen(values: Sequence[Value | None], wanted: Sequence[Value], speeches: Numbers) -> Mask:
    """Which of the hits are in speeches of a wanted value; all of them where nothing is chosen."""
    if not wanted:
        return np.ones(len(speeches), dtype=np.bool_)
    allowed = np.array([value in wanted for value in values], dtype=np.bool_)
    return allowed[speeches]


def facet(values: Sequence[Value | None], speeches: Numbers) -> dict[Value, int]:
    """Hits by value; `speeches` is the speech of each hit. Years run from the latest, names from the most hits.

    Speeches without the value are left out.
    """
    numbers, counts = np.unique(speeches, return_counts=True)
    total: Counter[Value] = Counter()
    for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
        value = values[number]
        if value is not None:
            total[value] += count
    return dict(
        sorted(total.items(), key=lambda item: (-item[0], 0) if isinstance(item[0], int) else (-item[1], item[0]))
    )
