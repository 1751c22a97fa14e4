"""Backup and restore: one archive has the live generation whole; what is no such archive is refused, and nothing changes."""

import gzip
import io
import json
import shutil
import tarfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from indexer.build.pipeline import build
from indexer.check import check
from indexer.check.archiving import backup, restore
from indexer.errors import CallError, IndexStaleError, IndexUnusableError
from indexer.store import Store, archive
from indexer.store.manifest import FILE, FORMAT, Checksum, Manifest, seal_manifest
from searchui import open_corpus
from tests.indexer.store.refused import small_files, speechsearch
from tests.searchui.cli.test_cli import run

SPEECH = "在测试会上的讲话\n（2024年5月3日）\n同志们：\n我们要把{}做好，把工作抓实。\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(SPEECH.format("第一件事"), encoding="utf-8")
    return folder


@pytest.fixture
def index(seeds: Path, tmp_path: Path) -> Path:
    build(seeds, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def kept(index: Path, tmp_path: Path) -> Path:
    """An archive of the index, which then has another generation."""
    backup(index, tmp_path / "kept.tar.gz")
    (index.parent / "seeds" / "a.txt").write_text(SPEECH.format("第二件事"), encoding="utf-8")
    build(index.parent / "seeds", index)
    return tmp_path / "kept.tar.gz"


def unpacked(archive: Path) -> bytes | None:
    """What is in it by the standard's own reading; None where that refuses it."""
    try:
        return gzip.decompress(archive.read_bytes())
    except (OSError, EOFError, zlib.error):
        return None


def uses(index: Path, phrase: str) -> int:
    with open_corpus(index) as corpus:
        return corpus.count(phrase).occurrences


def test_what_was_kept_is_live_again_in_any_folder(index: Path, kept: Path, tmp_path: Path) -> None:
    for folder, generation in ((index, "generation-000003"), (tmp_path / "new" / "index", "generation-000001")):
        done = run("restore", str(kept), index=folder)
        assert (done.exit_code, done.stderr) == (0, "")
        assert f"恢复为 {generation}：1 篇" in done.stdout
        assert (uses(folder, "第一件事"), uses(folder, "第二件事")) == (1, 0)
        assert check(folder).problems == ()
    assert [path.name for path in Store(index).generations()] == ["generation-000002", "generation-000003"]


def test_a_backup_says_what_it_has(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.tar.gz"
    done = run("backup", str(file), index=index)
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"generation-000001 已备份到 {file}" in done.stdout
    told = json.loads(run("backup", str(file), "--json", index=index).stdout)
    assert told == {
        "archive": str(file),
        "bytes": file.stat().st_size,
        "generation": "generation-000001",
        "speeches": 1,
        "paragraphs": 4,
    }


def test_the_same_generation_makes_the_same_archive(index: Path, tmp_path: Path) -> None:
    for name in ("one.tar.gz", "two.tar.gz"):
        backup(index, tmp_path / name)
    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "two.tar.gz").read_bytes()


def test_a_generation_that_goes_meanwhile_is_kept_whole(
    index: Path, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two builds while it is being archived: its folder is gone at the end."""
    first, real = Store(index).current().folder, archive._packed

    def late(raw: io.BufferedWriter) -> gzip.GzipFile:
        for word in ("第二件事", "第三件事"):
            (seeds / "a.txt").write_text(SPEECH.format(word), encoding="utf-8")
            build(seeds, index)
        return real(raw)

    monkeypatch.setattr(archive, "_packed", late)
    backup(index, tmp_path / "kept.tar.gz")
    assert not first.exists()
    restore(tmp_path / "kept.tar.gz", index)
    assert uses(index, "第一件事") == 1


def test_a_damaged_index_makes_no_archive(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.store.generation.SMALL", 0)
    file = Store(index).current().folder / "speeches.jsonl"
    (tmp_path / "kept.tar.gz").write_bytes(b"an older one")
    file.write_bytes(file.read_bytes()[:-2] + b" \n")
    done = run("backup", str(tmp_path / "kept.tar.gz"), index=index)
    assert done.exit_code == 3
    assert "索引已损坏（generation-000001/speeches.jsonl）" in done.stderr
    assert (tmp_path / "kept.tar.gz").read_bytes() == b"an older one"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("most", [0, 100, 3000])
def test_a_full_disk_leaves_the_older_archive(index: Path, tmp_path: Path, most: int) -> None:
    file = tmp_path / "kept.tar.gz"
    file.write_bytes(b"an older one")
    done = speechsearch("backup", file, "--index", index, under=small_files(most))
    assert done.returncode == 2
    assert "不能写" in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == b"an older one"


def test_a_full_disk_leaves_the_live_index(index: Path, kept: Path) -> None:
    done = speechsearch("restore", kept, "--index", index, under=small_files(1000))
    assert done.returncode == 3
    assert "磁盘已满" in done.stderr
    assert uses(index, "第二件事") == 1


def test_where_there_is_not_room_nothing_is_begun(index: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: shutil._ntuple_diskusage(10, 0, 10))
    with pytest.raises(CallError, match="放不下"):
        restore(kept, index)


def test_nothing_to_archive_and_no_archive(tmp_path: Path, index: Path) -> None:
    assert run("backup", str(tmp_path / "x"), index=tmp_path / "none").exit_code == 3
    assert run("backup", str(tmp_path / "none" / "x"), index=index).exit_code == 2
    done = run("restore", str(tmp_path / "none"), index=index)
    assert (done.exit_code, "找不到归档" in done.stderr) == (2, True)
    assert not (tmp_path / "none").exists()


Members = list[tuple[tarfile.TarInfo, bytes]]


def members(file: Path) -> Members:
    with tarfile.open(file) as opened:
        return [(member, opened.extractfile(member).read()) for member in opened]  # type: ignore[union-attr]


def write(file: Path, some: Members) -> None:
    with tarfile.open(file, "w:gz") as out:
        for member, data in some:
            out.addfile(member, io.BytesIO(data))


def of(name: str, data: bytes, kind: bytes = tarfile.REGTYPE, link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.type, member.linkname, member.size = kind, link, len(data)
    return member, data


def with_manifest(some: Members, change: Callable[[Manifest], Manifest]) -> Members:
    """The same under another manifest, sealed, as whoever makes an archive for others could."""
    manifest = msgspec.json.decode(some[0][1], type=Manifest)
    return [of(FILE, seal_manifest(change(manifest))[1]), *some[1:]]


def with_file(name: str, data: bytes = b"x") -> Callable[[Members], Members]:
    """With one more file, which the manifest names."""
    size = Checksum(len(data), sha256(data).hexdigest())

    def changed(some: Members) -> Members:
        more = with_manifest(some, lambda m: msgspec.structs.replace(m, checksums={**m.checksums, name: size}))
        return [*more, of(name, data)]

    return changed


def linked(kind: bytes, target: str) -> Callable[[Members], Members]:
    """With a link in the place of the last file."""
    return lambda some: [*some[:-1], (of(some[-1][0].name, b"", kind, target))]


def huge(some: Members) -> Members:
    name = some[-1][0].name
    return with_manifest(
        some, lambda m: msgspec.structs.replace(m, checksums={**m.checksums, name: Checksum(1 << 60, "0" * 64)})
    )


HOSTILE: dict[str, Callable[[Members], Members]] = {
    "a file beside the folder": with_file("../evil.txt"),
    "an absolute path": with_file("/tmp/evil-of-a-test.txt"),
    "a folder": with_file("sub/evil.txt"),
    "a path of Windows": with_file("..\\evil.txt"),
    "a drive": with_file("c:evil.txt"),
    "a hidden file": with_file(".evil"),
    "the name of the manifest": with_file("Manifest.json"),
    "one name in two cases": lambda some: with_file("TWICE")(with_file("twice")(some)),
    "a link to a file": linked(tarfile.SYMTYPE, "../../CURRENT"),
    "a hard link": linked(tarfile.LNKTYPE, "manifest.json"),
    "a device": linked(tarfile.CHRTYPE, ""),
    "a pipe": linked(tarfile.FIFOTYPE, ""),
    "a folder in the place of a file": linked(tarfile.DIRTYPE, ""),
    "a file that nobody named": lambda some: [*some, of("evil.txt", b"x")],
    "a file twice": lambda some: [*some, some[-1]],
    "a file missing": lambda some: some[:-1],
    "a file that is shorter": lambda some: [*some[:-1], of(some[-1][0].name, some[-1][1][:-1])],
    "a file that is longer": lambda some: [*some[:-1], of(some[-1][0].name, some[-1][1] + b"x")],
    "a file with other bytes": lambda some: [*some[:-1], of(some[-1][0].name, b"x" * len(some[-1][1]))],
    "the manifest last": lambda some: [*some[1:], some[0]],
    "a manifest without its seal": lambda some: [
        of(FILE, some[0][1].replace(b'"speeches": 1', b'"speeches": 2')),
        *some[1:],
    ],
    "a manifest of something else": lambda some: [of(FILE, b"[]"), *some[1:]],
    "no manifest": lambda some: some[1:],
    "a manifest that is a link": lambda some: [of(FILE, b"", tarfile.SYMTYPE, "/etc/passwd"), *some[1:]],
    "nothing": lambda _: [],
    "more than there is room for": huge,
    "a negative size": lambda some: with_manifest(
        some,
        lambda m: msgspec.structs.replace(m, checksums={**m.checksums, "x": Checksum(-1, "0" * 64)}),
    ),
    "parts that disagree": lambda some: with_manifest(some, lambda m: msgspec.structs.replace(m, paragraphs=9)),
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_archive_is_refused(index: Path, kept: Path, tmp_path: Path, hostile: str) -> None:
    write(kept, HOSTILE[hostile](members(kept)))
    before = tree(tmp_path)
    done = run("restore", str(kept), index=index)
    assert done.exit_code == 2
    assert done.stderr.startswith("错误：")
    assert "索引没有改动" in done.stderr or "放不下" in done.stderr
    assert tree(tmp_path) == before
    assert uses(index, "第二件事") == 1
    assert not Path("/tmp/evil-of-a-test.txt").exists()


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "nothing in it": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "without its end": lambda data: data[:-4],
    "another file": lambda _: b"not an archive at all" * 100,
    "something behind it": lambda data: data + b"more",
    "not packed": gzip.decompress,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_archive_is_refused(index: Path, kept: Path, damage: str) -> None:
    kept.write_bytes(DAMAGES[damage](kept.read_bytes()))
    done = run("restore", str(kept), index=index)
    assert done.exit_code == 2
    assert "已损坏" in done.stderr
    assert uses(index, "第二件事") == 1


def test_any_bit_of_an_archive_may_flip(index: Path, kept: Path) -> None:
    """It is refused, unless the same is unpacked: some bits say when it was made, or which of two equal places to copy."""
    data = kept.read_bytes()
    whole = gzip.decompress(data)
    for place in range(0, len(data), len(data) // 60):
        kept.write_bytes(data[:place] + bytes([data[place] ^ 16]) + data[place + 1 :])
        done = run("restore", str(kept), index=index)
        assert done.exit_code == (0 if unpacked(kept) == whole else 2), place
        if done.exit_code == 0:
            assert uses(index, "第一件事") == 1
            shutil.rmtree(index)
            build(index.parent / "seeds", index)
    assert uses(index, "第二件事") == 1


@pytest.mark.parametrize("header", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.REGTYPE])
def test_a_small_archive_that_never_ends_is_not_unpacked(
    index: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, header: bytes
) -> None:
    """Ten times what is allowed for a manifest, of zeros: as the manifest, or as what tar itself reads into memory."""
    monkeypatch.setattr(archive, "MOST_MANIFEST", 1 << 20)
    read: list[int] = []
    real = gzip.GzipFile.read

    def noted(self: gzip.GzipFile, size: int = -1) -> bytes:
        read.append(size)
        return real(self, size)

    monkeypatch.setattr(gzip.GzipFile, "read", noted)
    write(kept, [of(FILE, bytes(10 << 20), header), *members(kept)])
    done = run("restore", str(kept), index=index)
    assert (done.exit_code, "已损坏" in done.stderr) == (2, True)
    assert sum(read) < 3 << 20


def test_an_archive_of_another_version_is_to_be_built_again(index: Path, kept: Path) -> None:
    some = members(kept)
    before, after = (f'"format": {number}'.encode() for number in (FORMAT, FORMAT - 1))
    write(kept, [of(FILE, some[0][1].replace(before, after)), *some[1:]])
    with pytest.raises(IndexStaleError, match="重新建立"):
        restore(kept, index)
    assert uses(index, "第二件事") == 1


def test_a_backup_is_read_again_before_it_has_its_name(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that writes other bytes than it is given."""
    real = archive._check

    def spoiled(partial: Path, generation: object) -> None:
        data = bytearray(partial.read_bytes())
        data[len(data) // 2] ^= 1
        partial.write_bytes(data)
        real(partial, generation)  # type: ignore[arg-type]

    monkeypatch.setattr(archive, "_check", spoiled)
    with pytest.raises((CallError, IndexUnusableError)):
        backup(index, tmp_path / "kept.tar.gz")
    assert not (tmp_path / "kept.tar.gz").exists()
