"""No spreadsheet takes a cell for a formula, and every text comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.csv_cells import plain_cell, safe_cell

# Written out, and not taken from the program: what Excel and LibreOffice begin a formula with, half and full width.
BEGIN_A_FORMULA = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


@pytest.mark.parametrize("sign", BEGIN_A_FORMULA)
def test_what_would_begin_a_formula_is_a_text(sign: str) -> None:
    assert safe_cell(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"
    assert safe_cell(f"一{sign}二") == f"一{sign}二"


@given(st.text("=+-@\t\r\n＝＋－＠'一a1", max_size=6))
def test_every_text_comes_back(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text
