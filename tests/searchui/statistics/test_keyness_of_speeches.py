"""Two groups of speeches compared: only these are taken, and the phrases before the words are counted to the letter."""

import json

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.analysis import fold
from indexer.errors import NotFoundError
from indexer.model import Speech
from searchui import Corpus
from searchui.search import Filters
from searchui.search.statistics.words.association_measures import SIGNIFICANT


def times(text: str, speeches: list[Speech]) -> int:
    """How often a text stands in some speeches, by brute force; places may overlap."""
    bodies = [fold(paragraph.text) for speech in speeches for paragraph in speech.paragraphs]
    return sum(body.startswith(text, at) for body in bodies for at in range(len(body)))


def test_only_the_chosen_speeches_are_compared(corpus: Corpus) -> None:
    one, other, *_ = corpus.speeches()
    found = corpus.keyness(Filters(), Filters(), a_speeches=[one.id], b_speeches=[other.id], minimum=1)
    assert (found.a.speeches, found.b.speeches) == (1, 1)
    assert (found.a.paragraphs, found.b.paragraphs) == (one.paragraphs, other.paragraphs)
    rest = corpus.keyness(Filters(), a_speeches=[one.id, other.id], minimum=1)
    assert rest.a.paragraphs == one.paragraphs + other.paragraphs
    everything = corpus.selection(Filters()).paragraphs
    assert rest.a.paragraphs + rest.b.paragraphs == everything


def test_speeches_and_filters_hold_together(corpus: Corpus) -> None:
    dated = [one for one in corpus.speeches() if one.date]
    first, last = dated[0], dated[-1]
    assert first.date is not None
    found = corpus.keyness(Filters(year=[first.date.year]), a_speeches=[first.id, last.id], minimum=1)
    assert found.a.paragraphs == first.paragraphs


def test_phrases_are_counted_to_the_letter(corpus: Corpus) -> None:
    dated = [one for one in corpus.speeches() if one.date]
    ids = [one.id for one in dated]
    a, b = ids[::2], ids[1::2]
    found = corpus.keyness(Filters(), a_speeches=a, b_speeches=b, minimum=3)
    assert found.phrases is not None
    rows = [*found.phrases.more, *found.phrases.less]
    assert len(rows) > 5
    sides = [[corpus.speech(one) for one in each] for each in (a, b)]
    for row in rows[:40]:
        assert (row.count, row.other) == (times(row.text, sides[0]), times(row.text, sides[1])), row.text
        assert row.log_likelihood >= SIGNIFICANT - 0.01
    assert [row.log_likelihood for row in found.phrases.more] == sorted(
        (row.log_likelihood for row in found.phrases.more), reverse=True
    )
    texts = [row[1] for row in found.table_rows()]
    assert texts[: len(rows)] == [row.text for row in rows]
    assert len(texts) == found.rows


def test_words_are_as_without_phrases(corpus: Corpus) -> None:
    some = Filters(year=[2024])
    with_phrases, without = corpus.keyness(some, minimum=2), corpus.keyness(some, minimum=2, phrases=False)
    assert (with_phrases.more, with_phrases.less) == (without.more, without.less)
    assert without.phrases is None
    assert corpus.keyness(some, minimum=2, size=3).phrases is None


def test_an_unknown_speech_is_said(corpus: Corpus, client: FlaskClient) -> None:
    with pytest.raises(NotFoundError):
        corpus.keyness(Filters(), a_speeches=["无此篇"])
    assert client.get("/compare?speech=无此篇").status_code == 404
    assert client.get("/api/keyness?speech=无此篇").status_code == 404


def test_the_page_and_the_api_take_speeches(corpus: Corpus, client: FlaskClient) -> None:
    ids = [one.id for one in corpus.speeches()]
    a, b = ids[::2], ids[1::2]
    query = {"speech": a, "b_speech": b, "minimum": "3"}
    found = corpus.keyness(Filters(), a_speeches=a, b_speeches=b, minimum=3)
    page = BeautifulSoup(client.get("/compare", query_string=query).text, "lxml")
    assert [str(each["value"]) for each in page.select("select[name=speech] option[selected]")] == [
        one for one in reversed(ids) if one in a
    ]
    assert found.phrases is not None
    listed = [cell.text for cell in page.select("tbody th")]
    expected = [row for part in (found.phrases, found) for row in (*part.more, *part.less)]
    assert listed == [row.text for row in expected]
    answer = client.get("/api/keyness", query_string=query).get_json()
    assert answer == json.loads(json.dumps(found.as_json()))
