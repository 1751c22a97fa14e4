"""The oracle: how many paragraphs each query finds, by brute force.

A million paragraphs (450 MB) take some 1.5 GB here: their texts, and a number for each word of each.
"""

import re
from array import array
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache, reduce
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.corpus.paragraphs import decoded
from benchmarks.corpus.words import word_cutter
from benchmarks.measure.processes import each_part
from benchmarks.measure.query import NEARNESS, SKIPPED, Kind, Query

PART = 4_000_000  # bytes of the file of paragraphs that a process takes at a time
Numbers = np.ndarray[tuple[int], np.dtype[np.uint32]]


class Meaning(Enum):
    """What an engine takes a word to mean. A phrase means its characters everywhere."""

    TOKEN = auto()  # the paragraph has it among jieba's words
    TOKEN_OR_TEXT = auto()  # that, or the text has it as it stands (this project: ranked never finds less than exact)
    TEXT = auto()  # the text has it as it stands
    MORE = auto()  # TOKEN_OR_TEXT, or it has what means the same


class _Part(NamedTuple):
    """Folded texts, their years, and the paragraphs of each word, from 0: those of `words[i]` end at `ends[i]`."""

    texts: list[str]
    years: "array[int]"
    words: list[str]
    ends: list[int]
    numbers: Numbers


class Oracle:
    """Paragraphs in memory, with the numbers of those that have each word."""

    def __init__(self, paragraphs: Path) -> None:
        """`paragraphs` is the file of them."""
        self.texts: list[str] = []  # folded
        self.years = array("H")
        self.postings: dict[str, array[int]] = {}
        for part in each_part(_cut, _parts(paragraphs)):
            numbers = array("I", (part.numbers + np.uint32(len(self.texts))).tobytes())
            start = 0
            for word, end in zip(part.words, part.ends, strict=True):
                self.postings.setdefault(word, array("I")).extend(numbers[start:end])
                start = end
            self.texts += part.texts
            self.years += part.years
        self._total = cache(self._count)  # engines that mean the same share an answer

    def is_right(self, total: int, query: Query, meaning: Meaning, limit: int | None = None) -> bool:
        """Whether so many paragraphs may be what an engine finds."""
        least = self.total(query, Meaning.TOKEN_OR_TEXT if meaning is Meaning.MORE else meaning, limit)
        return total >= least if meaning is Meaning.MORE else total == least

    def total(self, query: Query, meaning: Meaning, limit: int | None = None) -> int:
        """The number of paragraphs that match, among the first `limit` or all."""
        return self._total(query, Meaning.TEXT if query.kind is Kind.PHRASE else meaning, limit)

    def _count(self, query: Query, meaning: Meaning, limit: int | None) -> int:
        if query.kind in (Kind.PATTERN, Kind.NEAR):
            expression = expression_of(query)
            texts = self.texts if limit is None else self.texts[:limit]
            return sum(expression.search(text) is not None for text in texts)
        join = np.union1d if query.kind is Kind.ANY else np.intersect1d
        found: Numbers = reduce(join, [self._having(term, meaning) for term in query.terms])
        if query.year is not None:
            found = found[np.asarray(self.years)[found] == query.year]
        return len(found) if limit is None else int(np.searchsorted(found, limit))

    def _having(self, term: str, meaning: Meaning) -> Numbers:
        """The paragraphs that have a term, rising."""
        if meaning is Meaning.TEXT:
            return self._containing(term)
        tokens: Numbers = np.array(self.postings.get(term, ()), dtype=np.uint32)
        return tokens if meaning is Meaning.TOKEN else np.union1d(tokens, self._containing(term))

    def _containing(self, term: str) -> Numbers:
        return np.array([number for number, text in enumerate(self.texts) if term in text], dtype=np.uint32)


def expression_of(query: Query) -> re.Pattern[str]:
    """What a pattern or two terms near each other are, as the interpreter's own expression."""
    if query.kind is Kind.NEAR:
        one, other = map(re.escape, query.terms)
        between = f"(?s:.{{0,{NEARNESS}}}?)"
        return re.compile(f"{one}{between}{other}|{other}{between}{one}")
    signs = {"?": "[^。!;]", "*": f"[^。!?;]{{0,{SKIPPED}}}"}
    return re.compile("".join(signs.get(sign, re.escape(sign)) for sign in query.terms[0]))


def _parts(file: Path) -> list[tuple[Path, int, int]]:
    """Whole lines of a file, as offset and size in bytes."""
    ends, size = [0], file.stat().st_size
    with file.open("rb") as lines:
        while ends[-1] < size:
            lines.seek(min(ends[-1] + PART, size) - 1)
            lines.readline()
            ends.append(lines.tell())
    return [(file, start, end - start) for start, end in pairwise(ends)]


def _cut(part: tuple[Path, int, int]) -> _Part:
    """Cut the paragraphs of a part into words; runs in a process of its own."""
    texts, years = [], array("H")
    numbers: dict[str, list[int]] = {}
    cut = word_cutter()
    for number, paragraph in enumerate(decoded(_lines(*part))):
        folded = paragraph.folded
        texts.append(folded)
        years.append(paragraph.year)
        for word in set(cut(folded)):
            numbers.setdefault(word, []).append(number)
    ends = list(accumulate(map(len, numbers.values())))
    return _Part(texts, years, list(numbers), ends, np.array(list(chain(*numbers.values())), dtype=np.uint32))


def _lines(file: Path, offset: int, size: int) -> Iterator[bytes]:
    with file.open("rb") as lines:
        lines.seek(offset)
        yield from lines.read(size).splitlines()
