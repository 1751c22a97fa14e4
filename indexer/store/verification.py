"""Which files of an index were last seen whole or damaged, and when: what checks, servers and watches have found.

`verified.json` stands beside the generations and goes by the SHA-256 that a file should have, so it holds for the same
file in the next generation. That a file was whole is believed of that very file only; that it was damaged, of any
until it was read again. Where the file cannot be read or written, each process knows only what it has found itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from indexer.store.manifest import Checksum, Manifest
from indexer.whole_file import write_whole

FILE = "verified.json"


class Seen(msgspec.Struct, frozen=True):
    """When a file was read, which one it was by its number in the file system, and whether it was whole."""

    when: datetime
    number: int
    whole: bool


_SEEN = msgspec.json.Decoder(dict[str, Seen])


class Verification:
    """What is known of the files of an index."""

    def __init__(self, seen: Mapping[str, Seen] | None = None) -> None:
        self._seen = dict(seen or {})

    @classmethod
    def load(cls, index: Path) -> "Verification":
        """What stands beside the generations."""
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            return cls(_SEEN.decode((index / FILE).read_bytes()))
        return cls()

    def joined(self, other: "Verification") -> "Verification":
        """The newer of what both know of each file."""
        newer = {digest: one for digest, one in other._seen.items() if self._is_older(digest, one)}
        return Verification({**self._seen, **newer})

    def note(self, file: Path, expected: Checksum, when: datetime, *, whole: bool) -> None:
        """A file was read."""
        self._seen[expected.sha256] = Seen(when, _number(file), whole)

    def save(self, index: Path, manifest: Manifest) -> None:
        """Write what is known of the files of a generation, together with what others have found meanwhile, if that can be done."""
        known = Verification.load(index).joined(self)
        digests = {one.sha256 for one in manifest.checksums.values()}
        kept = {digest: one for digest, one in known._seen.items() if digest in digests}
        with suppress(OSError):
            write_whole(index / FILE, [msgspec.json.format(msgspec.json.encode(kept, order="sorted"), indent=1)])

    def seen(self, file: Path, expected: Checksum) -> datetime | None:
        """When this very file was last seen whole; None where it never was, or was damaged since."""
        one = self._seen.get(expected.sha256)
        return one.when if one is not None and one.whole and one.number == _number(file) else None

    def last_check(self, folder: Path, manifest: Manifest) -> datetime | None:
        """Since when every file of a generation has been seen whole; None where one was not."""
        times = [self.seen(folder / name, expected) for name, expected in manifest.checksums.items()]
        return min((time for time in times if time is not None), default=None) if None not in times else None

    def suspects(self, manifest: Manifest) -> Iterator[str]:
        """The files of a generation that were damaged when they, or others that should have the same bytes, were last read."""
        for name, expected in manifest.checksums.items():
            if expected.sha256 in self._seen and not self._seen[expected.sha256].whole:
                yield name

    def _is_older(self, digest: str, other: Seen) -> bool:
        return digest not in self._seen or self._seen[digest].when <= other.when


def _number(file: Path) -> int:
    """What tells a file from a copy of it; 0 where it is gone."""
    try:
        return file.stat().st_ino
    except OSError:
        return 0
