"""Closeness, held against every pair of places of every two neighbouring terms."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analysis, occurrences
from indexer.engine.query import And, Field, Not, Or, Phrase, Words
from searchui.search.ranking.proximity_rule import BACKWARDS, NEAR, proximity
from searchui.search.ranking.ranking_rules import terms_of

TERMS = st.lists(st.sampled_from(["党", "建设", "的", "基层", "党的"]), min_size=2, max_size=4, unique=True)
TEXTS = st.lists(st.text("党的建设基层。", max_size=20), min_size=1, max_size=6)


def plain(terms: list[str], text: str) -> float:
    """The best of each two neighbours, on average."""
    return sum(map(near, terms, terms[1:], [text] * len(terms))) / (len(terms) - 1)


def near(first: str, second: str, text: str) -> float:
    values = [0.0]
    for before, after, worth in ((first, second, 1.0), (second, first, BACKWARDS)):
        for start in occurrences(before, text):
            gaps = [other - start - len(before) for other in occurrences(after, text)]
            values += [worth * NEAR / (NEAR + gap) for gap in gaps if gap >= 0]
    return max(values)


@given(terms=TERMS, texts=TEXTS)
def test_closeness_is_that_of_the_nearest_places(terms: list[str], texts: list[str]) -> None:
    shares = proximity(terms, texts)
    assert [round(share, 9) for share in shares] == [round(plain(terms, text), 9) for text in texts]


@given(terms=TERMS, texts=TEXTS)
def test_terms_side_by_side_are_closest(terms: list[str], texts: list[str]) -> None:
    shares = proximity(terms, [*texts, "".join(terms)])
    assert round(shares[-1], 9) == 1
    assert all(0 <= share <= 1 for share in shares.round(9))


def test_terms_are_what_a_hit_must_have_in_the_order_of_the_query(analysis: Analysis) -> None:
    both = And((Words("治理基层"), Phrase("黨的建設"), Not(Words("农村"))))
    assert terms_of(both, analysis) == ("治理", "基层", "党的建设")
    assert terms_of(And((both, Words("基层"))), analysis) == ("治理", "基层", "党的建设")
    assert terms_of(And((Or((Words("甲"), Words("乙"))), Field("year", "2024"))), analysis) == ()
