"""A site whose index is damaged while it is served: it says so, and answers nothing from it any more."""

import json
import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from flask.testing import FlaskClient
from waitress.channel import ClientDisconnected

from indexer.build.pipeline import build, update
from indexer.check import check
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.encoding.derived_arrays import FOLDER
from indexer.errors import IndexUnusableError
from indexer.store import Store
from indexer.store.scrub import Scrub, scrubbing
from searchui import open_corpus
from searchui.web import create_app
from searchui.web.context.answer_damage import undamaged
from searchui.web.context.live_corpus import LiveCorpus
from searchui.web.server.answer_task import AnswerTask
from tests.searchui.server.server_process import served


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("indexer.store.generation.SMALL", 0)
    monkeypatch.setattr("indexer.engine.embedded.encoding.arrays.SMALL", 0)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("在会上的讲话\n同志们：\n说第一件事，再说一句话。\n", encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def client(index: Path) -> FlaskClient:
    client = create_app(index).test_client()
    assert count(client) == 200
    return client


def count(client: FlaskClient, phrase: str = "第一件事") -> int:
    return client.get("/api/count", query_string={"phrase": phrase}).status_code


def live_of(client: FlaskClient) -> LiveCorpus:
    live: LiveCorpus = client.application.extensions["corpus"]
    return live


def segment(index: Path) -> Path:
    (file,) = Store(index).current().folder.glob("*.seg")
    return file


def flip(file: Path) -> None:
    """In place: whoever has mapped the file sees it."""
    with file.open("r+b") as opened:
        opened.seek(-1, os.SEEK_END)
        byte = opened.read(1)[0]
        opened.seek(-1, os.SEEK_END)
        opened.write(bytes([byte ^ 1]))


def told(client: FlaskClient) -> str:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json()["status"] == "unusable"
    reason: str = answer.get_json()["reason"]
    return reason


def test_what_the_scrub_finds_ends_all_answers_until_it_is_mended(index: Path, client: FlaskClient) -> None:
    flip(segment(index))
    assert count(client) == 200
    live_of(client).note_damage(Store(index).current(), segment(index).name)
    assert count(client) == client.get("/search?q=第一件事").status_code == 503
    assert segment(index).name in told(client)
    build(index.parent / "seeds", index)
    assert count(client) == client.get("/healthz").status_code == 200


def test_it_is_not_answered_from_when_it_is_tried_again(
    index: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing could be written down, a process knows by itself; a file that is whole again is used."""
    monkeypatch.setattr("searchui.web.context.live_corpus.EXPLANATION_INTERVAL", 0)
    flip(segment(index))
    live_of(client).note_damage(Store(index).current(), segment(index).name)
    assert [count(client) for _ in range(3)] == [503] * 3
    flip(segment(index))
    assert count(client) == 200


def test_an_older_corpus_with_the_same_file_is_not_answered_from(
    index: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next generation has the damaged file too, and the scrub is quicker than the next request."""
    monkeypatch.setattr("indexer.engine.embedded.write.merge_policy.SMALL", 0)
    monkeypatch.setattr("indexer.engine.embedded.write.merge_policy.GROWTH", 0)
    damaged = segment(index)
    (index.parent / "seeds" / "b.txt").write_text("在会上的讲话\n同志们：\n说第二件事。\n", encoding="utf-8")
    update(index.parent / "seeds", index)
    flip(damaged)
    live_of(client).note_damage(Store(index).current(), damaged.name)
    assert count(client) == 503


@pytest.mark.parametrize("finder", ["the scrub", "who opens it", "a check"])
def test_what_follows_from_the_index_and_is_damaged_is_made_again(
    index: Path, client: FlaskClient, finder: str
) -> None:
    """The site goes on, and answers from what is made again."""
    right, live = client.get("/api/reuse").get_data(), live_of(client)
    scrub = Scrub(index, live.note_damage)
    while scrub.read_next(Event()):
        pass
    before = live.get()
    assert not scrub.read_next(Event())
    assert live.get() is before
    (file,) = (index / FOLDER).glob("*.reused")
    flip(file)
    if finder == "the scrub":
        scrub = Scrub(index, live.note_damage)
    elif finder == "a check":
        assert check(index).notes
    else:
        with open_corpus(index) as corpus:
            corpus.reuse_overview()
    assert not scrub.read_next(Event())
    assert live.get() is not before
    assert client.get("/api/reuse").get_data() == right
    assert client.get("/healthz").get_json()["status"] == "ok"


def test_a_site_that_cannot_open_it_again_answers_nothing(index: Path, client: FlaskClient) -> None:
    live = live_of(client)
    generation = live.get().generation
    flip(segment(index))
    Path(generation.folder / "manifest.json").unlink()
    live.note_damage(generation, "derived/x.runs")
    assert count(client) == 503


def test_a_file_that_is_cut_short_ends_in_a_message(index: Path, client: FlaskClient) -> None:
    file = segment(index)
    os.truncate(file, 100)
    assert [count(client), client.get("/").status_code, client.get("/kwic?q=事").status_code] == [503] * 3
    assert file.name in told(client)


NOT_ASKED_YET = "第二件事"  # what was is known without a look at the index


def broken(error: type[Exception]) -> Callable[..., object]:
    def uses_by_run(*_: object, **__: object) -> object:
        raise error("of numbers that were damaged")

    return uses_by_run


@pytest.mark.parametrize("error", [IndexError, ValueError, MemoryError, KeyError])
def test_an_error_that_comes_of_damage_is_told_as_such(
    index: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(EmbeddedReader, "uses_by_run", broken(error))
    flip(segment(index))
    assert count(client, NOT_ASKED_YET) == 503
    assert segment(index).name in told(client)


def test_a_defect_is_a_defect_and_files_are_not_read_for_each(
    index: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmbeddedReader, "uses_by_run", broken(ValueError))
    assert count(client, NOT_ASKED_YET) == 500
    assert client.get("/healthz").status_code == 200
    flip(segment(index))
    assert count(client, NOT_ASKED_YET) == 500  # they were all whole a moment ago
    monkeypatch.setattr("searchui.web.context.live_corpus.EXPLANATION_INTERVAL", 0)
    assert count(client, NOT_ASKED_YET) == 503


def test_a_script_is_told_of_damage_but_its_own_errors_are_its_own(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flip(segment(index))
    with pytest.raises(ZeroDivisionError, match="of his own"), open_corpus(index):
        raise ZeroDivisionError("of his own")
    monkeypatch.setattr(EmbeddedReader, "uses_by_run", broken(IndexError))
    with pytest.raises(IndexUnusableError, match=r"损坏.*\.seg"), open_corpus(index) as corpus:
        corpus.count("第一件事")


def test_damage_that_is_met_at_the_end_is_told_too(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts that are held learn the rest when a corpus is closed."""
    monkeypatch.setattr(EmbeddedReader, "crossings", broken(IndexError))
    with pytest.raises(IndexError, match="of numbers"), open_corpus(index) as corpus:
        held = corpus.count("第一件事")
    flip(segment(index))
    with pytest.raises(IndexUnusableError, match="损坏"), open_corpus(index) as corpus:
        held = corpus.count("第一件事")
    assert held.occurrences == 1


@pytest.mark.slow
def test_a_server_reads_all_files_and_says_since_when(index: Path) -> None:
    with served(index) as address:
        end = time.monotonic() + 60
        health: dict[str, object] = {}
        while "checked" not in health and time.monotonic() < end:
            time.sleep(0.05)
            with urllib.request.urlopen(f"{address}/healthz") as answer:
                health = json.load(answer)
    assert (health["status"], "checked" in health) == ("ok", True)


def test_a_thread_of_a_site_ends_its_answers(index: Path, client: FlaskClient) -> None:
    seen, live = Event(), live_of(client)
    flip(segment(index))

    def tell(*found: object) -> None:
        live.note_damage(*found)  # type: ignore[arg-type]
        seen.set()

    with scrubbing(index, tell):
        assert seen.wait(60)
    assert count(client) == 503


@pytest.mark.parametrize("is_cut", [False, True])
def test_a_download_ends_where_damage_is_seen(index: Path, client: FlaskClient, is_cut: bool) -> None:
    """It is not whole then."""
    begun = client.get("/export/kwic.csv?q=第一件事", buffered=False).iter_encoded()
    assert next(begun)
    live, file = Store(index).current(), segment(index)
    if is_cut:
        os.truncate(file, 100)
    else:
        flip(file)
        live_of(client).note_damage(live, file.name)
    with pytest.raises(IndexUnusableError, match="损坏"):
        b"".join(begun)


def test_an_error_of_a_download_that_comes_of_damage_is_told_as_such(
    index: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmbeddedReader, "uses_by_run", broken(ValueError))

    def pieces() -> Iterator[bytes]:
        yield str(live_of(client).get().count(NOT_ASKED_YET)).encode()

    def rest() -> bytes:
        with client.application.app_context():
            return b"".join(undamaged(live_of(client).get(), pieces()))

    with pytest.raises(ValueError, match="of numbers"):
        rest()
    live_of(client)._explained_at = -1000.0
    flip(segment(index))
    with pytest.raises(IndexUnusableError, match="损坏"):
        rest()


def test_a_connection_of_such_an_answer_is_closed_and_the_log_has_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    class Task(AnswerTask):
        def __init__(self) -> None:
            pass

        def _serve(self) -> None:
            raise IndexUnusableError.damaged("generation-000001/x.seg")

    with pytest.raises(ClientDisconnected):
        Task().service()
    assert [(record.levelname, "x.seg" in record.message, record.exc_info) for record in caplog.records] == [
        ("WARNING", True, None)
    ]
