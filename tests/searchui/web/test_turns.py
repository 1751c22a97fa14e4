"""What looks at all words takes turns: searches are answered meanwhile, and nothing is worked out twice."""

from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

import pytest

from searchui import Corpus, open_corpus
from searchui.search.statistics.words import ngram
from searchui.search.statistics.words.ngram import Ngrams
from searchui.web import create_app
from searchui.web.security.turns import ALL, AT_ONCE

COSTLY = ("/ngrams", "/api/ngrams", "/compare?year=2023", "/api/keyness?year=2023", "/export/ngrams.csv")


def test_turns_are_given_back(sample_index: Path) -> None:
    client = create_app(sample_index).test_client()
    for _ in range(AT_ONCE + 1):
        for address in COSTLY:
            assert client.get(address).status_code == 200, address


def test_who_finds_no_turn_comes_again(sample_index: Path) -> None:
    app = create_app(sample_index)
    client, turns = app.test_client(), app.extensions["turns"]
    for _ in range(AT_ONCE):
        assert turns.take(ALL) is None
    for address in COSTLY:
        refused = client.get(address)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5"), address
        assert "请过几秒再试" in refused.get_data(as_text=True)
    assert client.get("/api/ngrams").get_json()["error"]["status"] == 503
    for address in ("/search?q=" + quote("发展"), "/around?phrase=" + quote("发展"), "/healthz"):
        assert client.get(address).status_code == 200, address
    turns.give_back(ALL)
    assert client.get("/ngrams").status_code == 200
    turns.give_back(ALL)
    assert [client.get("/ngrams").status_code for _ in range(AT_ONCE + 1)] == [200] * (AT_ONCE + 1)


@pytest.mark.slow
def test_a_question_is_worked_out_once(sample_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it is asked again before it is known."""
    began, asked_again, began_again = Event(), Event(), Event()
    really = ngram.ngrams

    def watched(*question: Any) -> Any:
        if began.is_set():
            began_again.set()
        began.set()
        asked_again.wait(60)
        began_again.wait(1)  # what never comes, or else comes at once
        return really(*question)

    monkeypatch.setattr(ngram, "ngrams", watched)
    answers: list[Ngrams] = []
    with open_corpus(sample_index) as corpus:
        asking = [Thread(target=_ask, args=(corpus, answers)) for _ in range(2)]
        asking[0].start()
        assert began.wait(60)
        asking[1].start()
        asked_again.set()
        for one in asking:
            one.join(60)
    assert answers[0] is answers[1]
    assert not began_again.is_set()


def _ask(corpus: Corpus, answers: list[Ngrams]) -> None:
    answers.append(corpus.ngrams())
