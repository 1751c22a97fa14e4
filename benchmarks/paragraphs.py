"""The paragraphs that every engine indexes, in a file, so that no engine has to hold them in memory."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

import searchui
from indexer.analysis import fold


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


def read_back(index: Path, file: Path) -> None:
    """Write the paragraphs of a published index into `file`, a line of JSON each."""
    encoder = msgspec.json.Encoder()
    with searchui.open_corpus(index) as corpus, file.open("wb") as lines:
        for number, entry in enumerate(sorted(corpus.speeches(), key=lambda entry: entry.id)):
            year, date = (entry.date.year, entry.date.key) if entry.date else (0, 0)
            for paragraph in corpus.speech(entry.id).paragraphs:
                lines.write(encoder.encode(Paragraph(number, year, date, paragraph.text)) + b"\n")


def read_paragraphs(file: Path, limit: int | None = None) -> Iterator[Paragraph]:
    """The first `limit` paragraphs of a file, or all."""
    decoder = msgspec.json.Decoder(Paragraph)
    with file.open("rb") as lines:
        yield from map(decoder.decode, islice(lines, limit))


def text_bytes(file: Path, limit: int | None = None) -> int:
    """The size of the text in UTF-8."""
    return sum(len(paragraph.text.encode()) for paragraph in read_paragraphs(file, limit))
