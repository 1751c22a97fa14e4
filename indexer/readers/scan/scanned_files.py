"""Scans: the pages of files that are pictures, read by a machine before the files are read as texts.

A page takes seconds. Each is kept as soon as it is read, so work that was interrupted goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from indexer.errors import ReadError, UnrecognisedError
from indexer.model import RawText, UnreadableItem
from indexer.readers import read_bytes, read_texts
from indexer.readers.scan.page_store import PageStore

if TYPE_CHECKING:
    from indexer.readers.pdf.recognition import Recognition

Progress = Callable[[int, int, str], None]


class Scan(NamedTuple):
    """A file with the numbers of the pages that are to be read, and how many others have been."""

    path: str
    file: Path
    pages: Sequence[int]
    known: int


def recognise(scans: Sequence[Scan], store: PageStore, jobs: int, memory: int, progress: Progress) -> None:
    """Read these pages and keep them, on so many cores with about so many megabytes. Raises OSError.

    `progress` is told how many pages of all files have been read, and how many there are, also those read before.
    """
    total = sum(len(scan.pages) + scan.known for scan in scans)
    done = sum(scan.known for scan in scans)
    with _recognition(jobs, memory) as recognition:
        for scan in scans:
            progress(done, total, scan.path)
            try:
                data = read_bytes(scan.file)
            except ReadError:
                continue  # gone: whoever reads it next says so
            for number, page in recognition.pages(data, scan.pages):
                store.keep(data, number, page)
                done += 1
                progress(done, total, scan.path)
    progress(done, total, "")


def _recognition(jobs: int, memory: int | None = None) -> Recognition:
    from indexer.readers.pdf.recognition import Recognition  # with all that reads PDF files, which few corpora have

    return Recognition(jobs, memory)


def _no_progress(done: int, total: int, path: str) -> None:
    """What is called where nobody follows the progress."""


def read_recognised(
    data: bytes, path: str, store: PageStore, jobs: int = 1, progress: Progress = _no_progress
) -> list[RawText | UnreadableItem]:
    """What `read_texts` gives, after those of its pages were read that are not in the store. Raises ReadError, OSError."""
    try:
        return read_texts(data, path, store)
    except UnrecognisedError as error:
        total = len(error.pages) + error.known
        with _recognition(jobs) as recognition:
            for done, (number, page) in enumerate(recognition.pages(data, error.pages), error.known + 1):
                store.keep(data, number, page)
                progress(done, total, path)
    return read_texts(data, path, store)
