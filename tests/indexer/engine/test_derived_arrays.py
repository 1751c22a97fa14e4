"""Arrays that follow from an index are made once, and are whole or made again."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from indexer.engine.embedded.encoding.arrays import Arrays
from indexer.engine.embedded.encoding.derived_arrays import FOLDER, DerivedArrays, derived_files, remove_damaged


class Maker:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Arrays:
        self.times += 1
        return {"numbers": np.arange(100_000, dtype=np.uint32)}


@pytest.fixture
def generation(tmp_path: Path) -> Path:
    folder = tmp_path / "generation-000001"
    folder.mkdir()
    (folder / "segments.json").write_text("{}")
    return folder


def is_right(arrays: Arrays) -> bool:
    return bool((arrays["numbers"] == np.arange(100_000)).all())


def test_they_are_made_once_and_mapped_by_the_next(generation: Path) -> None:
    make = Maker()
    assert is_right(DerivedArrays(generation).of("some", make))
    again = DerivedArrays(generation).of("some", make)
    assert is_right(again)
    assert not again["numbers"].flags.owndata
    assert make.times == 1


def test_who_asks_while_they_are_made_waits(generation: Path) -> None:
    make, found = Maker(), []
    asking = [
        threading.Thread(target=lambda: found.append(DerivedArrays(generation).of("some", make))) for _ in range(8)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert len(found) == 8
    assert all(map(is_right, found))
    assert make.times == 1


@pytest.mark.parametrize("place", [0.001, 0.3, 0.999])
@pytest.mark.parametrize("cut", [False, True])
def test_what_is_damaged_is_made_again(generation: Path, place: float, cut: bool) -> None:
    make = Maker()
    DerivedArrays(generation).of("some", make)
    (file,) = (generation.parent / FOLDER).glob("*.some")
    data = bytearray(file.read_bytes())
    at = int(place * len(data))
    data[at] ^= 1
    file.write_bytes(data[:at] if cut else data)
    assert is_right(DerivedArrays(generation).of("some", make))
    assert make.times == 2
    assert is_right(DerivedArrays(generation).of("some", make))
    assert make.times == 2


def test_where_they_cannot_be_kept_they_are_made_for_who_asks(generation: Path) -> None:
    (generation.parent / FOLDER).write_text("in the way")
    make = Maker()
    assert is_right(DerivedArrays(generation).of("some", make))
    assert is_right(DerivedArrays(generation).of("some", make))
    assert make.times == 2


def test_what_belongs_to_no_generation_is_removed(generation: Path) -> None:
    make, folder = Maker(), generation.parent
    DerivedArrays(generation).of("some", make)
    for number in (2, 3):
        later = folder / f"generation-{number:06d}"
        later.mkdir()
        (later / "segments.json").write_text(f'{{"generation": {number}}}')
        if number == 3:
            (generation / "segments.json").unlink()
            generation.rmdir()
        DerivedArrays(later).of("some", make)
    assert len(list((folder / FOLDER).glob("*.some"))) == 2
    assert make.times == 3


def of_each(places: Sequence[int]) -> list[Arrays]:
    return [{"place": np.array([place])} for place in places]


def test_what_follows_from_a_segment_every_generation_has_that_has_it(generation: Path) -> None:
    folder, asked = generation.parent / FOLDER, []

    def make(places: Sequence[int]) -> list[Arrays]:
        asked.append(list(places))
        return of_each(places)

    def found(in_generation: Path, *segments: str, keep: bool = True) -> list[int]:
        for segment in segments:
            (in_generation / segment).touch()
        arrays = DerivedArrays(in_generation, segments).of_segments("some", make, keep=keep)
        return [int(one["place"][0]) for one in arrays]

    assert found(generation, "a.seg", "b.seg", keep=False) == [0, 1]
    assert not folder.exists()
    assert found(generation, "a.seg", "b.seg") == [0, 1]
    later = generation.with_name("generation-000002")
    later.mkdir()
    assert found(later, "b.seg", "c.seg", keep=False) == [1, 1]
    assert found(later, "b.seg", "c.seg") == [1, 1]
    assert found(later, "b.seg", "c.seg") == [1, 1]
    assert asked == [[0, 1], [0, 1], [1], [1]], "only what is not there yet"
    assert list(derived_files(later)) == ["derived/b.seg.some", "derived/c.seg.some"]
    damaged = folder / "b.seg.some"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\x07")
    assert remove_damaged(later) == ["derived/b.seg.some"]
    assert found(later, "b.seg", "c.seg") == [0, 1]
    (generation / "a.seg").unlink()
    assert found(later, "b.seg", "c.seg", "d.seg") == [0, 1, 2]
    assert not (folder / "a.seg.some").exists(), "no generation has it"
