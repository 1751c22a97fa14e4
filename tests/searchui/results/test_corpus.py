"""The corpus as scripts use it, held against brute force over the sample speeches."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.build.pipeline import build
from indexer.errors import CallError, NotFoundError, PageError, QueryError
from indexer.model import Role, Speech
from searchui import Corpus, open_corpus
from searchui.search import Filters
from tests.oracle import OracleEngine, overlapping


@pytest.fixture(scope="module")
def oracle(sample_speeches: list[Speech], analysis: Analysis) -> OracleEngine:
    return OracleEngine(sample_speeches, analysis)


def random_substring(paragraphs: list[str], seed: int) -> str:
    """1–50 characters of a random paragraph, mostly short; without white space around them, which means nothing."""
    chance = random.Random(seed)
    text = chance.choice(paragraphs)
    length = min(len(text), chance.choice([1, 2, 3, 4, 5, 6, 7, 8, chance.randint(9, 50)]))
    start = chance.randrange(len(text) - length + 1)
    return text[start : start + length].strip() or text.strip()[0]


@given(seed=st.integers(0, 2**32))
def test_a_quoted_substring_is_counted_as_brute_force_counts_it(
    corpus: Corpus, sample_speeches: list[Speech], seed: int
) -> None:
    texts = [paragraph.text for speech in sample_speeches for paragraph in speech.paragraphs]
    phrase = random_substring(texts, seed)
    folded = fold(phrase)
    by_speech = [[overlapping(folded, fold(p.text)) for p in speech.paragraphs] for speech in sample_speeches]
    count = corpus.count(phrase)
    assert count.occurrences == sum(map(sum, by_speech))
    assert count.paragraphs == sum(number > 0 for counts in by_speech for number in counts)
    assert count.speeches == sum(any(counts) for counts in by_speech)
    with_it = [s.date for s, counts in zip(sample_speeches, by_speech, strict=True) if any(counts) and s.date]
    assert count.first is not None
    assert count.last is not None
    assert count.first.date is not None
    assert count.last.date is not None
    assert count.first.date.key == min(date.key for date in with_it)
    assert count.last.date.key == max(date.key for date in with_it)
    assert folded in fold(count.first.paragraph.text)
    quote = next((q for q in ('""', "『』", "「」") if q[0] not in phrase and q[1] not in phrase), None)
    if quote:
        page = corpus.search(f"{quote[0]}{phrase}{quote[1]}")
        assert (page.total, page.speeches) == (count.paragraphs, count.speeches)
        for hit in page.hits:
            assert [fold(hit.paragraph.text[s.start : s.end]) for s in hit.highlights] == [folded] * overlapping(
                folded, fold(hit.paragraph.text)
            )


def all_hits(corpus: Corpus, query: str, **how: object) -> list[tuple[str, str]]:
    """(speech, anchor) of every hit, page by page."""
    first = corpus.search(query, per_page=7, **how)  # type: ignore[arg-type]
    pages = [corpus.search(query, per_page=7, page=number, **how) for number in range(1, first.pages + 1)]  # type: ignore[arg-type]
    return [(hit.speech.id, hit.anchor) for page in pages for hit in page.hits]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_hold_every_hit_once_and_always_in_one_order(corpus: Corpus, sort: str) -> None:
    hits = all_hits(corpus, "发展", sort=sort, collapse=False)
    assert len(hits) == len(set(hits)) == corpus.search("发展").total > 30
    assert hits == all_hits(corpus, "发展", sort=sort, collapse=False)


def test_sorting_by_time(corpus: Corpus) -> None:
    dates = {entry.id: entry.date.key for entry in corpus.speeches() if entry.date}
    oldest = [dates[speech] for speech, _ in all_hits(corpus, "发展", sort="oldest")]
    newest = [dates[speech] for speech, _ in all_hits(corpus, "发展", sort="newest")]
    assert oldest == sorted(oldest)
    assert newest == sorted(newest, reverse=True)


def test_unquoted_text_never_finds_less_than_quoted(corpus: Corpus, sample_speeches: list[Speech]) -> None:
    texts = [paragraph.text for speech in sample_speeches for paragraph in speech.paragraphs]
    for seed in range(150):
        phrase = random_substring(texts, seed)
        if any(not character.isalnum() for character in phrase):
            continue
        exact = set(all_hits(corpus, f'"{phrase}"'))
        assert exact <= set(all_hits(corpus, phrase)), phrase


def test_facets_are_counts_of_what_choosing_them_gives(corpus: Corpus) -> None:
    page = corpus.search("发展", filters=Filters(year=[2024]))
    assert page.facets["year"][2024] == page.total
    for year, count in page.facets["year"].items():
        assert corpus.search("发展", filters=Filters(year=[year])).total == count
    for speaker, count in page.facets["speaker"].items():
        assert corpus.search("发展", filters=Filters(year=[2024], speaker=[speaker])).total == count
    assert list(page.facets["year"]) == sorted(page.facets["year"], reverse=True)
    both = corpus.search("发展", filters=Filters(year=[2024, 2025]))
    assert both.total == page.facets["year"][2024] + page.facets["year"][2025]


def test_a_field_in_the_query_is_as_a_filter(corpus: Corpus) -> None:
    assert all_hits(corpus, "发展 year:2024") == all_hits(corpus, "发展", filters=Filters(year=[2024]))
    assert set(all_hits(corpus, "发展 speaker:罗安禾")) == set(
        all_hits(corpus, "发展", filters=Filters(speaker=["罗安禾"]))
    )


def test_simplified_and_traditional_meet(corpus: Corpus) -> None:
    assert corpus.count("發展").occurrences == corpus.count("发展").occurrences > 30
    assert {"黃世謙", "陆知衡"} <= set(corpus.search("“发展”").facets["speaker"])


def test_the_comma_makes_another_phrase(corpus: Corpus) -> None:
    plain, comma = corpus.count("绿水青山就是金山银山"), corpus.count("绿水青山，就是金山银山")
    assert plain.occurrences > comma.occurrences > 0  # case 19


def test_headings_and_titles_are_in_the_corpus_too(corpus: Corpus) -> None:
    page = corpus.search("“提高政治站位，把管党治党的责任扛起来”")
    assert [hit.paragraph.kind for hit in page.hits] == ["heading"]


def test_hits_know_their_place(corpus: Corpus) -> None:
    (hit,) = corpus.search("“激活城市社区”").hits
    assert hit.section_path == ("二、夯实基层基础，以党建引领基层治理", "二要激活城市社区")
    speech = corpus.speech(hit.speech.id)
    assert [p for p in speech.paragraphs if p.anchor == hit.anchor] == [hit.paragraph]
    assert hit.url.startswith("/speech/2019-")
    assert hit.url.endswith(f"#{hit.anchor}")


def test_speeches_run_from_the_oldest(corpus: Corpus) -> None:
    dates = [entry.date.key for entry in corpus.speeches() if entry.date]
    assert dates == sorted(dates)
    assert len(corpus.speeches()) == 30


@pytest.mark.parametrize("page", [0, -1, 10**9])
def test_pages_that_are_none(corpus: Corpus, page: int) -> None:
    with pytest.raises(PageError):
        corpus.search("发展", page=page)


def test_other_calls_that_cannot_be_answered(corpus: Corpus) -> None:
    with pytest.raises(NotFoundError):
        corpus.speech("../../etc/passwd")
    with pytest.raises(QueryError):
        corpus.search("“党")
    with pytest.raises(CallError, match="排序"):
        corpus.search("党", sort="random")
    with pytest.raises(CallError, match="每页"):
        corpus.search("党", per_page=1000)
    with pytest.raises(CallError):
        corpus.count("")
    with pytest.raises(CallError):
        corpus.count("党" * 100_000)


def test_nothing_found(corpus: Corpus) -> None:
    page = corpus.search("“没有这样的话”")
    assert (page.total, page.speeches, page.hits, page.pages) == (0, 0, (), 1)
    count = corpus.count("没有这样的话")
    assert (count.occurrences, count.first, count.last) == (0, None, None)


def test_many_threads_get_the_same_answers(sample_index: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    queries = ["发展", "“发展”", "基层 治理", "“的”", "农 year:2024", "NOT 党"]
    with open_corpus(sample_index) as opened:
        alone = [opened.search(query).as_json() for query in queries]
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda query: opened.search(query).as_json(), queries * 20))
    assert together == alone * 20


def test_in_a_conversation_the_speaker_is_whose_turn_it_is(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    turns = [
        ("主持人", "请谈谈治水的事。"),
        ("江某", "治水先治心。"),
        ("主持人", "怎样治水？"),
        ("江某", "一点一点治水。"),
    ]
    talk = "\n\n".join(f"### {name}：\n\n{text}" for name, text in turns)
    (seeds / "a.md").write_text(f"# 2021-03-17 江某来访\n\n{talk}\n", encoding="utf-8")
    (seeds / "b.txt").write_text("在治水会上的讲话\n江某\n同志们：\n治水是大事，要抓好。\n", encoding="utf-8")
    build(seeds, tmp_path / "index")
    with open_corpus(tmp_path / "index") as opened:
        page = opened.search("“治水”", sort="oldest")
        assert page.facets["speaker"] == {"江某": 4, "主持人": 2}
        assert [hit.speaker for hit in page.hits] == ["主持人", "江某", "主持人", "江某", "江某", "江某"]
        assert (
            opened.search("“治水” speaker:江某").total
            == opened.search("“治水”", filters=Filters(speaker=["江某"])).total
            == 4
        )
        assert opened.search("“治水” -speaker:江某").total == 2


def test_a_search_for_the_spokesperson_finds_no_question_and_nothing_that_nobody_says(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    lines = [
        "2031年5月8日水务局发言人周明某主持例行记者会", "先说渡轮的事，渡轮停航。", "东江社记者：渡轮何时复航？",
        "周明某：渡轮明天复航。", "渡轮的票价不变。", "临河社记者：渡轮夜里开不开？", "周明某：渡轮夜里不开。", "**********", "渡轮公告贴在码头。",
    ]  # fmt: skip
    (seeds / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    build(seeds, tmp_path / "index")
    with open_corpus(tmp_path / "index") as opened:
        assert opened.search("“渡轮”").total == 7
        for found in (
            opened.search("“渡轮” speaker:周明某", sort="oldest"),
            opened.search("“渡轮”", filters=Filters(speaker=["周明某"]), sort="oldest"),
        ):
            assert {hit.paragraph.role for hit in found.hits} == {Role.ANSWER}
            assert found.total == 3
        first = opened.count("渡轮").first
        assert first is not None
        assert first.speaker is None
