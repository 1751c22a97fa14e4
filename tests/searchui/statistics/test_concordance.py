"""Concordances: every occurrence is a line, in one total order, with what stands beside it; by brute force."""

import shutil
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.build.pipeline import BuildOptions, build, update
from indexer.engine.answers import CodePoints, Numbers, Spans
from indexer.errors import CallError, PageError, QueryError
from indexer.model import Paragraph
from indexer.store.speech_catalogue import Entry
from searchui import Corpus, open_corpus
from searchui.search.filters.facet import FACETS
from searchui.search.filters.filters import Filters
from searchui.search.filters.genre import genre_of
from searchui.search.statistics.collation import Collation, characters, ranks
from searchui.search.statistics.concordance import Line
from searchui.search.statistics.concordance_search import CHUNK, MAX_LINES, MAX_WIDTH
from searchui.search.statistics.concordance_sort import FEW, LineOrder, LineSort
from tests.conftest import SEEDS
from tests.oracle import OracleEngine, extents
from tests.searchui.catalogues import entries, moved
from tests.searchui.snapshots import snapshot_of

PHRASES = ("发展", "党的建设", "的", "，", "新质生产力", "我们", "２０２４", "哈", "習近平", "高质量发展")
MANNERS = (
    PLAIN,
    MatchOptions(exact=True),
    MatchOptions(loose=True),
    MatchOptions(numbers=True),
    MatchOptions(loose=True, numbers=True),
)


def every_line(
    corpus: Corpus, phrase: str, match_options: MatchOptions = PLAIN
) -> Iterator[tuple[Entry, Paragraph, int, int]]:
    """Every occurrence, in the order of the corpus."""
    for entry in corpus._catalogue.entries:
        for paragraph in corpus.speech(entry.id).paragraphs:
            for start, end in sorted(extents(phrase, paragraph.text, match_options).items()):
                yield entry, paragraph, start, end


def expected(
    corpus: Corpus, phrase: str, sort: str, match_options: MatchOptions = PLAIN, collation: Collation = Collation.CODE
) -> list[tuple[str, str, int, int]]:
    """All lines in their order: by the folded text as far as 120 characters, by date, by the order of the corpus."""
    table = {character: place for place, character in enumerate(characters(collation))} if collation != "code" else {}

    def weight(character: str) -> tuple[int, int]:
        """Not Chinese, then Chinese in the table, then Chinese not in it."""
        if character in table:
            return 1, table[character]
        name = unicodedata.name(character, "")
        return (2 if table and name.startswith("CJK UNIFIED IDEOGRAPH") else 0), ord(character)

    def key(line: tuple[Entry, Paragraph, int, int]) -> tuple[object, ...]:
        entry, paragraph, start, end = line
        date = entry.date.key if entry.date else 0
        time = (entry.date is None, -date if sort == "newest" else date)
        text = fold(paragraph.text)
        beside = {"left": text[:start][::-1][:120], "right": text[end:][:120]}
        return ([weight(character) for character in beside.get(sort, "")], *time)

    return [
        (e.id, p.anchor, start, end) for e, p, start, end in sorted(every_line(corpus, phrase, match_options), key=key)
    ]


@pytest.mark.parametrize("collation", [Collation.PINYIN, Collation.STROKES])
@pytest.mark.parametrize("sort", ["left", "right"])
@pytest.mark.parametrize("phrase", ["发展", "的", "，", "習近平"])
def test_lines_by_pinyin_and_by_strokes(corpus: Corpus, phrase: str, sort: str, collation: Collation) -> None:
    wanted = expected(corpus, phrase, sort, collation=collation)
    assert [place(line) for line in corpus.kwic_lines(phrase, sort=sort, collation=collation)] == wanted
    second = corpus.kwic(phrase, sort=sort, collation=collation, per_page=7, page=2 if len(wanted) > 7 else 1).lines
    assert [place(line) for line in second] == (wanted[7:14] if len(wanted) > 7 else wanted)
    if len(wanted) > 100:
        assert wanted != expected(corpus, phrase, sort)


