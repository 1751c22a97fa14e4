"""What the benchmarks of a cluster say of what they have seen. Nodes are not needed."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks.cluster.comparing import LONGEST, Pieces, count_of, differing, page_of
from benchmarks.cluster.interrupting import Interrupted
from benchmarks.cluster.kill_results import HEAD, Trial, table, verdict
from benchmarks.cluster.page_run import Costs, Measured, time_class
from benchmarks.cluster.page_table import as_markdown, as_text
from benchmarks.cluster.questions import Asked, questions_of
from benchmarks.cluster.reading import reading
from benchmarks.measure.query import Kind, Query, QueryClass
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from searchui import Corpus, open_corpus

SOUND = Trial("updating", "elected", "failed", True, 2, 61.0, 1234, 5, 0, 2.5, 16_300, 0)


def test_a_trial_is_sound_where_nothing_was_wrong_and_nothing_lost() -> None:
    assert SOUND.is_sound
    for spoilt in ({"wrong": 1}, {"differing": 1}, {"kept": False}):
        trial = msgspec.structs.replace(SOUND, **spoilt)
        assert not trial.is_sound
        assert "Not as it has to be: updating, elected." in [*verdict([SOUND, trial])]
    assert "No answer was wrong, and nothing was lost." in [*verdict([SOUND])]


def test_every_trial_is_a_row() -> None:
    reading = msgspec.structs.replace(SOUND, when="reading", interrupted="")
    head, first, second = table([SOUND, reading])
    assert head == HEAD
    assert first == ["updating", "elected", "failed", "61 (2)", "1,234", "5", "0", "2.5", "16,300", "0"]
    assert second[2:4] == ["–", "–"]


def test_pieces_stand_in_the_corpus(corpus: Corpus) -> None:
    pieces = [*islice(Pieces(corpus, 1), 50)]
    assert pieces == [*islice(Pieces(corpus, 1), 50)]
    assert all(0 < len(piece) <= LONGEST and corpus.count(piece).occurrences for piece in pieces)
    assert len({len(piece) for piece in pieces}) > 5


def test_what_is_not_the_same_is_seen(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = [*islice(Pieces(corpus, 1), 5)]
    paragraphs = sum(entry.paragraphs for entry in corpus.speeches())
    assert differing(corpus, corpus, phrases) == (paragraphs + 5, 0)
    monkeypatch.setattr("benchmarks.cluster.comparing.count_of", lambda *_: object())
    assert differing(corpus, corpus, phrases) == (paragraphs + 5, 5)


def test_readers_tell_right_from_wrong(corpus: Corpus, sample_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_corpus(sample_index) as other, reading(corpus, other, 2, 1) as tally:
        while tally.right < 20:
            pass
    assert (tally.wrong, tally.errors.total()) == (0, 0)
    monkeypatch.setattr("benchmarks.cluster.reading.count_of", lambda one, _: one is corpus)
    with open_corpus(sample_index) as other, reading(corpus, other, 2, 1) as tally:
        while not tally.wrong:
            pass


@pytest.mark.parametrize("ask", [count_of, page_of])
def test_answers_that_are_compared_say_what_was_found(ask: Callable[..., Any], corpus: Corpus) -> None:
    assert ask(corpus, "发展")[0] > 10
    assert ask(corpus, "发展") != ask(corpus, "治理")


def test_something_comes_between_at_the_right_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cluster, "request", lambda *_, **__: {"errors": False})
    happened: list[int] = []
    cluster = Interrupted(Address(("http://nowhere",), "a"), "_bulk", 2, lambda: happened.append(1))
    cluster.post("/a/_bulk")
    cluster.get("/a/_bulk")
    assert not cluster.done()
    cluster.post("/a/_refresh")
    cluster.post("/a/_bulk")
    cluster.post("/a/_bulk")
    assert cluster.done()
    assert happened == [1]


def test_pages_are_timed_and_stand_in_the_tables(corpus: Corpus, sample_index: Path) -> None:
    words = ("发展", "治理", "改革", "建设")
    texts = {2: words, 4: ("绿水青山", "同志们：", "党的建设"), 8: ("绿水青山就是金山",), 20: ("一" * 20, "二" * 20)}
    classes = [QueryClass("a word", tuple(Query(Kind.ALL, (word,)) for word in words))]
    classes += [
        QueryClass(f"phrase of {size}", tuple(Query(Kind.PHRASE, (text,)) for text in some))
        for size, some in texts.items()
    ]
    with open_corpus(sample_index) as other:
        timed = [time_class(asked, corpus, other) for asked in questions_of(classes)]
    assert [one.differing for one in timed] == [0] * len(timed)
    assert [len(one.cluster) for one in timed][:2] == [4, 4]
    costs = Costs(461, 100_000, 1.0, 2.0, 0.1, 1.0, 300_000, 500_000, 100_000)
    measured = Measured({"corpus": "the samples"}, costs, timed)
    for shown in (as_text(measured), as_markdown(measured)):
        assert all(name in shown for name in ("a word", "suggestions", "nothing found", "trend of two"))
        assert "0 answers were not the same" in shown


def test_requests_are_counted(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cluster, "request", lambda *_, **__: None)
    cluster = Cluster(Address(("http://nowhere",), "a"))

    def ask(asked: Corpus) -> object:
        if asked is not corpus:
            cluster.get("/a")
            cluster.post("/b")
        return True

    with open_corpus(corpus.generation.folder.parent) as other:
        assert time_class(Asked("twice", [ask] * 3), corpus, other).requests == [2, 2, 2]
