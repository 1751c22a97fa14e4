"""The table of segments: what is written comes back, and what is no table is an error, never a crash or a wrong answer."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analysis, analysis_of
from indexer.build.pipeline import build
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.segment.segment_table import (
    FILE,
    SegmentMeta,
    deleted_ranges,
    meta_of,
    open_segments,
    read_table,
    write_table,
)
from indexer.engine.vocabulary_file import load_vocabulary
from indexer.errors import IndexStaleError, IndexUnusableError
from indexer.store import Store
from searchui import open_corpus

Table = dict[str, Any]
SEGMENT = {"file": "MAIN_0a.seg", "documents": 9, "deleted": [[0, 1], [3, 5], [8, 9]]}


@given(st.sets(st.integers(0, 40)))
def test_deleted_documents_come_back(deleted: set[int]) -> None:
    live = np.ones(41, dtype=np.bool_)
    live[sorted(deleted)] = False
    meta = meta_of("MAIN_0a.seg", live)
    assert meta.is_sound
    assert meta.live.tolist() == live.tolist()
    assert meta.deleted == deleted_ranges(sorted(deleted))
    assert all(end < start for (_, end), (start, _) in zip(meta.deleted, meta.deleted[1:], strict=False))


def test_a_table_comes_back(tmp_path: Path) -> None:
    metas = (SegmentMeta("MAIN_0a.seg", 3, ((1, 2),)), SegmentMeta("MAIN_0b.seg", 0))
    write_table(tmp_path, metas, 7)
    write_table(tmp_path, metas, 8)
    table = read_table(tmp_path)
    assert (table.generation, table.segments) == (8, metas)
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def written(folder: Path, *segments: Table, **table: Any) -> None:
    (folder / FILE).write_text(json.dumps({"generation": 1, "format": 1, "segments": segments} | table), "utf-8")


def test_the_sample_of_a_sound_table_is_sound(tmp_path: Path) -> None:
    written(tmp_path, SEGMENT)
    assert read_table(tmp_path).segments[0].live.tolist() == [False, True, True, False, False, True, True, True, False]


@pytest.mark.parametrize(
    "change",
    [
        {"file": "../other/MAIN_0a.seg"},
        {"file": "/etc/MAIN_0a.seg"},
        {"file": "MAIN_0a.seg\n"},
        {"file": "MAIN_０a.seg"},
        {"file": ""},
        {"file": None},
        {"documents": -1},
        {"documents": 8},
        {"documents": 1 << 60},
        {"documents": "9"},
        {"deleted": [[-1, 2]]},
        {"deleted": [[2, 2]]},
        {"deleted": [[3, 1]]},
        {"deleted": [[0, 2], [1, 3]]},
        {"deleted": [[0, 1, 2]]},
        {"deleted": {}},
    ],
)
def test_what_is_no_table_is_damage(tmp_path: Path, change: Table) -> None:
    written(tmp_path, SEGMENT | change)
    with pytest.raises(IndexUnusableError, match=FILE):
        read_table(tmp_path)


def test_one_segment_twice_is_damage(tmp_path: Path) -> None:
    written(tmp_path, SEGMENT, SEGMENT)
    with pytest.raises(IndexUnusableError, match=FILE):
        read_table(tmp_path)


@pytest.mark.parametrize("number", [0, 2])
def test_a_table_of_another_version_is_no_damage(tmp_path: Path, number: int) -> None:
    written(tmp_path, format=number, segments="which no reader of ours understands")
    with pytest.raises(IndexStaleError, match="另一个版本"):
        read_table(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a generation; what is changed in it is to be made good again."""
    folder = tmp_path_factory.mktemp("table")
    (folder / "seeds").mkdir()
    for name in "ab":
        (folder / "seeds" / f"{name}.txt").write_text(f"在会上的讲话\n同志们：\n说第{name}件事。\n", encoding="utf-8")
    build(folder / "seeds", folder / "index")
    return Store(folder / "index").current().folder


def answers(generation: Path) -> list[list[int]]:
    """What a reader of a generation finds, its checksums not looked at."""
    analysis = analysis_of(load_vocabulary(generation))
    engine = EmbeddedReader(generation, analysis, Store(generation.parent).current().manifest.paragraphs)
    return [engine.occurrences(phrase).paragraphs.tolist() for phrase in ("事", "第a", "第b", "同志们")]


@given(st.randoms(use_true_random=False))
def test_any_bit_that_flips_is_an_error_or_changes_no_answer(built: Path, draw: Random) -> None:
    file, right = built / FILE, answers(built)
    data = file.read_bytes()
    place, bit = draw.randrange(len(data)), 1 << draw.randrange(8)
    try:
        file.write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :])
        assert answers(built) == right
    except IndexUnusableError as error:
        assert built.name in error.text() or isinstance(error, IndexStaleError)  # noqa: PT017
    finally:
        file.write_bytes(data)


def test_a_segment_with_another_number_of_documents_is_damage(built: Path, analysis: Analysis, tmp_path: Path) -> None:
    folder = tmp_path / "generation-000001"
    shutil.copytree(built, folder)
    (meta,) = read_table(folder).segments
    write_table(folder, [msgspec.structs.replace(meta, documents=meta.documents - 1)], 1)
    with pytest.raises(IndexUnusableError, match=meta.file):
        EmbeddedReader(folder, analysis, meta.documents - 1)


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(file.read_bytes()[:99])])
def test_a_segment_that_is_gone_or_cut_is_named(built: Path, tmp_path: Path, damage: Callable[[Path], object]) -> None:
    folder = tmp_path / "generation-000001"
    shutil.copytree(built, folder)
    (meta,) = read_table(folder).segments
    damage(folder / meta.file)
    with pytest.raises(IndexUnusableError, match=f"generation-000001/{meta.file}"):
        list(open_segments(folder))


def test_the_same_corpus_makes_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """All but when it was built, in the manifest, and what the system says of files, in the file records."""
    build(built.parents[1] / "seeds", tmp_path)
    again, before = Store(tmp_path).current().manifest.checksums, Store(built.parent).current().manifest.checksums
    assert again.keys() == before.keys()
    assert {name for name in again if again[name] != before[name]} <= {"ledger.msgpack"}
    with open_corpus(tmp_path) as corpus:
        assert corpus.count("第a件事").occurrences == 1
