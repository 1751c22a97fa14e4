"""What would take too long is refused before any of it is done, and says what to write instead; nothing else is."""

import pytest
from flask.testing import FlaskClient
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.query import Query
from indexer.errors import QueryError
from searchui import Corpus
from searchui.search.query import cost
from searchui.search.query.cost import MAX_PLACES, OF_A_PHRASE, check_cost
from searchui.search.query.match_options import apply_match_options
from searchui.search.query.parser import read_query
from tests.searchui.query.test_parser import HOSTILE, LONG

COMMON = {"的": MAX_PLACES, "，": MAX_PLACES // 2, "了": MAX_PLACES // 3}


def places(text: str) -> int:
    return COMMON.get(text, 10)


def tree(query: str, match_options: MatchOptions = PLAIN) -> Query:
    return apply_match_options(read_query(query), match_options, query)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ('"的 了"~200', "的"),
        ('基层 "， 的"~1', "的"),
        ('"， 甲"~5 OR "， 乙"~5 OR "， 丙"~5', "，"),
        ('党 -( "了 的"~9 )', "的"),
    ],
)
def test_what_compares_too_many_places_is_refused_with_the_place(query: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        check_cost(tree(query), places, query)
    assert query[caught.value.position] == said
    assert f"“{said}”" in caught.value.text("zh")
    assert f"“{said}”" in caught.value.text("en")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "query", ['"， 了"~200', '"的"', "的 了", '"， 甲"~5 OR "， 甲"~5 OR "， 甲"~5', "的?了", "NOT 的", "title:的"]
)
def test_what_is_quick_is_not(query: str) -> None:
    check_cost(tree(query), places, query)


def test_phrases_in_another_manner_are_counted_too() -> None:
    query = " OR ".join(f'"{text}"' for text in ("的", "，", "了", "的，"))
    check_cost(tree(query), places, query)
    check_cost(tree(query, MatchOptions(exact=True)), places, query)
    with pytest.raises(QueryError):
        check_cost(tree(query, MatchOptions(exact=True)), lambda _: MAX_PLACES * OF_A_PHRASE // 3, query)


def test_a_search_is_checked(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    query = '"的 党"~5'
    assert corpus.search(query).total
    monkeypatch.setattr(cost, "MAX_PLACES", 5)
    with pytest.raises(QueryError, match="处"):
        corpus.search(query)
    assert corpus.search('"的"').total


@given(data=st.data())
def test_places_are_never_fewer_than_there_are(corpus: Corpus, data: st.DataObject) -> None:
    paragraphs = [paragraph.text for entry in corpus.speeches()[:3] for paragraph in corpus.speech(entry.id).paragraphs]
    text = data.draw(st.sampled_from(paragraphs))
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(1, 12))].strip()
    assume(piece)
    told, found = corpus._snapshot.engine.occurrence_bound(piece), corpus.count(piece).occurrences
    assert told >= found
    assert len(piece) > 2 or told == found
    assert corpus._snapshot.engine.occurrence_bound("龘龘") == 0


@pytest.mark.slow
@settings(max_examples=60)
@given(query=HOSTILE | LONG | st.text(max_size=60))
def test_any_query_is_answered_or_refused_over_http(client: FlaskClient, query: str) -> None:
    for path in ("/search", "/api/search", "/api/suggest", "/speech/x"):
        answer = client.get(path, query_string={"q": query, "exact": "on"})
        assert answer.status_code in ({404} if path == "/speech/x" else {200, 400})
    assert client.get("/api/count", query_string={"phrase": query}).status_code in {200, 400}
