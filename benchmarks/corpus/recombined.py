"""A large corpus of real lines: runs of lines of some speeches, put together anew, as files of several kinds.

    python -m benchmarks.corpus.recombined SPEECHES FOLDER

Each file has the head of a speech, and then runs of lines of any of its kind; no two files are versions of one another.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import click
import numpy as np

SHARES = {"txt": 0.62, "md": 0.30, "html": 0.05, "docx": 0.03}
HEAD = 60  # characters; the first line that is longer is not of the head any more
RUN = (2, 8)  # lines
SPREAD = 0.6  # of the sizes of files, which are log-normal


@dataclass(frozen=True, slots=True)
class Original:
    """The lines of a speech: those of its head, and all others."""

    head: list[str]
    body: list[str]

    @classmethod
    def of(cls, file: Path) -> "Original":
        lines = [line for line in file.read_text("utf-8-sig", "replace").splitlines() if line.strip()]
        first = next((place for place, line in enumerate(lines) if len(line) > HEAD), len(lines))
        return cls(lines[:first][:6] or lines[:1], lines[first:] or lines)


def originals(folder: Path, suffix: str) -> list[Original]:
    """The speeches of a folder in files of one kind."""
    return [Original.of(file) for file in sorted(folder.rglob(f"*.{suffix}"))]


def write_recombined(speeches: Path, folder: Path, files: int, size: int, seed: int = 1) -> None:
    """Write so many files, of about `size` bytes of text together. The same seed writes the same files."""
    found = {"md": originals(speeches, "md"), "txt": originals(speeches, "txt")}
    random = np.random.default_rng(seed)
    sizes = random.lognormal(0, SPREAD, files)
    sizes *= size / sizes.sum()
    kinds = random.choice(list(SHARES), files, p=list(SHARES.values()))
    for number, (kind, own) in enumerate(zip(kinds.tolist(), sizes.tolist(), strict=True)):
        lines = _recombined(found.get(kind, found["txt"]), number, int(own), random)
        path = folder / f"{number // 500:02d}" / f"{number:05d}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        WRITERS[kind](path, list(lines))


def _recombined(some: Sequence[Original], number: int, size: int, random: np.random.Generator) -> Iterator[str]:
    """Lines of about `size` bytes."""
    title, *head = some[int(random.integers(len(some)))].head
    yield from (f"{title}（{number + 1}）", *head)
    size -= len("\n".join((title, *head)).encode())
    while True:
        body = some[int(random.integers(len(some)))].body
        start = int(random.integers(len(body)))
        for line in body[start : start + int(random.integers(*RUN))]:
            yield line
            size -= len(line.encode()) + 1
            if size <= 0:
                return


def _txt(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _md(path: Path, lines: list[str]) -> None:
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def _html(path: Path, lines: list[str]) -> None:
    body = "\n".join(f"<p>{escape(line.strip())}</p>" for line in lines[1:])
    title = escape(lines[0])
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>\n<body><h1>{title}</h1>\n{body}\n</body></html>\n'
    path.write_text(page, encoding="utf-8")


def _docx(path: Path, lines: list[str]) -> None:
    from docx import Document

    document = Document()
    for line in lines:
        document.add_paragraph(line.strip())
    document.save(str(path))


WRITERS: dict[str, Callable[[Path, list[str]], None]] = {"txt": _txt, "md": _md, "html": _html, "docx": _docx}


@click.command()
@click.argument("speeches", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--files", default=6_000, show_default=True)
@click.option("--megabytes", default=88, show_default=True, help="Of text, in all of them.")
@click.option("--seed", default=1, show_default=True)
def main(speeches: Path, folder: Path, files: int, megabytes: int, seed: int) -> None:
    """Write recombined speeches into FOLDER."""
    write_recombined(speeches, folder, files, megabytes * 1_000_000, seed)


if __name__ == "__main__":
    main()
