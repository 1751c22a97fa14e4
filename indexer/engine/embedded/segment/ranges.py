"""Many ranges of numbers as one array."""

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


def ranges(starts: Integers, sizes: Integers) -> Integers:
    """`sizes` numbers from each of `starts` on, one range after another."""
    before = np.cumsum(sizes) - sizes
    result: Integers = np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes)
    return result
