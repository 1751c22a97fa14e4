"""The pages that a machine has read, kept beside an index: reading them again would take hours.

    recognised/<what reads>/<SHA-256 of the file>/<number of the page>.json

A page is written whole as soon as it is read, so a build that was interrupted goes on where it stopped. No generation
has any of it: the folder may be deleted, and then is made anew. Pages of files that are gone, and of other versions of
what reads, are removed by each build.
"""

import shutil
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from indexer.readers.scan.recognised_page import RecognisedPage
from indexer.readers.scan.recogniser import version
from indexer.whole_file import write_whole

FOLDER = "recognised"
_PAGE = msgspec.json.Decoder(
    RecognisedPage
)  # made at import: threads that are the first to ask for a type crash msgspec


@dataclass(frozen=True, slots=True)
class PageStore:
    """The pages beside the index in `folder`; None where they are to be found nowhere."""

    folder: Path | None = None

    def pages(self, data: bytes) -> dict[int, RecognisedPage]:
        """What is known of the pages of a file with these bytes, by number; what is damaged is not known."""
        found: dict[int, RecognisedPage] = {}
        kept = self._place(data)
        for file in kept.glob("*.json") if kept else ():
            with suppress(OSError, ValueError, msgspec.DecodeError):
                found[int(file.stem)] = _PAGE.decode(file.read_bytes())
        return found

    def keep(self, data: bytes, number: int, page: RecognisedPage) -> None:
        """Write a page of the file with these bytes. Raises OSError."""
        if kept := self._place(data):
            kept.mkdir(parents=True, exist_ok=True)
            write_whole(kept / f"{number}.json", [msgspec.json.encode(page)])

    def prune(self, hashes: Set[bytes]) -> None:
        """Remove what is not of files with these SHA-256, and what another version of the machine has read."""
        names = {one.hex() for one in hashes}
        top = self._top()
        for folder in top.parent.iterdir() if top and top.parent.is_dir() else ():
            if folder != top:
                shutil.rmtree(folder, ignore_errors=True)
        for folder in top.iterdir() if top and top.is_dir() else ():
            if folder.name not in names:
                shutil.rmtree(folder, ignore_errors=True)

    def _top(self) -> Path | None:
        reads = version()
        if self.folder is None or reads is None:
            return None
        return self.folder / FOLDER / sha256(reads.encode()).hexdigest()[:16]

    def _place(self, data: bytes) -> Path | None:
        top = self._top()
        return top / sha256(data).hexdigest() if top else None


NOWHERE = PageStore()
