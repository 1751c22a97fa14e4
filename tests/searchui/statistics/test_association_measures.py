"""Measures held against what their authors worked out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchui.search.statistics.words.association_measures import log_likelihood, log_ratio


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((110, 2442, 111, 29114), 270.72),  # the swiss
        ((29, 13, 123, 31612), 263.90),  # can be
        ((10, 0, 3, 31764), 167.23),  # mineral water
    ],
)
def test_the_table_of_dunning(cells: tuple[int, int, int, int], expected: float) -> None:
    """Dunning 1993, table 2: k(AB), k(A ~B), k(~A B), k(~A ~B), and −2 log λ."""
    both, first, second, neither = cells
    measure = log_likelihood(np.array([both]), both + first, np.array([second]), second + neither)
    assert round(float(measure[0]), 2) == expected


@pytest.mark.parametrize(
    ("own", "other", "expected"), [(392, 170, 90), (348, 99, 147), (15, 14, 0), (9, 32, -14), (21, 25, 0)]
)
def test_the_example_of_rayson(own: int, other: int, expected: int) -> None:
    """Rayson on the Corpora list, 18 January 2002: keep and its forms in two corpora of a million words each."""
    measure = log_likelihood(np.array([own]), 10**6, np.array([other]), 10**6)
    assert round(float(measure[0])) == expected


def test_an_example_by_hand() -> None:
    """3 of 10 here, 1 of 90 there: 0.4 and 3.6 are expected, and 9.6 and 86.4 of all other words.

    2 (3 ln 7.5 + 1 ln 0.27778 + 7 ln 0.729167 + 89 ln 1.030093) = 2 (6.044709 − 1.280934 − 2.210873 + 2.638794)
    """
    measure = log_likelihood(np.array([3]), 10, np.array([1]), 90)
    assert float(measure[0]) == pytest.approx(10.3834, abs=1e-3)


@given(own=st.integers(0, 50), other=st.integers(0, 50), more=st.integers(1, 500), others=st.integers(1, 500))
def test_measures_of_any_counts(own: int, other: int, more: int, others: int) -> None:
    here, there = own + more, other + others
    one = float(log_likelihood(np.array([own]), here, np.array([other]), there)[0])
    assert one == pytest.approx(-float(log_likelihood(np.array([other]), there, np.array([own]), here)[0]), abs=1e-6)
    assert (one > 1e-6) <= (own * there > other * here)
    ratio = float(log_ratio(np.array([own]), here, np.array([other]), there)[0])
    assert ratio == pytest.approx(math.log2((own or 0.5) / here * there / (other or 0.5)))


def test_nothing_at_all() -> None:
    assert log_likelihood(np.array([0]), 0, np.array([0]), 0).tolist() == [0]
    assert log_ratio(np.array([0]), 0, np.array([0]), 0).tolist() == [0]
