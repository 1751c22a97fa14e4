"""Tables of CSV, changed in one cell: nothing else moves, and what is read is what was written."""

import csv
import io

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from indexer.intake.csv_text import CsvText, NotCsvError

SIGNS = 'a,"\r\n 讲；\t'


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def opened(text: str) -> CsvText:
    try:
        return CsvText.read(text, ",")
    except NotCsvError:
        assume(False)
        raise


@given(st.text(alphabet=SIGNS, max_size=30), st.data())
@example('a,"b""c"\r\nd', None)
def test_one_cell_is_changed_and_no_other(text: str, data: st.DataObject | None) -> None:
    table = opened(text)
    assert table.text == text
    if data is None or not table.records:
        return
    row = data.draw(st.integers(0, len(table.records) - 1))
    column = data.draw(st.integers(0, len(table.records[row].cells)))
    value = data.draw(st.text(alphabet=SIGNS, min_size=1, max_size=6))
    before = [[record.value(at) for at in range(len(record.cells))] for record in table.records]
    table.set(table.records[row], column, value)
    wanted = [list(cells) for cells in before]
    wanted[row] += [""] * (column + 1 - len(wanted[row]))
    wanted[row][column] = value
    again = CsvText.read(table.text, ",")
    assert [[record.value(at) for at in range(len(record.cells))] for record in again.records] == wanted


@given(st.lists(st.lists(st.text(alphabet=SIGNS, max_size=5), min_size=2, max_size=4), min_size=1, max_size=5))
def test_whatever_the_library_writes_is_read(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    table = CsvText.read(out.getvalue(), ",")
    assert [[record.value(at) for at in range(len(record.cells))] for record in table.records] == rows
    table.append(["甲", 'x,"y"'])
    assert read(table.text) == [*rows, ["甲", 'x,"y"']]


@pytest.mark.parametrize("text", ['"a', '"a"b,c\n', 'x,"a" \n', '"a""\n'])
def test_what_other_programs_would_read_otherwise_is_refused(text: str) -> None:
    with pytest.raises(NotCsvError):
        CsvText.read(text, ",")
