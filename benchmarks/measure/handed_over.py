"""Building from paragraphs that are handed over, without files that are read and understood: ours and tantivy, in turns.

    python -m benchmarks.measure.handed_over FOLDER

FOLDER holds speeches; the paragraphs that our parser makes of them are what both index.
"""

import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import click

from benchmarks.corpus.paragraphs import Paragraph, decoded, extent, parse_files
from benchmarks.engines import engine
from benchmarks.engines.port import Source
from indexer.build.pipeline import DEFAULT_MEMORY, MEGABYTE, PART_BYTES, PRELOADED, SEGMENT_BYTES
from indexer.engine.embedded.write import ParallelWriter
from indexer.model import Kind, Speech, SpeechDate
from indexer.model import Paragraph as Said
from indexer.workers import Workers

ITEMS = 8  # for each process


class Share:
    """A work item: the paragraphs in some bytes of their file."""

    def __init__(self, file: Path, start: int, end: int) -> None:
        self._file, self._start, self._end = file, start, end

    def speeches(self) -> Iterator[tuple[str, Speech]]:
        with self._file.open("rb") as lines:
            lines.seek(self._start)
            found = decoded(lines.read(self._end - self._start).splitlines())
        for speech, paragraphs in groupby(found, lambda one: one.speech):
            yield f"{self._start}-{speech}", _speech(str(speech), list(paragraphs))

    def result(self) -> None:
        """Nothing."""


def _speech(name: str, paragraphs: list[Paragraph]) -> Speech:
    year = paragraphs[0].year
    said = tuple(Said(f"p{number}", one.text, Kind.BODY, number) for number, one in enumerate(paragraphs, 1))
    return Speech(
        *(name, name, name, SpeechDate(year) if year else None, None, None, None, None, said),
        *((), (), (), {}, None, 0, 0, ()),
    )


def _shares(file: Path, count: int) -> Iterator[Share]:
    """The whole file in parts of about one size, each of whole lines."""
    size, start = file.stat().st_size, 0
    with file.open("rb") as lines:
        for number in range(1, count + 1):
            lines.seek(max(start, size * number // count))
            lines.readline()
            end = min(lines.tell(), size)
            if end > start:
                yield Share(file, start, end)
            start = end


def build_ours(folder: Path, paragraphs: Path) -> float:
    """Build with a process for each core, in the memory that a build takes by itself; the seconds that takes."""
    started, jobs = perf_counter(), os.cpu_count() or 1
    memory = DEFAULT_MEMORY * MEGABYTE
    with Workers(jobs, PRELOADED) as workers:
        folder.mkdir()
        part, segment = memory // (jobs * PART_BYTES), memory // SEGMENT_BYTES
        writer = ParallelWriter(folder, jobs, 0, part=part, segment=segment, workers=workers)
        for _ in writer.index(_shares(paragraphs, jobs * ITEMS)):
            pass
        writer.finish()
    return perf_counter() - started


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--rounds", default=3, show_default=True)
@click.option("--peer", default="tantivy", show_default=True)
def main(folder: Path, rounds: int, peer: str) -> None:
    """Print seconds and MB/s of both, and how many times as fast ours is: the median of the rounds."""
    with TemporaryDirectory() as work:
        paragraphs = Path(work) / "paragraphs.jsonl"
        parse_files(folder, paragraphs)
        count, size = extent(paragraphs)
        print(f"{count:,} paragraphs, {size / MEGABYTE:.1f} MB")
        ours, theirs = [], []
        for number in range(rounds):
            ours.append(build_ours(Path(work) / f"ours-{number}", paragraphs))
            theirs.append(engine(peer, Path(work) / f"peer-{number}").build(Source(folder, paragraphs)))
            print(
                f"ours {ours[-1]:.1f} s, {peer} {theirs[-1]:.1f} s, ours is {theirs[-1] / ours[-1]:.2f} times as fast"
            )
        ratio = median(their / own for own, their in zip(ours, theirs, strict=True))
        rates = (size / MEGABYTE / median(some) for some in (ours, theirs))
        print("MB/s: ours {:.2f}, peer {:.2f}; ".format(*rates) + f"{ratio:.2f} times")


if __name__ == "__main__":
    main()
