"""A paragraph in its context: what stands around it in its speech, letter for letter, with the same marks."""

from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Kind, Paragraph
from searchui import Corpus
from searchui.web.views.texts.context import AFTER, BEFORE, around

QUERY = "发展"


def context_of(client: FlaskClient, address: str) -> Tag:
    answer = client.get(address)
    assert answer.status_code == 200
    found = BeautifulSoup(answer.text, "lxml").select_one(".context")
    assert found is not None
    return found


def test_each_hit_stands_among_its_neighbours(client: FlaskClient, corpus: Corpus) -> None:
    for hit in corpus.hits(QUERY):
        anchor, texts = hit.anchor, [one.text for one in corpus.speech(hit.speech.id).paragraphs]
        context = context_of(client, f"/context/{quote(hit.speech.id)}?q={QUERY}&paragraph={anchor}")
        here = context.select(".here")
        assert [one.get_text().strip() for one in here] == [hit.paragraph.text]
        assert {mark.text for mark in here[0].select("mark")} == {
            hit.paragraph.text[span.start : span.end] for span in hit.highlights
        }
        shown = [
            one.get_text().strip() for one in context.select("article :is(p, h1, h2, h3, h4, h5, h6):not(.cut, .gap *)")
        ]
        place = [one.anchor for one in corpus.speech(hit.speech.id).paragraphs].index(anchor)
        start, end = around(corpus.speech(hit.speech.id).paragraphs, place)
        assert shown == [text.strip() for text in texts[start:end]]
        link = context.select_one("h1 a")
        assert link is not None
        assert link["href"] == f"/speech/{quote(hit.speech.id)}?q={quote(QUERY)}#{anchor}"


@given(sizes=st.lists(st.integers(1, 900), min_size=1, max_size=30), data=st.data())
def test_there_is_enough_on_either_side(sizes: list[int], data: st.DataObject) -> None:
    paragraphs = [Paragraph("p", "字" * size, Kind.BODY, 1) for size in sizes]
    place = data.draw(st.integers(0, len(sizes) - 1))
    start, end = around(paragraphs, place)
    assert 0 <= start <= place < end <= len(sizes)
    before, after = sizes[start:place], sizes[place + 1 : end]
    assert start == 0 or sum(before) >= BEFORE
    assert end == len(sizes) or sum(after) >= AFTER
    assert sum(before[1:]) < BEFORE
    assert sum(after[:-1]) < AFTER


@pytest.mark.parametrize(
    ("path", "status"), [("2024-全省经济工作会议.txt?paragraph=p00000000", 404), ("nowhere.txt", 404)]
)
def test_what_is_not_there_is_said(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(f"/context/{path}").status_code == status


def test_without_a_paragraph_it_is_the_beginning(client: FlaskClient, corpus: Corpus) -> None:
    entry = corpus.speeches()[0]
    context = context_of(client, f"/context/{quote(entry.id)}")
    assert context.select(".here")[0].get_text().strip() == corpus.speech(entry.id).paragraphs[0].text
    assert not context.select("mark")
