"""The order of n-grams beside an index: taken over from the one before where that is sound, and never of another index."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from indexer.analysis import Analysis
from indexer.build.pipeline import build, update
from indexer.engine.embedded.encoding.arrays import is_whole, open_arrays
from indexer.engine.embedded.segment.ngram_file import FILE, PLACES, write_ngram_order
from indexer.engine.embedded.whoosh.whoosh_index import open_index
from indexer.engine.embedded.write import merge_policy
from indexer.engine.ngram_order import ngram_order
from indexer.engine.opening import open_engine
from indexer.store import Store
from searchui import open_corpus

SPEECH = "在会议上的讲话\n\n我们要把基层治理{}抓紧抓实，把乡村振兴抓紧抓实。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of three speeches, with an index in which segments stay as they are."""
    monkeypatch.setattr(merge_policy, "SMALL", 0)
    (tmp_path / "seeds").mkdir()
    for number in range(3):
        say(tmp_path, f"{number}.txt", "天" * number)
    build(tmp_path / "seeds", tmp_path / "index")
    return tmp_path


def say(folder: Path, name: str, what: str) -> None:
    (folder / "seeds" / name).write_text(SPEECH.format(what), encoding="utf-8")


def generation(folder: Path) -> Path:
    return Store(folder / "index").current().folder


def ngrams(folder: Path) -> Any:
    with open_corpus(folder / "index") as corpus:
        return corpus.ngrams(shortest=2, minimum=2).as_json()


def check_ngram_order(generation: Path) -> None:
    """What is on disk of the n-grams, taken over from the generation before, is what would be made of these segments."""
    with tempfile.TemporaryDirectory() as folder:
        anew = Path(shutil.copytree(generation, Path(folder) / "anew", ignore=shutil.ignore_patterns(FILE)))
        write_ngram_order(anew, None)
        assert (generation / FILE).read_bytes() == (anew / FILE).read_bytes()


@pytest.fixture
def sorted_from(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """From which word on words were sorted, each time that some were."""
    starts: list[int] = []

    def remembered(forward_index: Any, kept: Any, start: int = 0) -> Any:
        starts.append(start)
        return ngram_order(forward_index, kept, start)

    monkeypatch.setattr("indexer.engine.embedded.segment.ngram_file.ngram_order", remembered)
    return starts


def test_a_speech_that_comes_back_is_in_the_order_again(tmp_path: Path) -> None:
    """What is merged with it is the segment that was there before, to the last byte, of which less is deleted now."""
    (tmp_path / "seeds").mkdir()
    for number in range(2):  # the second is more than half of all, so what is left of the segment is merged
        say(tmp_path, f"{number}.txt", "天地人" * 20 * number)
    build(tmp_path / "seeds", tmp_path / "index")
    first, known = [file.name for file in generation(tmp_path).glob("*.seg")], ngrams(tmp_path)
    whole = (tmp_path / "seeds" / "1.txt").rename(tmp_path / "away.txt")
    update(tmp_path / "seeds", tmp_path / "index")
    assert ngrams(tmp_path) != known
    whole.rename(tmp_path / "seeds" / "1.txt")
    update(tmp_path / "seeds", tmp_path / "index")
    assert [file.name for file in generation(tmp_path).glob("*.seg")] == first
    check_ngram_order(generation(tmp_path))
    assert ngrams(tmp_path) == known


def test_an_update_sorts_what_is_new_and_who_reads_sorts_nothing(folder: Path, sorted_from: list[int]) -> None:
    before = len(open_arrays(generation(folder) / FILE)[PLACES])
    say(folder, "new.txt", "新的")
    update(folder / "seeds", folder / "index")
    assert sorted_from != [0]
    assert sorted_from[0] >= before
    del sorted_from[:]
    updated = ngrams(folder)
    assert sorted_from == []
    build(folder / "seeds", folder / "index")
    assert updated == ngrams(folder)


def test_it_is_the_same_whatever_goes_and_comes(folder: Path, sorted_from: list[int]) -> None:
    """Also where fewer words come than go, in the middle or at the end, and where nothing comes."""
    seeds = folder / "seeds"
    for name, what in (("2.txt", "地" * 40), ("2.txt", ""), ("1.txt", "新"), ("3.txt", "人" * 9), ("3.txt", None)):
        if what is None:
            (seeds / name).unlink()
        else:
            say(folder, name, what)
        update(seeds, folder / "index")
        check_ngram_order(generation(folder))
    assert any(sorted_from)


def test_what_is_damaged_is_not_taken_over(
    folder: Path, sorted_from: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is too large to be read when the index is opened; it would be sealed as whole."""
    monkeypatch.setattr("indexer.store.generation.SMALL", 0)
    monkeypatch.setattr("indexer.engine.embedded.encoding.arrays.SMALL", 0)
    monkeypatch.setattr("indexer.build.incremental_plan.MAX_VERIFIED_AT_ONCE", 0)
    live = generation(folder)
    data = bytearray((live / FILE).read_bytes())
    place = data.index(open_arrays(live / FILE)[PLACES].tobytes())
    data[place] ^= 1
    (live / FILE).write_bytes(data)
    say(folder, "new.txt", "新的")
    update(folder / "seeds", folder / "index")
    assert sorted_from == [0]
    assert is_whole(generation(folder) / FILE)


def test_an_index_without_it_answers_the_same(folder: Path) -> None:
    """As those that an earlier version has built."""
    said = ngrams(folder)
    live = generation(folder)
    with open_corpus(folder / "index") as corpus:
        (live / FILE).unlink()
        assert corpus.ngrams(shortest=2, minimum=2).as_json() == said


def test_one_of_another_state_of_the_index_is_not_used(folder: Path) -> None:
    """A writer of Whoosh changes an index in its folder, and knows nothing of this file."""
    live, analysis = generation(folder), Analysis()
    paragraphs = Store(folder / "index").current().manifest.paragraphs
    told = [open_engine(live, analysis, paragraphs).ngram_order.places.tolist()]
    writer: Any = open_index(live, analysis).writer()
    writer.delete_document(1)
    writer.commit(merge=False)
    told.append(open_engine(live, analysis, paragraphs - 1).ngram_order.places.tolist())
    (live / FILE).unlink()
    told.append(open_engine(live, analysis, paragraphs - 1).ngram_order.places.tolist())
    assert len(told[1]) < len(told[0])
    assert told[1] == told[2]
