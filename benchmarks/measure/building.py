"""Building each index in a process of its own, so that its time and memory are its own."""

import subprocess
import sys
from pathlib import Path
from time import perf_counter

import msgspec

from benchmarks.corpus.paragraphs import parsed
from benchmarks.engines import engine
from benchmarks.engines.port import Source
from benchmarks.measure.memory import own_peak, watched
from indexer.readers.corpus import corpus_files

PARSING = "parsing"  # not an engine: reading and parsing the files alone


class Built(msgspec.Struct, frozen=True):
    """`seconds` to build, and the `peak` of memory meanwhile, in bytes, of all its processes together."""

    seconds: float
    peak: int


def built(name: str, folder: Path, source: Source) -> Built:
    """Build the index of one engine in `folder`, in another process.

    Raises CalledProcessError where that fails; what it said is on stderr.
    """
    call = [sys.executable, "-m", __name__, name, str(folder), str(source.speeches), str(source.paragraphs)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
        seen = watched(process)
        output = process.stdout.read() if process.stdout else b""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, call)
    told = msgspec.json.decode(output, type=Built)
    return Built(told.seconds, max(told.peak, seen))


def _parsing(speeches: Path) -> float:
    started = perf_counter()
    for _ in parsed(corpus_files(speeches)):
        pass
    return perf_counter() - started


def main() -> None:
    """The other process: engine, folder, speeches and paragraphs are its arguments."""
    name, folder, speeches, paragraphs = sys.argv[1], *map(Path, sys.argv[2:])
    source = Source(speeches, paragraphs)
    seconds = _parsing(source.speeches) if name == PARSING else engine(name, folder).build(source)
    sys.stdout.buffer.write(msgspec.json.encode(Built(seconds, own_peak())))


if __name__ == "__main__":
    main()
