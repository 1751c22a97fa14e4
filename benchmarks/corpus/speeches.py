"""A synthetic corpus: speeches of words drawn by the frequencies of jieba's own dictionary, as files.

The words are drawn one by one and mean nothing together; their frequencies are those of real text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.measure.processes import each_part

FIRST_YEAR, LAST_YEAR = 2005, 2024
PARAGRAPHS = 40  # of a speech, headings included
CHARACTERS = 178  # of a paragraph under a heading, about; with titles and headings 150 on average, 450 bytes
SENTENCE = (6, 20)  # words
CLAUSE = 7  # words, after which a comma may stand
HEADINGS = "一二三四五"
SPEAKERS = ("张立群", "王秀兰", "李建平", "赵晓东", "陈志远", "刘慧敏")
BATCH = 4096  # words drawn at once
SET = 5000  # sentences that speeches have in common
SHARE = 250  # speeches that a process writes at a time
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, and the sum of the probabilities of each and all before it."""

    words: list[str]
    cumulative: "np.ndarray[tuple[int], np.dtype[np.float64]]"

    def draw(self, random: np.random.Generator) -> Iterator[str]:
        """Words without end, each by its frequency."""
        while True:
            places = np.searchsorted(self.cumulative, random.random(BATCH), side="right")
            yield from map(self.words.__getitem__, places.tolist())


@cache
def vocabulary() -> Vocabulary:
    """The Chinese words of the dictionary that jieba ships, with their frequencies; a process reads it once."""
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba is not installed")
    rows = (line.split(" ") for line in Path(found.origin).with_name("dict.txt").read_text("utf-8").splitlines())
    frequencies = {row[0]: int(row[1]) for row in rows if _HAN.fullmatch(row[0])}
    cumulative = np.cumsum(np.array(list(frequencies.values()), dtype=np.float64))
    return Vocabulary(list(frequencies), cumulative / cumulative[-1])


def write_speeches(folder: Path, paragraphs: int, seed: int, repeated: float = 0.0) -> None:
    """Write speeches of about so many paragraphs in all into `folder`, a text file each.

    The same seed gives the same speeches, and a larger corpus begins with those of a smaller one. Some sentences, a share
    of `repeated`, are out of SET that all speeches have in common: else nothing longer than a few words would come again.
    """
    count = max(1, round(paragraphs / PARAGRAPHS))
    shares = [range(start, min(start + SHARE, count)) for start in range(0, count, SHARE)]
    for _ in each_part(partial(_write, folder, seed, repeated), shares):
        pass


def _write(folder: Path, seed: int, repeated: float, numbers: range) -> None:
    """Write the speeches of these numbers; runs in a process of its own."""
    words = vocabulary()
    common = _Author(words, np.random.default_rng(seed))
    sentences = [common.sentence() for _ in range(SET if repeated else 0)]
    for number in numbers:
        path = folder / f"{number // 1000:03d}" / f"{number:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        author = _Author(words, np.random.default_rng((seed, number)), sentences, repeated)
        path.write_text("\n".join(author.speech(number)) + "\n", encoding="utf-8")


class _Author:
    """Writes one speech."""

    def __init__(
        self, vocabulary: Vocabulary, random: np.random.Generator, common: Sequence[str] = (), repeated: float = 0.0
    ) -> None:
        self._words = vocabulary.draw(random)
        self._random = random
        self._common, self._repeated = common, repeated

    def speech(self, number: int) -> Iterator[str]:
        """The lines of a speech: title, date, speaker, salutation, and paragraphs under headings."""
        year = FIRST_YEAR + int(self._random.integers(LAST_YEAR - FIRST_YEAR + 1))
        month, day = 1 + int(self._random.integers(12)), 1 + int(self._random.integers(28))
        yield f"在{self._run(3)}第{number + 1}次工作会议上的讲话"
        yield f"（{year}年{month}月{day}日）"
        yield SPEAKERS[int(self._random.integers(len(SPEAKERS)))]
        yield "同志们："
        places = PARAGRAPHS - 4 - len(HEADINGS)
        for place in range(places):
            if place % (places // len(HEADINGS)) == 1 and place // (places // len(HEADINGS)) < len(HEADINGS):
                yield f"{HEADINGS[place // (places // len(HEADINGS))]}、{self._run(5)}"
            yield self._paragraph()

    def _paragraph(self) -> str:
        text = ""
        longest = int(self._random.integers(CHARACTERS // 2, CHARACTERS * 3 // 2))
        while len(text) < longest:
            text += self.sentence()
        return text

    def sentence(self) -> str:
        if self._common and self._random.random() < self._repeated:
            return self._common[int(self._random.integers(len(self._common)))]
        left = int(self._random.integers(*SENTENCE, endpoint=True))
        clauses = []
        while left > 0:
            clauses.append(self._run(min(left, CLAUSE)))
            left -= CLAUSE
        return "，".join(clauses) + "。"

    def _run(self, count: int) -> str:
        return "".join(islice(self._words, count))
