"""What is in a zip: names as Chinese systems write them, and never more bytes than are allowed."""

import io
import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from indexer.errors import CallError
from indexer.intake import unpacking
from indexer.intake.placing import Existing, Fate, place
from indexer.intake.unpacking import members


def zipped(files: dict[str, bytes]) -> io.BytesIO:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    made.seek(0)
    return made


def renamed(made: io.BytesIO, old: bytes, new: bytes) -> io.BytesIO:
    """The same zip with other bytes for a name, of the same length, and without the flag that they are UTF-8."""
    data = made.getvalue().replace(old, new)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature) + at
        data = data[:place] + struct.pack("<H", 0) + data[place + 2 :]
    return io.BytesIO(data)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_are_read_as_their_system_wrote_them(encoding: str) -> None:
    written = "讲话/水利.txt".encode(encoding)
    made = renamed(zipped({"x" * len(written): "话".encode()}), b"x" * len(written), written)
    assert [(one.name, one.data.read(100)) for one in members(made)] == [("讲话/水利.txt", "话".encode())]


def test_what_macos_adds_and_folders_are_passed_over() -> None:
    made = zipped({"a/": b"", "a/b.txt": b"b", "__MACOSX/a/._b.txt": b"?"})
    assert [one.name for one in members(made)] == ["a/b.txt"]


def test_a_bomb_is_stopped_whatever_it_says_of_its_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_UNPACKED", 1_000_000)
    made = zipped({f"{n}.txt": b"0" * 400_000 for n in range(5)})
    assert len(made.getvalue()) < 10_000
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    fates = [place(seeds, one.name, one.data, Existing.ASK, "") for one in members(made)]
    assert [one.fate for one in fates] == [Fate.ADDED] * 2 + [Fate.REFUSED] * 3
    assert "太大" in str(fates[-1].reason)
    assert len(list(seeds.glob("*.txt"))) == 2


def test_too_many_files_are_refused_at_once() -> None:
    made = zipped({f"{n}.txt": b"" for n in range(unpacking.MAX_MEMBERS + 1)})
    with pytest.raises(CallError, match="太多"):
        next(members(made))


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all"])
def test_what_is_no_zip_is_told(data: bytes) -> None:
    with pytest.raises(CallError, match="坏的"):
        list(members(io.BytesIO(data)))


def test_a_damaged_file_in_a_zip_is_not_put_into_the_folder(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"some words that are packed", "b.txt": b"b"}).getvalue())
    data[data.index(b"a.txt") + 8] ^= 0xFF
    came = [place(tmp_path, one.name, one.data, Existing.ASK, "") for one in members(io.BytesIO(bytes(data)))]
    assert [one.fate for one in came] == [Fate.REFUSED, Fate.ADDED]
    assert "坏的" in str(came[0].reason)
    assert not (tmp_path / "a.txt").exists()


def test_one_with_a_password_is_told() -> None:
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr(ZipInfo("a.txt"), b"a")
    data = bytearray(made.getvalue())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    with pytest.raises(CallError, match="密码"):
        list(members(io.BytesIO(bytes(data))))