def test_every_character_has_a_rank_of_its_own() -> None:
    for collation in Collation:
        order = ranks(collation)
        assert len(np.unique(order)) == len(order) == sys.maxunicode + 1
        assert order[0] == 0
        assert (order[[ord(each) for each in ",.1aZ"]] < order[ord("一")]).all()


def test_pinyin_as_a_dictionary_has_it() -> None:
    """The common characters, as a dictionary reads them: ever later syllables and tones, but for some with two readings."""
    readings = pytest.importorskip("pypinyin")
    listed = [each for each in characters(Collation.PINYIN) if each.encode("gb2312", "ignore") and each < "\u9fa0"]
    level_one = [each for each in listed if each.encode("gb2312")[0] <= 0xD7]
    said = [readings.pinyin(each, style=readings.Style.TONE3, neutral_tone_with_five=True)[0][0] for each in level_one]
    keys = [reading.replace("ü", "v") for reading in said]
    assert len(keys) > 3700
    later = sum(before <= after for before, after in pairwise(keys))
    assert later > 0.95 * len(keys)


def test_strokes_as_they_are_counted() -> None:
    order = {character: place for place, character in enumerate(characters(Collation.STROKES))}
    known = ["一", "乙", "人", "大", "不", "中", "发", "安", "国", "展", "基", "党", "建", "新", "群", "镇", "疆"]
    counts = [1, 1, 2, 3, 4, 4, 5, 6, 8, 10, 11, 10, 8, 13, 13, 15, 19]
    for one, count in zip(known, counts, strict=True):
        for other, more in zip(known, counts, strict=True):
            assert count >= more or order[one] < order[other], (one, other)


def place(line: Line) -> tuple[str, str, int, int]:
    return line.speech.id, line.anchor, line.start, line.end


