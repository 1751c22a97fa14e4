"""Only the hits of a page are put in order; held against an order of all hits, from each one's own date."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.answers import Matches, Numbers, Scores
from indexer.engine.query import And, Field, Phrase, Query, Words
from indexer.engine.reader import RankingReader
from indexer.i18n import _
from indexer.model import SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui import open_corpus
from searchui.search.filters.columns import Columns
from searchui.search.ranking.ordering import RERANKED, Sort, best_places, first_of, rank
from searchui.search.ranking.ranking_rules import RULES, Boosts, acting_rules
from tests.searchui.catalogues import entries, placed

SCORES = st.sampled_from([0.0, 1.0, 1.0 + 4e-10, 1.0 + 6e-10, 1.0 - 4e-10, 2.5]) | st.floats(0, 40)


def plain_order(matches: Matches, catalogue: list[Entry], sort: Sort) -> list[int]:
    """Scores to nine digits, then dates from the newest, then the order of the corpus; those without a date last."""
    dates = [entry.date.key if entry.date else 0 for entry in catalogue for _ in range(entry.paragraphs)]
    scores = np.round(matches.scores, 9).tolist()

    def key(place: int) -> tuple[Any, ...]:
        number = int(matches.paragraphs[place])
        if sort is Sort.OLDEST:
            return dates[number] == 0, dates[number], number
        return -scores[place] if sort is Sort.RELEVANCE else 0, -dates[number], number

    return sorted(range(len(matches.paragraphs)), key=key)


def plain_lexsort(matches: Matches, catalogue: list[Entry], sort: Sort) -> Numbers:
    """The same by arrays."""
    keys = [entry.date.key if entry.date else 0 for entry in catalogue]
    dates = np.repeat(np.array(keys, dtype=np.int64), [entry.paragraphs for entry in catalogue])[matches.paragraphs]
    if sort is Sort.NEWEST:
        return np.lexsort((matches.paragraphs, -dates))
    if sort is Sort.OLDEST:
        return np.lexsort((matches.paragraphs, dates, dates == 0))
    return np.lexsort((matches.paragraphs, -dates, -np.round(matches.scores, 9)))


@given(catalogue=entries(), data=st.data(), sort=st.sampled_from(Sort), wanted=st.integers(1, 90))
def test_the_best_are_those_that_a_full_order_begins_with(
    catalogue: list[Entry], data: st.DataObject, sort: Sort, wanted: int
) -> None:
    size = sum(entry.paragraphs for entry in catalogue)
    numbers = sorted(data.draw(st.sets(st.integers(0, size - 1)))) if size else []
    scores = data.draw(st.lists(SCORES, min_size=len(numbers), max_size=len(numbers)))
    matches = Matches(np.array(numbers, dtype=np.int64), np.array(scores, dtype=np.float64))
    expected = plain_order(matches, catalogue, sort)
    assert plain_lexsort(matches, catalogue, sort).tolist() == expected
    assert best_places(matches, Columns(catalogue), sort, wanted).tolist() == expected[:wanted]


def catalogue_of(speeches: int, paragraphs: int, chance: np.random.Generator) -> list[Entry]:
    dates = [SpeechDate(int(year)) if year > 1990 else None for year in chance.integers(1985, 2026, speeches)]
    return placed(
        [
            Entry(f"s{number}", "讲话", date, f"某{number % 7}", None, None, paragraphs, 0, 0, 0, 0)
            for number, date in enumerate(dates)
        ]
    )


@given(
    seed=st.integers(0, 2**32),
    size=st.integers(1, 9000),
    levels=st.sampled_from([1, 2, 3, 50, 10**6, 10**12]),
    sort=st.sampled_from(Sort),
)
def test_many_hits_on_any_page(seed: int, size: int, levels: int, sort: Sort) -> None:
    """`levels` is the number of different scores: with few of them very many hits are equal."""
    chance = np.random.default_rng(seed)
    catalogue = catalogue_of(300, 30, chance)
    scores = chance.integers(0, levels, size) / levels * chance.choice([1, 25.0, 3e-9])
    matches = Matches(np.sort(chance.choice(9000, size, replace=False)), scores)
    expected = plain_lexsort(matches, catalogue, sort)
    runs = Columns(catalogue)
    for wanted in (1, 10, int(chance.integers(1, size + 1)), size - 1, size, size + 10):
        if wanted:
            assert np.array_equal(best_places(matches, runs, sort, wanted), expected[:wanted])


@pytest.mark.parametrize("sort", Sort)
def test_no_hits(sort: Sort) -> None:
    none = Matches(np.empty(0, dtype=np.int64), np.empty(0))
    assert best_places(none, Columns([]), sort, 10).tolist() == []


class Rule:
    """A ranking rule that adds what a function says."""

    title, max_share = _("测试"), 1.0

    def __init__(self, name: str, of: Callable[[Matches], Scores], *, is_uniform: bool = False) -> None:
        self.id = name
        self.is_uniform = is_uniform
        self._of = of

    def applies(self, query: Query, terms: Sequence[str]) -> bool:
        return True

    def boosts(self, terms: Sequence[str], matches: Matches, engine: RankingReader) -> Scores:
        return self._of(matches)


def boosts_of(*rules: Rule) -> Boosts:
    engine: Any = None  # no rule here asks it
    return Boosts(rules, (), engine)


@given(seed=st.integers(0, 2**32), size=st.integers(0, 400), wanted=st.integers(1, 300), levels=st.integers(1, 500))
def test_rules_add_up_and_move_only_the_best_and_the_same_way_on_every_page(
    seed: int, size: int, wanted: int, levels: int
) -> None:
    chance = np.random.default_rng(seed)
    catalogue = catalogue_of(20, 30, chance)
    numbers = np.sort(chance.choice(600, size, replace=False)).astype(np.int64)
    matches = Matches(numbers, chance.integers(0, levels, size) / 4)
    one, other = chance.integers(0, 8, 600) / 2, chance.integers(0, 3, 600) / 2
    rules = Rule("one", lambda some: one[some.paragraphs]), Rule("other", lambda some: other[some.paragraphs])
    columns = Columns(catalogue)
    found = rank(first_of(matches, columns, Sort.RELEVANCE), columns, Sort.RELEVANCE, wanted, boosts_of(*rules))

    first = [int(numbers[place]) for place in plain_order(matches, catalogue, Sort.RELEVANCE)]
    scores = dict(zip(numbers.tolist(), matches.scores.tolist(), strict=True))
    total = {number: scores[number] + one[number] + other[number] for number in first[:RERANKED]}
    newest = Matches(numbers, np.zeros(size))
    places = {int(numbers[place]): at for at, place in enumerate(plain_order(newest, catalogue, Sort.NEWEST))}
    expected = sorted(first[:RERANKED], key=lambda n: (-total[n], places[n])) + first[RERANKED:]
    assert found.matches.paragraphs.tolist() == expected[:wanted]
    assert found.matches.scores.tolist() == [total.get(n, scores[n]) for n in expected[:wanted]]
    for name, added in (("one", one), ("other", other)):
        assert found.boosts[name].tolist() == [added[n] if n in total else 0 for n in expected[:wanted]]
    assert (np.diff(found.matches.scores) <= 0).all()


@given(
    seed=st.integers(0, 2**32),
    size=st.integers(0, 300),
    wanted=st.integers(1, 120),
    share=st.sampled_from([0, 0.5, 0.95, 1]),
    count=st.integers(1, 2),
)
def test_uniform_rules_need_fewer_looked_at(seed: int, size: int, wanted: int, share: float, count: int) -> None:
    chance = np.random.default_rng(seed)
    matches = Matches(np.arange(size), chance.integers(1, 50, size) / 4)
    columns = Columns(catalogue_of(20, 30, chance))

    def of(having: npt.NDArray[np.bool_]) -> Callable[[Matches], Scores]:
        return lambda some: np.where(having[some.paragraphs], some.scores.max(initial=0), 0)

    added = {f"rule {number}": of(chance.random(600) < share) for number in range(count)}
    quick, plain = (
        rank(
            first_of(matches, columns, Sort.RELEVANCE),
            columns,
            Sort.RELEVANCE,
            wanted,
            boosts_of(*(Rule(name, function, is_uniform=uniform) for name, function in added.items())),
        )
        for uniform in (True, False)
    )
    assert quick.matches.paragraphs.tolist() == plain.matches.paragraphs.tolist()
    assert quick.matches.scores.tolist() == plain.matches.scores.tolist()
    assert {rule: parts.tolist() for rule, parts in quick.boosts.items()} == {
        rule: parts.tolist() for rule, parts in plain.boosts.items()
    }


def test_a_rule_acts_where_its_condition_holds() -> None:
    one, several = Words("治水"), And((Words("基层"), Phrase("党的建设")))
    assert [rule.id for rule in acting_rules(one, ("治水",))] == ["wholeness"]
    assert [rule.id for rule in acting_rules(several, ("基层", "党的建设"))] == ["closeness"]
    assert acting_rules(Phrase("治水"), ("治水",)) == ()
    assert acting_rules(Field("year", "2024"), ()) == ()
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_scores_of_a_corpus_add_up_by_the_ids_of_rules(sample_index: Path) -> None:
    with open_corpus(sample_index) as corpus:
        for query in ("基层 治理", "治理", '"治理"'):
            for hit in corpus.search(query, explain=True).hits:
                assert hit.parts is not None
                assert {rule.id for rule in RULES} < set(hit.parts)
                assert sum(hit.parts.values()) == pytest.approx(hit.score, abs=1e-5)
