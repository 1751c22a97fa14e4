"""How right scans are read: characters, rows that are lost, paragraphs, seconds a page. A report in Markdown."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import click

from benchmarks.scans.scanner import Press, Printed, Wear, printed, scan
from indexer.analysis import fold
from indexer.readers import read_one
from indexer.readers.pdf import read_pdf
from indexer.readers.pdf.recognition import Recognition
from indexer.readers.scan.recogniser import version

ROOT = Path(__file__).parents[2]
LIKE = 0.6  # share of a row's characters in their order, by which it counts as read
WAYS: tuple[tuple[str, Press, Wear], ...] = (
    ("干净，100 dpi", Press(dpi=100), Wear()),
    ("干净，150 dpi", Press(dpi=150), Wear()),
    ("干净，200 dpi", Press(), Wear()),
    ("干净，300 dpi", Press(dpi=300), Wear()),
    ("歪 1 度", Press(), Wear(angle=1)),
    ("歪 3 度", Press(), Wear(angle=-3)),
    ("有噪点、发虚、压得厉害", Press(), Wear(noise=25, blur=0.8, quality=40)),
    ("小字（10.5 磅）", Press(size=10.5, row=42), Wear()),
    ("两栏（12 磅）", Press(size=12, row=38, columns=2), Wear()),
    ("两栏，歪 1 度，有噪点", Press(size=12, row=38, columns=2), Wear(angle=1, noise=15, quality=60)),
)


@dataclass(frozen=True, slots=True)
class Score:
    """Of the pages scanned in one way: characters and how many were read right, rows and those that were lost,
    paragraphs and those that came back whole and right, seconds of the processor a page.
    """

    pages: int
    characters: int
    right: int
    extra: int
    rows: int
    lost: tuple[str, ...]
    paragraphs: int
    whole: int
    seconds: float


def speeches() -> Iterator[tuple[str, list[str]]]:
    """The title and the other lines of sample speeches."""
    for file in sorted((ROOT / "seeds").glob("*.txt")):
        title, *others = [line.text for line in read_one(file, file.name).lines]
        yield title, others


def measured(press: Press, wear: Wear, most: int, recognition: Recognition) -> Score:
    """The score of as many pages as `most`, of several speeches."""
    characters = right = extra = rows = paragraphs = whole = pages = 0
    lost: list[str] = []
    began = time.perf_counter()
    for title, texts in speeches():
        if pages >= most:
            break
        made = printed(title, texts, press)[: min(2, most - pages)]
        pages += len(made)
        read = _read(made, press, wear, recognition)
        truth, found = "".join(map(_plain, _rows(made))), "".join(map(_plain, read))
        blocks = SequenceMatcher(None, truth, found, autojunk=False).get_matching_blocks()
        same = sum(block.size for block in blocks)
        characters, right, extra = characters + len(truth), right + same, extra + len(found) - same
        rows += sum(len(page.rows) for page in made)
        lost += [row for row in _rows(made) if not _is_in(_plain(row), found)]
        texts_here = [text for text in texts if _plain(text) in truth]
        paragraphs += len(texts_here)
        whole += sum(_plain(text) in set(map(_plain, read)) for text in texts_here)
    seconds = (time.perf_counter() - began) / pages
    return Score(pages, characters, right, extra, rows, tuple(lost), paragraphs, whole, seconds)


def _read(pages: Sequence[Printed], press: Press, wear: Wear, recognition: Recognition) -> list[str]:
    """The lines of the text, as a build has them."""
    data = scan(pages, press, wear)
    recognised = dict(recognition.pages(data, range(1, len(pages) + 1)))
    return [line.text for line in read_pdf(data, "scan.pdf", recognised).lines]


def _rows(pages: Sequence[Printed]) -> Iterator[str]:
    return (row for page in pages for row in page.rows)


def _plain(text: str) -> str:
    return fold("".join(text.split()))


def _is_in(row: str, found: str) -> bool:
    """Whether a row, or most of it, stands in what was read."""
    if row in found:
        return True
    match = SequenceMatcher(None, found, row, autojunk=False)
    return sum(block.size for block in match.get_matching_blocks() if block.size > 1 or len(row) < 3) >= LIKE * len(row)


@click.command(help=__doc__)
@click.option(
    "--pages", type=click.IntRange(1), default=6, show_default=True, help="How many pages are scanned in each way."
)
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processor cores to use.")
@click.option("--lost", is_flag=True, help="List the rows that were lost.")
def main(pages: int, jobs: int, lost: bool) -> None:
    print(f"识别部件：{version()}\n")
    print("| 扫描的样子 | 页 | 字 | 认对 | 多出的字 | 行 | 丢的行 | 段 | 完整无误的段 | 每页秒 |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    with Recognition(jobs, 1000 * jobs) as recognition:
        for name, press, wear in WAYS:
            got = measured(press, wear, pages, recognition)
            share = f"{got.right / got.characters:.2%}"
            cells = (name, got.pages, got.characters, share, got.extra, got.rows, len(got.lost))
            print("|", " | ".join(map(str, (*cells, got.paragraphs, got.whole, f"{got.seconds:.1f}"))), "|", flush=True)
            for row in got.lost if lost else ():
                print("   ", row, file=sys.stderr)


if __name__ == "__main__":
    main()
