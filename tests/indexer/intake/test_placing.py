"""Files come into the folder whole or not at all, and what was there is in the trash, from where it can be put back."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import CallError
from indexer.intake.journal import Journal, Kind
from indexer.intake.names import checked_path
from indexer.intake.placing import Arrival, Existing, Fate, place, put_back, remove
from indexer.intake.trash import in_trash
from indexer.readers.corpus import corpus_files


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "甲.txt").write_text("甲的话", encoding="utf-8")
    return folder


def put(seeds: Path, name: str, text: str, existing: Existing = Existing.ASK) -> Arrival:
    return place(seeds, name, io.BytesIO(text.encode()), existing, "王芳")


def files(seeds: Path) -> dict[str, str]:
    return {path: file.read_text(encoding="utf-8") for path, file in corpus_files(seeds)}


def left_behind(seeds: Path) -> list[str]:
    return [file.name for file in seeds.rglob(".upload-*")]


def test_a_file_is_added_with_its_folders_and_logged(seeds: Path) -> None:
    assert put(seeds, "2031/春/乙.txt", "乙的话").fate is Fate.ADDED
    assert files(seeds) == {"甲.txt": "甲的话", "2031/春/乙.txt": "乙的话"}
    ((change),) = Journal(seeds).changes()
    assert (change.kind, change.who, change.file) == (Kind.ADD, "王芳", "2031/春/乙.txt")
    assert left_behind(seeds) == []


def test_a_name_that_exists_is_asked_about_and_the_old_file_is_kept(seeds: Path) -> None:
    assert put(seeds, "甲.txt", "甲的话").fate is Fate.SAME
    assert put(seeds, "甲.txt", "新的话").fate is Fate.EXISTS
    assert files(seeds) == {"甲.txt": "甲的话"}
    assert put(seeds, "甲.txt", "新的话", Existing.REPLACE).fate is Fate.REPLACED
    assert files(seeds) == {"甲.txt": "新的话"}
    ((old),) = in_trash(seeds)
    assert (seeds / "回收站" / old.place).read_text(encoding="utf-8") == "甲的话"
    assert left_behind(seeds) == []


def test_what_was_removed_is_not_indexed_and_can_be_put_back(seeds: Path) -> None:
    put(seeds, "下级/乙.txt", "乙的话")
    before = files(seeds)
    remove(seeds, ["下级/乙.txt", "甲.txt", "甲.txt"], "王芳")
    assert [one.path for one in in_trash(seeds)] == ["甲.txt", "下级/乙.txt"] or len(in_trash(seeds)) == 2
    with pytest.raises(CallError):
        corpus_files(seeds)
    for one in in_trash(seeds):
        put_back(seeds, one.place, "王芳")
    assert files(seeds) == before
    assert list((seeds / "回收站").iterdir()) == [], "no empty folders stay"
    kinds = [change.kind for change in Journal(seeds).changes()]
    assert kinds == [Kind.ADD, Kind.REMOVE, Kind.REMOVE, Kind.PUT_BACK, Kind.PUT_BACK]


def test_one_whose_place_is_taken_stays_in_the_trash(seeds: Path) -> None:
    remove(seeds, ["甲.txt"], "")
    put(seeds, "甲.txt", "另一篇")
    ((old),) = in_trash(seeds)
    with pytest.raises(CallError, match="已有同名"):
        put_back(seeds, old.place, "")
    assert files(seeds) == {"甲.txt": "另一篇"}
    assert in_trash(seeds) == [old]


@pytest.mark.parametrize("place", ["", "..", "../甲.txt", "/etc/passwd", "x/../../甲.txt", "没有/甲.txt"])
def test_nothing_is_put_back_but_what_is_in_the_trash(seeds: Path, place: str) -> None:
    with pytest.raises(CallError, match="回收站里没有"):
        put_back(seeds, place, "")


@pytest.mark.parametrize("path", ["", "..", "../seeds/甲.txt", "metadata.csv", ".changes.jsonl", "没有.txt"])
def test_nothing_is_removed_but_files_of_the_corpus(seeds: Path, path: str) -> None:
    (seeds / "a.txt").write_text("a", encoding="utf-8")
    with pytest.raises(CallError, match="文件夹里没有"):
        remove(seeds, ["甲.txt", path], "")
    assert "甲.txt" in files(seeds), "either all are moved or none"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../乙.txt",
            "/乙.txt",
            "a/../../乙.txt",
            "..\\乙.txt",
            "C:\\乙.txt",
            "c:/乙.txt",
            "",
            ".",
            "a//乙.txt",
            "./乙.txt",
        ),
        *(
            ".乙.txt",
            "a/.git/乙.txt",
            "~$乙.docx",
            "Thumbs.db",
            "回收站/乙.txt",
            "乙.exe",
            "乙",
            "乙.zip.exe",
            "user_dict.txt",
        ),
        *(
            "乙\x00.txt",
            "乙\n.txt",
            "乙\u202e.txt",
            "乙 /丙.txt",
            "乙./丙.txt",
            "con.txt",
            "长" * 80 + ".txt",
            "a<b.txt",
        ),
        "/".join(["长" * 60] * 10) + ".txt",
    ],
)
def test_names_that_no_file_may_have(seeds: Path, name: str) -> None:
    before = sorted(seeds.parent.rglob("*"))
    arrival = put(seeds, name, "话")
    assert arrival.fate is Fate.REFUSED
    assert arrival.reason
    assert sorted(seeds.parent.rglob("*")) == before


@given(st.text(alphabet="./\\:~$ 甲a\x00\n", max_size=12), st.sampled_from([".txt", ".docx", ""]))
def test_whatever_a_name_is_it_stays_under_the_folder(name: str, suffix: str) -> None:
    try:
        path = checked_path(name + suffix)
    except CallError:
        return
    assert not path.startswith("/")
    assert ".." not in path.split("/")
    assert Path("/seeds", path).resolve().is_relative_to("/seeds")


def test_a_link_that_leads_out_is_not_followed(seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (seeds / "链接").symlink_to(tmp_path / "outside")
    (seeds / "目标.txt").symlink_to(tmp_path / "outside" / "x.txt")
    assert put(seeds, "链接/乙.txt", "乙").fate is Fate.REFUSED
    assert put(seeds, "目标.txt", "乙", Existing.REPLACE).fate is Fate.EXISTS
    assert put(seeds, "甲.txt/乙.txt", "乙").fate is Fate.REFUSED, "a file is no folder"
    assert list((tmp_path / "outside").iterdir()) == []


def test_what_is_too_large_is_not_kept(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless:
        def read(self, size: int, /) -> bytes:
            return b"x" * size

    arrival = place(seeds, "大.txt", Endless(), Existing.ASK, "")
    assert arrival.fate is Fate.REFUSED
    assert "最多" in str(arrival.reason)
    assert left_behind(seeds) == []
    assert set(files(seeds)) == {"甲.txt"}


def test_a_folder_that_is_gone_or_read_only_or_full_is_told(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("indexer.intake.placing.sync", full)
        assert "No space left" in str(put(seeds, "乙.txt", "乙").reason)
    assert left_behind(seeds) == []
    seeds.rename(seeds.parent / "away")
    arrival = put(seeds, "乙.txt", "乙")
    assert (arrival.fate, "找不到讲话稿文件夹" in str(arrival.reason)) == (Fate.REFUSED, True)
    assert not seeds.exists()
    with pytest.raises(CallError, match="不见了"):
        remove(seeds, ["甲.txt"], "")


def test_the_first_file_of_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert put(tmp_path / "empty", "乙.txt", "乙").fate is Fate.ADDED
