"""Facets: how the hits are spread over years and speakers."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from indexer.engine.port import Numbers

Value = TypeVar("Value", int, str)
Mask = npt.NDArray[np.bool_]


def chosen(values: Sequence[Value | None], wanted: Sequence[Value], places: Numbers) -> Mask:
    """Which of the hits have a wanted value, at their `places` in `values`; all of them where nothing is chosen."""
    if not wanted:
        return np.ones(len(places), dtype=np.bool_)
    allowed = np.array([value in wanted for value in values], dtype=np.bool_)
    return allowed[places]


def facet(values: Sequence[Value | None], places: Numbers) -> dict[Value, int]:
    """Hits by value; `places` are those of the hits in `values`. Years run from the latest, names from the most hits.

    Hits without the value are left out.
    """
    numbers, counts = np.unique(places, return_counts=True)
    total: Counter[Value] = Counter()
    for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
        value = values[number]
        if value is not None:
            total[value] += count
    return dict(
        sorted(total.items(), key=lambda item: (-item[0], 0) if isinstance(item[0], int) else (-item[1], item[0]))
    )
