"""Where reading takes a shorter way, it comes to the same: plain Markdown without the parser, lines by the interpreter."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.dedup.clause_hashes import MIN_SPEECH, ClauseHashes, hash_clauses
from indexer.model import Line, RawText
from indexer.readers import lines, markdown
from indexer.shown_text import as_shown
from indexer.speech import parse

WORDS = (
    "同志们：", "今天讲三点。", "abc", "1. ", "- ", "**", "_", "`", "> ", "# ", "### ", "  # ", "#", "===\n", "---\n", "<div>", "<!--", "-->",
    "<b>", "&#8203;", "\\", "[a](b)", "![x](y)", " ", "\t", "　", "　　", "\u200b", "\u2028", "\n", "\n", "\n\n", "\n \n", "\n　\n", "\x00",
)  # fmt: skip
MARKDOWN = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)
LINE_ENDS = st.text(st.sampled_from("字a 　\u200b\u00ad\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"), max_size=20)


@given(text=MARKDOWN)
def test_markdown_by_blocks_is_that_of_the_parser(text: str) -> None:
    shown = as_shown(text)  # as a file is before it is parted
    parsed = markdown._parsed(markdown._parser().parse(shown), 1)
    assert list(markdown._pieces(shown, 1)) == list(parsed)


@given(text=LINE_ENDS)
def test_a_text_is_parted_at_its_line_ends_only(text: str) -> None:
    expected = [(number, line) for number, line in enumerate(lines.LINE_END.split(text), 1) if lines.clean(line)]
    found = [(line.number, line.text) for line in lines.number_lines(lines.split_lines(text))]
    assert found == [(number, as_shown(line).strip()) for number, line in expected]


def split_mix(number: int) -> int:
    """SplitMix64 as it is published, one number at a time."""
    mixed = number * 0x9E3779B97F4A7C15 % 2**64
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB % 2**64
    return mixed ^ mixed >> 31


def clauses_of(text: str) -> ClauseHashes:
    return hash_clauses(parse(RawText("a.txt", "txt", "utf-8", (Line(1, "题目"), Line(2, text)))), "a.txt")[1]


@given(clauses=st.lists(st.text(st.sampled_from("甲乙丙丁甲ab12"), min_size=4, max_size=9), min_size=60, max_size=80))
def test_a_hash_is_the_sum_of_its_mixed_characters(clauses: list[str]) -> None:
    expected = {
        sum(split_mix((place << 32) + code) for place, code in enumerate([*map(ord, clause), 1])) % 2**64: len(clause)
        for clause in clauses
    }
    found = clauses_of("，".join(clauses) + "。")
    if sum(expected.values()) >= MIN_SPEECH:
        assert dict(zip(found.hashes.tolist(), found.sizes.tolist(), strict=True)) == expected
    assert found.hashes.tolist() == sorted(found.hashes.tolist())


def test_clauses_that_differ_have_different_hashes() -> None:
    """The same letters in another order, or one letter less, are another clause."""
    clauses = {
        f"{a}{b}{c}{d}" for a in "甲乙丙丁戊" for b in "甲乙丙丁戊" for c in "甲乙丙丁戊" for d in "甲乙丙丁戊子丑寅卯"
    }
    clauses |= {clause + "己" for clause in clauses}
    assert len(set(clauses_of("，".join(clauses)).hashes.tolist())) == len(clauses)
