"""Columns on a terminal line up whatever is in them, figures so that they can be compared, and what is cut says so."""

from hypothesis import given
from hypothesis import strategies as st

from searchui.cli.text_table import CUT, shortened, text_table, width

WORDS = st.text("党建ab 。é", min_size=1, max_size=12).map(str.strip).filter(bool)
FIGURES = st.integers(0, 10**7).map(lambda figure: f"{figure:,}")


@given(st.lists(st.tuples(WORDS, FIGURES, WORDS), min_size=1, max_size=6))
def test_words_begin_and_figures_end_at_one_place(rows: list[tuple[str, str, str]]) -> None:
    lines = list(text_table(["标题", "字数", "编号"], rows))
    longest = max(width(row[0]) for row in [("标题",), *rows])
    figures = max(width(row[1]) for row in [("", "字数"), *rows])
    for line, (word, figure, last) in zip(lines[1:], rows, strict=True):
        assert line.startswith(word)
        assert line.endswith(figure + "  " + last)
        assert width(line) == longest + 2 + figures + 2 + width(last)


def test_there_is_no_table_of_nothing() -> None:
    assert list(text_table(["标题"], [])) == []


@given(st.text("党建ab。", max_size=40), st.integers(2, 30))
def test_what_is_cut_says_so_and_takes_no_more_than_its_room(text: str, most: int) -> None:
    short = shortened(text, most)
    assert width(short) <= most or short == text
    assert short == text if width(text) <= most else (short.endswith(CUT) and text.startswith(short[: -len(CUT)]))
    assert width(short) >= most - 1 or short == text
