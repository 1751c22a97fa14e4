"""Versions: copies of one speech are found whatever became of their layout; different speeches never are one."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import opencc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.dedup.clause_hashes import ClauseHashes, SpeechSketch, hash_clauses
from indexer.dedup.near_duplicates import NearDuplicate, Similarities, find_near_duplicates
from indexer.model import Gap, Kind, Line, RawText, Speech, SpeechDate
from indexer.readers import read_one
from indexer.readers.corpus import corpus_files
from indexer.speech import parse
from indexer.speech.cleaning.reflow import LONG
from indexer.speech.compilation import speeches_of
from tests.conftest import PUBLISHED_TWICE, SEEDS

WIDE = str.maketrans("，。；：！？（）0123456789", ",.;:!?()０１２３４５６７８９")
EVERY = [raw for path, file in corpus_files(SEEDS) for raw in speeches_of(read_one(file, path))]
SAMPLES = [raw for raw in EVERY if raw.path != PUBLISHED_TWICE[1]]


def raw(text: str, path: str = "copy.txt") -> RawText:
    return RawText(path, "txt", "utf-8", tuple(Line(n, t) for n, t in enumerate(text.splitlines(), 1) if t))


def copy_of(sample: RawText, lines: Sequence[str]) -> RawText:
    kept = tuple(Line(number, text.strip()) for number, text in enumerate(lines, 1) if text.strip())
    return replace(sample, path="copy.txt", lines=kept, part=None)


Sketched = tuple[SpeechSketch, ClauseHashes]


def sketches(*raws: RawText) -> list[Sketched]:
    return [hash_clauses(parse(one), one.name) for one in raws]


def similarities_of(sketched: Sequence[Sketched]) -> Similarities:
    clauses = {own.path: one for own, one in sketched}
    return Similarities(clauses.__getitem__, {})


def versions_of(sketched: Sequence[Sketched]) -> list[NearDuplicate]:
    return find_near_duplicates([own for own, _ in sketched], similarities_of(sketched))


def pairs(found: list[NearDuplicate]) -> list[set[str]]:
    return [{version.path, version.of} for version in found]


def test_two_sample_speeches_never_are_one() -> None:
    assert versions_of(sketches(*SAMPLES)) == []


def test_a_sample_that_two_sites_have_published_is_one_speech() -> None:
    assert pairs(versions_of(sketches(*EVERY))) == [set(PUBLISHED_TWICE)]


def test_the_congress_report_and_nothing_else(shared: Path) -> None:
    raws = [read_one(file, path) for path, file in corpus_files(shared / "corpora") if not path.startswith("trans")]
    found = versions_of(sketches(*raws))
    assert [(version.path, version.of) for version in found] == [
        ("congress-report-2022/report-b.txt", "congress-report-2022/report-a.txt")
    ]
    assert found[0].shared > 0.95


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(sample=st.sampled_from(SAMPLES), seed=st.integers(0, 2**32), width=st.booleans(), cut=st.floats(0, 0.05))
def test_a_copy_in_another_layout_is_found(sample: RawText, seed: int, width: bool, cut: float) -> None:
    rng = random.Random(seed)
    text = "\n".join(line.text for line in sample.lines)
    text = text.translate(WIDE) if width else text
    marred = "".join(c + rng.choice(["", "", "", "\n", " ", "　"]) if rng.random() < cut else c for c in text)
    found = versions_of(sketches(*SAMPLES, copy_of(sample, marred.splitlines())))
    assert pairs(found) == [{sample.name, "copy.txt"}]


@pytest.mark.slow
@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk", "t2s"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_simplified_and_traditional(sample: RawText, config: str) -> None:
    converter = opencc.OpenCC(config)
    copy = copy_of(sample, [converter.convert(line.text) for line in sample.lines])
    assert pairs(versions_of(sketches(sample, copy))) == [{sample.name, "copy.txt"}]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_one_line_page_furniture_and_other_characters(sample: RawText) -> None:
    one_line = copy_of(sample, ["".join(line.text for line in sample.lines)])
    lines = [
        piece for n, line in enumerate(sample.lines) for piece in (line.text, *([f"- {n} -"] if n % 9 == 8 else []))
    ]
    lines = [text.replace("工作", "公作", 1) if n % 12 == 5 else text for n, text in enumerate(lines)]
    copies = [one_line] if len(one_line.lines[0].text) >= LONG else []  # what is shorter may be a paragraph
    for copy in (*copies, copy_of(sample, lines)):
        assert pairs(versions_of(sketches(sample, copy))) == [{sample.name, "copy.txt"}]


def body(seed: int, clauses: int = 60) -> str:
    rng = random.Random(seed)
    return "".join("".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(12)) + "。" for _ in range(clauses))


def speech(text: str, path: str, date: SpeechDate | None = None, **facts: object) -> Sketched:
    return hash_clauses(replace(parse(raw("同志们：\n" + text, path)), date=date, **facts), path)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "versions"),
    [
        (None, None, True),
        (SpeechDate(2024, 5, 3), None, True),
        (SpeechDate(2024, 5, 3), SpeechDate(2024, 5, 3), True),
        (SpeechDate(2024, 5, 3), SpeechDate(2024, 5), True),
        (SpeechDate(2024, 5, 3), SpeechDate(2024), True),
        (SpeechDate(2024, 5, 3), SpeechDate(2024, 5, 4), False),
        (SpeechDate(2024, 5, 3), SpeechDate(2024, 6), False),
        (SpeechDate(2024), SpeechDate(2023), False),
    ],
)
def test_another_date_is_another_speech(one: SpeechDate | None, other: SpeechDate | None, versions: bool) -> None:
    found = versions_of([speech(body(1), "a", one), speech(body(1), "b", other)])
    assert bool(found) is versions


@pytest.mark.parametrize(
    ("same", "of_it", "versions"), [(55, 60, True), (50, 60, False), (60, 70, True), (60, 80, False)]
)
def test_how_much_is_shared(same: int, of_it: int, versions: bool) -> None:
    """60 clauses of which `same` are in another speech of `of_it` clauses."""
    shared = body(1, same)
    found = versions_of([speech(shared + body(2, 60 - same), "a"), speech(shared + body(3, of_it - same), "b")])
    assert bool(found) is versions


def test_which_one_is_kept() -> None:
    day, text = SpeechDate(2024, 5, 3), body(1)
    gap = Gap("hidden", "……", 1, 1, None)
    cut = speech(text + "外", "a", day, speaker="张明", gaps=(gap,))
    longer, longest = speech(text + body(2, 3), "d"), speech(text + body(2, 10), "d")
    dated = speech(text, "c", day)
    plain = speech(text, "b")
    named = speech(text, "e", day, speaker="张明")

    def kept(*some: Sketched) -> set[str]:
        orders = (some, some[::-1])
        assert len({tuple(versions_of(order)) for order in orders}) == 1
        return {version.of for version in versions_of(some)}

    assert kept(cut, plain) == {"b"}
    assert kept(longer, dated) == {"c"}, "what the longer one says more is indexed all the same"
    assert kept(longest, dated) == {"d"}
    assert kept(plain, dated) == {"c"}
    assert kept(dated, named) == {"e"}
    assert kept(plain, speech(text, "z")) == {"b"}
    assert kept(cut, plain, dated, named, longer) == {"e"}


def test_each_is_a_version_of_the_one_kept() -> None:
    """b is a version of a, and c would be one of b, but is too far from a to be one."""
    a, b, c = (
        speech(body(1, 110)[start * 13 : end * 13], name)
        for name, start, end in [("a", 0, 100), ("b", 2, 102), ("c", 5, 105)]
    )
    found = versions_of([a, b, c])
    assert [(version.path, version.of, version.is_same) for version in found] == [("b", "a", True), ("c", "a", False)]


def test_short_speeches_are_one_only_where_all_is_the_same() -> None:
    greeting = "在大会上的致辞\n同志们：\n向大会表示热烈祝贺，向同志们问好，祝大会圆满成功。{}\n"
    a, b, c = sketches(*(raw(greeting.format(end), f"{n}.txt") for n, end in enumerate(["一。", "二。", "一．"])))
    assert pairs(versions_of([a, b, c])) == [{"0.txt", "2.txt"}]


def test_speeches_without_words() -> None:
    assert versions_of([]) == []
    assert versions_of(sketches(raw("……", "a.txt"), raw("——", "b.txt"))) == []


def test_many_copies_and_an_annual_formula() -> None:
    copies = [speech(body(1) + body(n, 2), f"copy-{n:03d}") for n in range(2, 102)]
    annual = [speech(body(1), f"annual-{year}", SpeechDate(year, 1, 1)) for year in range(1950, 1970)]
    found = versions_of(copies)
    assert (len(found), {version.of for version in found}) == (99, {"copy-002"})
    assert versions_of(annual) == []


@pytest.mark.slow
def test_work_grows_with_the_corpus() -> None:
    """1,000 speeches that share a formula of 20 clauses are not compared half a million times."""
    formula = body(0, 20)
    many = [speech(formula + body(n + 10, 40), f"{n}") for n in range(1000)]
    sketched = [*many, speech(formula + body(17, 40), "again")]
    similarities = similarities_of(sketched)
    assert find_near_duplicates([own for own, _ in sketched], similarities) == [
        NearDuplicate("again", "again", "7", 1.0)
    ]
    assert len(similarities.used) < 10 * len(sketched)


@settings(max_examples=40, deadline=None)
@given(
    seeds=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 8), st.integers(30, 60)), min_size=2, max_size=9),
    known=st.integers(0, 9),
)
def test_what_was_compared_before_is_not_compared_again(seeds: list[tuple[int, int, int]], known: int) -> None:
    """An update knows the similarities of most pairs, and finds what a build finds that knows none."""
    made = [speech(body(text, size) + body(tail + 10, tail), f"{n}") for n, (text, tail, size) in enumerate(seeds)]
    expected = versions_of(made)
    before = similarities_of(made[:known])
    find_near_duplicates([own for own, _ in made[:known]], before)
    compared: list[str] = []
    clauses = {own.path: one for own, one in made}

    def ask(name: str) -> ClauseHashes:
        compared.append(name)
        return clauses[name]

    similarities = Similarities(ask, before.used)
    assert find_near_duplicates([own for own, _ in made], similarities) == expected
    if known >= len(made):
        assert not compared


def test_a_print_is_made_of_the_body() -> None:
    found: Speech = parse(raw("一个题目\n（2024年5月3日）\n" + body(1)))
    assert {Kind.TITLE, Kind.DATELINE} <= {part.kind for part in found.paragraphs}
    other = parse(raw("另一个题目\n（2024年5月3日）\n" + body(1)))
    assert list(hash_clauses(found, "a")[1].hashes) == list(hash_clauses(other, "b")[1].hashes)