@pytest.mark.parametrize("sort", [sort.value for sort in LineSort])
@pytest.mark.parametrize("phrase", PHRASES)
def test_every_occurrence_is_a_line_and_pages_are_one_order(corpus: Corpus, phrase: str, sort: str) -> None:
    wanted = expected(corpus, phrase, sort)
    per_page = max(7, len(wanted) // 5)
    pages = [corpus.kwic(phrase, sort=sort, per_page=min(per_page, MAX_LINES))]
    pages += [
        corpus.kwic(phrase, sort=sort, per_page=pages[0].per_page, page=page) for page in range(2, pages[0].pages + 1)
    ]
    assert [place(line) for page in pages for line in page.lines] == wanted
    assert [place(line) for line in corpus.kwic_lines(phrase, sort=sort)] == wanted
    count = corpus.count(phrase)
    for page in pages:
        assert (page.total, page.paragraphs, page.speeches) == (count.occurrences, count.paragraphs, count.speeches)


@pytest.mark.parametrize("match_options", MANNERS)
@pytest.mark.parametrize("phrase", ["发展，", "2024", "百分之五", "一、", "建 设", "“", "二十"])
def test_lines_of_phrases_in_a_manner(corpus: Corpus, phrase: str, match_options: MatchOptions) -> None:
    if not match_options.forms(phrase):
        with pytest.raises(QueryError):
            corpus.kwic(phrase, match_options=match_options)
        return
    for sort in ("date", "left", "right"):
        lines = list(corpus.kwic_lines(phrase, sort=sort, match_options=match_options))
        assert [place(line) for line in lines] == expected(corpus, phrase, sort, match_options)
    assert len(lines) == corpus.count(phrase, match_options=match_options).occurrences


def test_a_line_is_a_slice_of_its_paragraph(corpus: Corpus) -> None:
    for width in (0, 1, 20, MAX_WIDTH):
        for line in corpus.kwic("发展", width=width, per_page=MAX_LINES).lines:
            text = line.paragraph.text
            assert fold(line.match) == "发展"
            assert text[line.start : line.end] == line.match
            assert line.left == text[max(line.start - width, 0) : line.start]
            assert line.right == text[line.end :][:width]
            assert line.paragraph in corpus.speech(line.speech.id).paragraphs
            assert line.url == f"{line.as_json()['url']}"
            assert line.url.endswith(f"#{line.anchor}")
            assert line.speaker == (line.paragraph.speaker if line.speech.turns else line.speech.speaker)


def test_filters_and_facets_count_occurrences(corpus: Corpus) -> None:
    lines = list(every_line(corpus, "发展"))

    def values(line: tuple[Entry, Paragraph, int, int]) -> dict[str, object]:
        entry, paragraph, *_ = line
        return {
            "year": entry.date.year if entry.date else None,
            "speaker": paragraph.speaker if entry.turns else entry.speaker,
            "occasion": entry.occasion,
            "genre": genre_of(entry),
            "origin": "原文",
        }

    every = corpus.kwic("发展")
    for facet in FACETS:
        counted = Counter(values(line)[facet] for line in lines)
        assert every.facets[facet] == counted
    for facet in FACETS:
        for value, total in every.facets[facet].items():
            narrowed = corpus.kwic("发展", sort="right", per_page=MAX_LINES, filters=Filters(**{facet: [value]}))
            assert narrowed.total == total
            kept = [line for line in lines if values(line)[facet] == value]
            assert narrowed.paragraphs == len({(entry.id, paragraph.anchor) for entry, paragraph, *_ in kept})
            assert narrowed.speeches == len({entry.id for entry, *_ in kept})
            assert {place(line) for line in narrowed.lines} == {(e.id, p.anchor, s, t) for e, p, s, t in kept}
            assert narrowed.facets[facet] == every.facets[facet]


def test_only_lines_in_the_paragraphs_that_a_query_finds(corpus: Corpus) -> None:
    for query in ('"发展" 基层', "发展 year:2024", '发展 NOT "经济"', "没有这样的话"):
        having = set()
        page = 1
        while True:
            found = corpus.search(query, page=page, per_page=100, collapse=False)
            having |= {(hit.speech.id, hit.anchor) for hit in found.hits if found.total}
            if page >= found.pages:
                break
            page += 1
        wanted = [line for line in expected(corpus, "发展", "left") if line[:2] in having]
        assert [place(line) for line in corpus.kwic_lines("发展", sort="left", query=query)] == wanted
        assert corpus.kwic("发展", query=query).total == len(wanted)


def test_what_cannot_be_answered(corpus: Corpus) -> None:
    with pytest.raises(CallError, match="词句"):
        corpus.kwic("")
    with pytest.raises(CallError, match="最多 2,000"):
        corpus.kwic("党" * 2001)
    with pytest.raises(CallError, match="排序"):
        corpus.kwic("党", sort="relevance")
    with pytest.raises(CallError):
        corpus.kwic("党", sort="left", collation="radical")
    with pytest.raises(CallError, match="前后"):
        corpus.kwic_lines("党", width=MAX_WIDTH + 1)  # at once, not when lines are taken
    with pytest.raises(CallError):
        corpus.kwic("党", width=-1)
    with pytest.raises(CallError):
        corpus.kwic("党", per_page=MAX_LINES + 1)
    with pytest.raises(QueryError):
        corpus.kwic("党", query="“党")
    for page in (0, -1, 10_000):
        with pytest.raises(PageError):
            corpus.kwic("党", page=page)
    nothing = corpus.kwic("没有这样的话")
    assert (nothing.total, nothing.paragraphs, nothing.speeches, nothing.pages, nothing.lines) == (0, 0, 0, 1, ())
    assert list(corpus.kwic_lines("没有这样的话")) == []


def test_of_an_index_that_was_updated(tmp_path: Path) -> None:
    """Speeches in any order, deleted paragraphs, more than one segment."""
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS, seeds)
    files = sorted(seeds.glob("*.txt"))
    build(seeds, tmp_path / "index")
    files[0].write_text("会议讲话\n2021年3月4日\n同志们：\n发展是硬道理，要坚持发展。\n", encoding="utf-8")
    files[2].unlink()
    (seeds / "又一篇.txt").write_text("同志们：\n发展发展，再发展。\n", encoding="utf-8")
    update(seeds, tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        for phrase in ("发展", "，"):
            for sort in LineSort:
                lines = [place(line) for line in corpus.kwic_lines(phrase, sort=sort.value)]
                assert lines == expected(corpus, phrase, sort.value)
                assert len(lines) == corpus.count(phrase).occurrences


class Made(OracleEngine):
    """An engine of made-up folded texts."""

    def __init__(self, texts: list[str]) -> None:
        self._folded = texts

    def points(self, paragraphs: Numbers, offsets: Numbers) -> CodePoints:
        width = max(map(len, self._folded)) + 300
        table = np.zeros((len(self._folded), width), dtype=np.uint32)
        for row, text in zip(table, self._folded, strict=True):
            row[: len(text)] = [ord(one) for one in text]
        return np.where(offsets < 0, np.uint32(0), table[paragraphs, np.clip(offsets, 0, width - 1)])


@pytest.mark.slow
@settings(max_examples=60)
@given(data=st.data())
def test_any_window_of_many_lines_is_that_of_a_whole_sort(data: st.DataObject) -> None:
    """Few characters, so that texts are the same for long; more lines than are compared as wholes."""
    catalogue = data.draw(entries().flatmap(moved))
    size = max((entry.first + entry.paragraphs for entry in catalogue), default=0)
    owned = [number for entry in catalogue for number in range(entry.first, entry.first + entry.paragraphs)]
    if not owned:
        return
    texts = [data.draw(st.sampled_from(["一" * 200, "一二" * 60, "", "三"])) for _ in range(size)]
    texts = [text + data.draw(st.text("一二", max_size=3)) for text in texts]
    rows = sorted((number, start) for number in owned for start in range(len(texts[number])))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    standing = Spans(columns[0], columns[1], columns[1] + 1)
    speech = {number: e for e in catalogue for number in range(e.first, e.first + e.paragraphs)}
    place_of = {e.id: at for at, e in enumerate(catalogue)}

    def key(sort: LineSort, line: int) -> tuple[object, ...]:
        number, start = rows[line]
        entry, text = speech[number], texts[number]
        beside = {LineSort.LEFT: text[:start][::-1][:120], LineSort.RIGHT: text[start + 1 :][:120]}
        date = entry.date.key if entry.date else 0
        time = (entry.date is None, -date if sort is LineSort.NEWEST else date)
        return (beside.get(sort, ""), *time, place_of[entry.id], number, start)

    for sort in LineSort:
        order = LineOrder(standing, snapshot_of(catalogue, Made(texts)), sort)
        whole = sorted(range(len(rows)), key=lambda line: key(sort, line))
        first = data.draw(st.integers(0, len(rows)))
        last = data.draw(st.integers(first, len(rows)))
        assert order.between(first, last).tolist() == whole[first:last]
        some = min(first, max(len(rows) - 9, 0))
        assert order.between(some, min(some + 9, len(rows))).tolist() == whole[some : some + 9]


def test_more_lines_than_are_put_in_order_at_a_time(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number in range(4):
        lines = [f"第{line % 7}条，{'的' * (line % 11)}事。" for line in range(700)]
        (seeds / f"{number}.txt").write_text("\n".join(["同志们：", *lines]), encoding="utf-8")
    build(seeds, tmp_path / "index", BuildOptions(keep_versions=True))
    with open_corpus(tmp_path / "index") as corpus:
        total = corpus.count("的").occurrences
        assert total > CHUNK > FEW
        for sort in ("date", "left", "right"):
            assert [place(line) for line in corpus.kwic_lines("的", sort=sort)] == expected(corpus, "的", sort)
            last = corpus.kwic("的", sort=sort, per_page=100, page=-(-total // 100)).lines
            assert [place(line) for line in last] == expected(corpus, "的", sort)[-len(last) :]
        assert len(list(islice(corpus.kwic_lines("的"), 3))) == 3


@pytest.mark.slow
def test_on_real_texts(real_corpus: Corpus) -> None:
    for phrase in ("高质量发展", "人民", "，坚持"):
        for sort in ("date", "left", "right"):
            lines = [place(line) for line in real_corpus.kwic_lines(phrase, sort=sort)]
            assert lines == expected(real_corpus, phrase, sort)
            assert lines
