"""What came, was replaced, removed or put back is taken back, and nothing of it is lost; what was changed since stays."""

from pathlib import Path

import pytest

from indexer.errors import CallError
from indexer.intake.journal import Journal, Kind
from indexer.intake.placing import Existing, put_back, remove
from indexer.intake.trash import in_trash
from indexer.intake.undoing import take_back, take_back_all
from tests.indexer.intake.test_placing import files, put, seeds

__all__ = ["seeds"]


def trashed(folder: Path) -> list[str]:
    return sorted((folder / "回收站" / one.place).read_text(encoding="utf-8") for one in in_trash(folder))


def test_an_addition_is_taken_back_and_that_in_turn(seeds: Path) -> None:
    added = put(seeds, "下级/乙.txt", "乙的话").change
    back = take_back(seeds, added, "李明")
    assert (back.kind, back.who, back.undoes) == (Kind.UNDO, "李明", added)
    assert (files(seeds), trashed(seeds)) == ({"甲.txt": "甲的话"}, ["乙的话"])
    take_back(seeds, back.number, "王芳")
    assert (files(seeds)["下级/乙.txt"], trashed(seeds)) == ("乙的话", [])


def test_what_was_replaced_is_back_and_the_newer_file_is_in_the_trash(seeds: Path) -> None:
    replaced = put(seeds, "甲.txt", "新的话", Existing.REPLACE).change
    for there, other in (("甲的话", "新的话"), ("新的话", "甲的话"), ("甲的话", "新的话")):
        replaced = take_back(seeds, replaced, "").number
        assert (files(seeds), trashed(seeds)) == ({"甲.txt": there}, [other])


def test_what_was_put_back_leaves_again(seeds: Path) -> None:
    put(seeds, "乙.txt", "乙的话")
    remove(seeds, ["甲.txt"], "")
    back = put_back(seeds, in_trash(seeds)[0].place, "")
    take_back(seeds, back.number, "")
    assert (files(seeds), trashed(seeds)) == ({"乙.txt": "乙的话"}, ["甲的话"])


def test_what_was_changed_since_stays(seeds: Path) -> None:
    added = put(seeds, "乙.txt", "乙的话").change
    (seeds / "乙.txt").write_text("又改过", encoding="utf-8")
    with pytest.raises(CallError, match="后来又改过"):
        take_back(seeds, added, "")
    replaced = put(seeds, "甲.txt", "新的话", Existing.REPLACE).change
    for one in in_trash(seeds):
        (seeds / "回收站" / one.place).unlink()
    with pytest.raises(CallError, match="已不在回收站"):
        take_back(seeds, replaced, "")
    with pytest.raises(CallError, match="没有第 99 号"):
        take_back(seeds, 99, "")
    assert files(seeds) == {"甲.txt": "新的话", "乙.txt": "又改过"}
    assert len(Journal(seeds).changes()) == 2


def test_several_are_taken_back_the_last_first_and_told_where_it_ended(seeds: Path) -> None:
    numbers = [put(seeds, "甲.txt", text, Existing.REPLACE).change for text in ("二", "三")]
    assert len(take_back_all(seeds, numbers, "")) == 2
    assert files(seeds) == {"甲.txt": "甲的话"}
    first = put(seeds, "乙.txt", "乙").change
    last = put(seeds, "丙.txt", "丙").change
    (seeds / "乙.txt").write_text("又改过", encoding="utf-8")
    with pytest.raises(CallError, match="前面 1 项已经撤销"):
        take_back_all(seeds, [first, last, last], "")
    assert set(files(seeds)) == {"甲.txt", "乙.txt"}


def test_what_an_earlier_version_wrote_down_cannot_be_taken_back(seeds: Path) -> None:
    line = '{"number":1,"at":"2031-01-01T00:00:00+00:00","who":"","kind":"add","file":"甲.txt"}\n'
    (seeds / ".changes.jsonl").write_text(line, encoding="utf-8")
    assert [change.can_be_undone for change in Journal(seeds).changes()] == [False]
    with pytest.raises(CallError):
        take_back(seeds, 1, "")
    assert "甲.txt" in files(seeds)
