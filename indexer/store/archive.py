"""Archives: one file that has a whole generation, made while the index is in use, and what is taken out of one again.

An archive is a tar file packed by gzip: the manifest, then each file that it names, in that order. Whatever an archive
says, nothing is written but regular files of exactly the names, sizes and checksums of its manifest, into an empty folder,
and hardly more is unpacked than it announces.
"""

import gzip
import io
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, NamedTuple

from indexer.errors import CallError, IndexStaleError, IndexUnusableError
from indexer.i18n import Message, _
from indexer.store.folder import Store
from indexer.store.generation import Generation
from indexer.store.manifest import FILE, Checksum, Manifest, parse_manifest
from indexer.whole_file import made_whole

MOST_MANIFEST = 256 << 20  # bytes: of millions of files
OVERHEAD = 1 << 16  # bytes for each file beside its own, far more than tar takes
CHUNK = 1 << 20
LEVEL = 1  # of packing: arrays hardly get smaller by more
_NAME = re.compile(r"\w[\w.-]*", re.ASCII)
_UNREADABLE = (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile)


def write_archive(store: Store, target: Path) -> Generation:
    """Write the live generation to a file, which has its name only when it has been read again and is whole.

    Raises IndexUnusableError where a file of the index is damaged, OSError where the archive cannot be written.
    """
    with ExitStack() as opened:
        generation, files = store.read(lambda live: (live, _opened(live, opened)))
        with made_whole(target) as partial:
            with partial.open("wb") as raw, _packed(raw) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
                for name, file in files.items():
                    tar.addfile(_member(name, file.seek(0, io.SEEK_END)), _rewound(file))
            _check(partial, generation)
    return generation


def unpack(archive: Path, folder: Path) -> Manifest:
    """Take a generation out of an archive into an empty folder; the manifest is given back, and not written.

    Raises CallError where the archive is none, is damaged or not to be trusted, IndexStaleError where it was made by another
    version of the program.
    """
    with _reading(archive) as members:
        manifest = _manifest(members)
        room = shutil.disk_usage(folder).free
        if sum(one.size for one in manifest.checksums.values()) > room:
            raise CallError(_("磁盘放不下“{archive}”里的索引，请腾出空间再试", archive=archive))
        for name, source, expected in _files(manifest, members):
            with (folder / name).open("xb") as out:
                _copy(members.archive, source, out, name, expected)
    return manifest


def _check(archive: Path, generation: Generation) -> None:
    """Raises IndexUnusableError where an archive that was just written has not the bytes that a manifest tells."""
    with _reading(archive) as members:
        manifest = _manifest(members)
        for name, source, expected in _files(manifest, members):
            try:
                _copy(archive, source, None, name, expected)
            except CallError as error:
                raise IndexUnusableError.damaged(f"{generation.folder.name}/{name}") from error


def _opened(generation: Generation, opened: ExitStack) -> dict[str, IO[bytes]]:
    """All files of a generation, which may be removed from then on."""
    try:
        names = (FILE, *generation.manifest.checksums)
        return {name: opened.enter_context((generation.folder / name).open("rb")) for name in names}
    except OSError as error:
        raise IndexUnusableError.damaged(generation.folder.name) from error


def _rewound(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


def _packed(raw: IO[bytes]) -> gzip.GzipFile:
    """What packs into a file; without a name and a time: the same generation makes the same archive."""
    return gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=raw, mtime=0)


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    return member


class _Bounded(io.RawIOBase):
    """What is unpacked, up to so many bytes: a small file can be packed that never ends."""

    def __init__(self, packed: gzip.GzipFile, most: int) -> None:
        self._packed = packed
        self.most = most

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._packed.read(min(size, CHUNK) if size >= 0 else CHUNK)
        self.most -= len(data)
        if self.most < 0:
            raise tarfile.ReadError("more than was announced")
        return data


class _Members(NamedTuple):
    """An archive that is being read: its members one after the other, and how much may be unpacked for them."""

    archive: Path
    tar: tarfile.TarFile
    unpacked: _Bounded


@contextmanager
def _reading(archive: Path) -> Iterator[_Members]:
    """An archive, open. What cannot be read of it raises CallError."""
    try:
        raw = archive.open("rb")
    except OSError as error:
        raise CallError(_("打不开“{file}”：{error}", file=archive, error=error.strerror or error)) from error
    with raw, gzip.GzipFile(fileobj=raw) as packed:
        unpacked = _Bounded(packed, MOST_MANIFEST + OVERHEAD)
        try:
            with tarfile.open(fileobj=unpacked, mode="r|") as tar:
                yield _Members(archive, tar, unpacked)
                while unpacked.read(CHUNK):  # to the end, where the checksum of all stands
                    pass
        except _UNREADABLE as error:
            raise _refused(archive, _("打不开，或不完整")) from error


def _manifest(members: _Members) -> Manifest:
    """The manifest, which is the first member."""
    first = members.tar.next()
    if first is None or first.name != FILE or not first.isreg() or not 0 <= first.size <= MOST_MANIFEST:
        raise _refused(members.archive, _("里面没有索引的清单"))
    try:
        manifest = parse_manifest(_taken(members, first).read(), FILE)
    except IndexStaleError:
        raise
    except IndexUnusableError as error:
        raise _refused(members.archive, _("索引的清单被改动过")) from error
    names = manifest.checksums
    if (
        not all(map(_NAME.fullmatch, names))
        or FILE in map(str.lower, names)
        or len({*map(str.lower, names)}) < len(names)
    ):
        raise _refused(members.archive, _("清单里有不该有的文件名"))
    if any(one.size < 0 for one in names.values()):
        raise _refused(members.archive, _("索引的清单被改动过"))
    members.unpacked.most = sum(one.size + OVERHEAD for one in names.values()) + OVERHEAD
    return manifest


def _files(manifest: Manifest, members: _Members) -> Iterator[tuple[str, IO[bytes], Checksum]]:
    """The files of a manifest, each once: regular ones of the sizes that it tells."""
    missing = dict(manifest.checksums)
    while (member := members.tar.next()) is not None:
        expected = missing.pop(member.name, None)
        if expected is None or not member.isreg() or member.size != expected.size:
            raise _refused(members.archive, _("“{name}”不是清单里的文件，或大小不符", name=member.name))
        yield member.name, _taken(members, member), expected
    if missing:
        raise _refused(members.archive, _("缺少“{name}”", name=min(missing)))


def _taken(members: _Members, member: tarfile.TarInfo) -> IO[bytes]:
    taken = members.tar.extractfile(member)
    if taken is None:
        raise _refused(members.archive, _("“{name}”不是清单里的文件，或大小不符", name=member.name))
    return taken


def _copy(archive: Path, source: IO[bytes], out: IO[bytes] | None, name: str, expected: Checksum) -> None:
    """Copy a file, and compare it with its checksum. Raises CallError where it is another."""
    digest = sha256()
    while data := source.read(CHUNK):
        digest.update(data)
        if out is not None:
            out.write(data)
    if digest.hexdigest() != expected.sha256:
        raise _refused(archive, _("“{name}”被改动过，校验值不符", name=name))


def _refused(archive: Path, reason: Message) -> CallError:
    return CallError(
        _(
            "“{archive}”不是 speechsearch backup 写的归档，或已损坏：{reason}。索引没有改动。",
            archive=archive,
            reason=reason,
        )
    )
