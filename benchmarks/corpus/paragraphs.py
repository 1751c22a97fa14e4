"""The paragraphs that every engine indexes, in a file, so that no engine has to hold them in memory."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

import searchui
from benchmarks.measure.processes import each_part
from indexer.analysis import fold
from indexer.errors import ReadError
from indexer.model import RawText, Speech, SpeechDate
from indexer.readers import read
from indexer.readers.corpus import corpus_files
from indexer.speech import parse

FILES = 200  # read by a process at a time


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph as our parser made it.

    `speech` numbers the speeches from 0; `year` (yyyy) and `date` (yyyymmdd) are 0 where there is none.
    """

    speech: int
    year: int
    date: int
    text: str

    @property
    def folded(self) -> str:
        """The text that peers are given; they know no folding of their own."""
        return fold(self.text)


def parse_files(speeches: Path, file: Path) -> None:
    """Write the paragraphs of a folder of speeches into `file`, in the order of an index; a line of JSON each.

    All speeches are taken, versions of one another too. What cannot be read is passed over.
    """
    files = corpus_files(speeches)
    parts = [files[start : start + FILES] for start in range(0, len(files), FILES)]
    with file.open("wb") as lines:
        write = _Lines(lines)
        for part in each_part(_speeches, parts):
            for date, texts in part:
                write.speech(date, texts)


def _speeches(files: Sequence[tuple[str, Path]]) -> list[tuple[SpeechDate | None, list[str]]]:
    """The date and the paragraphs of each speech; runs in a process of its own."""
    return [(one.date, [paragraph.text for paragraph in one.paragraphs]) for one in parsed(files)]


def parsed(files: Sequence[tuple[str, Path]]) -> Iterator[Speech]:
    """The speeches in files that can be read."""
    for path, file in files:
        try:
            found = read(file, path)
        except ReadError:
            continue
        yield from (parse(item) for item in found if isinstance(item, RawText))


def read_back(index: Path, file: Path) -> None:
    """The same from a published index, which leaves out versions of a speech."""
    with searchui.open_corpus(index) as corpus, file.open("wb") as lines:
        write = _Lines(lines)
        for entry in sorted(corpus.speeches(), key=lambda entry: entry.id):
            write.speech(entry.date, [paragraph.text for paragraph in corpus.speech(entry.id).paragraphs])


class _Lines:
    def __init__(self, lines: BinaryIO) -> None:
        self._lines = lines
        self._encode = msgspec.json.Encoder().encode
        self._speeches = 0

    def speech(self, date: SpeechDate | None, texts: Sequence[str]) -> None:
        year, key = (date.year, date.key) if date else (0, 0)
        for text in texts:
            self._lines.write(self._encode(Paragraph(self._speeches, year, key, text)) + b"\n")
        self._speeches += 1


def read_paragraphs(file: Path, limit: int | None = None) -> Iterator[Paragraph]:
    """The first `limit` paragraphs of a file, or all."""
    with file.open("rb") as lines:
        yield from decoded(islice(lines, limit))


def decoded(lines: Iterable[bytes]) -> Iterator[Paragraph]:
    """The paragraphs in lines of JSON."""
    return map(msgspec.json.Decoder(Paragraph).decode, lines)


def extent(file: Path, limit: int | None = None) -> tuple[int, int]:
    """How many paragraphs there are, up to `limit`, and the bytes of their text in UTF-8."""
    sizes = np.fromiter((len(paragraph.text.encode()) for paragraph in read_paragraphs(file, limit)), np.int64)
    return len(sizes), int(sizes.sum())
