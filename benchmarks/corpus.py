"""A synthetic corpus: speeches of words drawn by the frequencies of jieba's own dictionary, as files.

The words are drawn one by one and mean nothing together; their frequencies are those of real text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

FIRST_YEAR, LAST_YEAR = 2005, 2024
PARAGRAPHS = 40  # of a speech, headings included
CHARACTERS = 150  # of a paragraph, about
SENTENCE = (6, 20)  # words
CLAUSE = 7  # words, after which a comma may stand
HEADINGS = "一二三四五"
SPEAKERS = ("张立群", "王秀兰", "李建平", "赵晓东", "陈志远", "刘慧敏")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, and the sum of the probabilities of each and all before it."""

    words: list[str]
    cumulative: "np.ndarray[tuple[int], np.dtype[np.float64]]"


def vocabulary() -> Vocabulary:
    """The Chinese words of the dictionary that jieba ships, with their frequencies."""
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba is not installed")
    rows = (line.split(" ") for line in Path(found.origin).with_name("dict.txt").read_text("utf-8").splitlines())
    frequencies = {row[0]: int(row[1]) for row in rows if _HAN.fullmatch(row[0])}
    cumulative = np.cumsum(np.array(list(frequencies.values()), dtype=np.float64))
    return Vocabulary(list(frequencies), cumulative / cumulative[-1])


def write_speeches(folder: Path, paragraphs: int, seed: int) -> None:
    """Write speeches of about so many paragraphs in all into `folder`, a text file each."""
    author = _Author(vocabulary(), seed)
    for number in range(max(1, round(paragraphs / PARAGRAPHS))):
        path = folder / f"{number // 1000:03d}" / f"{number:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(author.speech(number)) + "\n", encoding="utf-8")


class _Author:
    """Writes speeches; the same seed gives the same ones."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self._vocabulary = vocabulary
        self._random = np.random.default_rng(seed)

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
            text += self._sentence()
        return text

    def _sentence(self) -> str:
        words = self._words(int(self._random.integers(*SENTENCE, endpoint=True)))
        clauses = ["".join(words[start : start + CLAUSE]) for start in range(0, len(words), CLAUSE)]
        return "，".join(clauses) + "。"

    def _run(self, count: int) -> str:
        return "".join(self._words(count))

    def _words(self, count: int) -> list[str]:
        places = np.searchsorted(self._vocabulary.cumulative, self._random.random(count), side="right")
        return [self._vocabulary.words[place] for place in places]
