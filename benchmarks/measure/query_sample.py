"""Queries drawn from the corpus by a seed."""

import re
from collections.abc import Iterator
from random import Random
from typing import TypeVar

from benchmarks.measure.oracle import Oracle
from benchmarks.measure.query import PER_PAGE, Kind, Query, QueryClass
from indexer.analysis import Analysis

COMMONEST = 300  # words that a common word is drawn from
RARE = 3  # paragraphs that a rare word may be in
DEEP = 50  # the page of the class “page 50”
PHRASES = (1, 2, 4, 8, 20)  # characters
COUNTED = (2, 4, 8, 20)
ATTEMPTS = 20_000
T = TypeVar("T")
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
_LETTERS = re.compile(r"[\u4e00-\u9fff]+")
_PHRASE = re.compile(r"[\w，。、；：！？,;:!?（）()《》·—-]*[\u4e00-\u9fff][\w，。、；：！？,;:!?（）()《》·—-]*")


def draw_classes(oracle: Oracle, each: int, seed: int) -> list[QueryClass]:
    """All classes, with `each` queries; fewer where the corpus has not so many different ones."""
    draw = _Drawing(oracle, seed)
    common, deep = draw.common(each), draw.deep(each)
    return [
        QueryClass("common word", tuple(Query(Kind.ALL, (word,)) for word in common)),
        QueryClass("rare word", tuple(Query(Kind.ALL, (word,)) for word in draw.rare(each))),
        QueryClass("AND of 2", tuple(Query(Kind.ALL, terms) for terms in draw.pairs(each))),
        QueryClass("OR of 3", tuple(Query(Kind.ANY, terms) for terms in draw.triples(each))),
        *(
            QueryClass(f"phrase of {length}", tuple(Query(Kind.PHRASE, (text,)) for text, _ in phrases))
            for length, phrases in ((length, draw.phrases(length, each)) for length in PHRASES)
        ),
        QueryClass(
            "phrase of 2 in a year",
            tuple(Query(Kind.PHRASE, (text,), year=year) for text, year in draw.phrases(2, each, dated=True)),
        ),
        QueryClass(f"page {DEEP}", tuple(Query(Kind.ALL, (word,), page=page) for word, page in deep)),
        QueryClass("newest first", tuple(Query(Kind.ALL, (word,), newest=True) for word in draw.common(each))),
        QueryClass("wildcard", tuple(Query(Kind.PATTERN, (text,)) for text in draw.patterns(each))),
        QueryClass("near each other", tuple(Query(Kind.NEAR, terms) for terms in draw.nears(each))),
        *(
            QueryClass(f"count only, {length}", tuple(Query(Kind.PHRASE, (text,)) for text, _ in phrases), True)
            for length, phrases in ((length, draw.phrases(length, each)) for length in COUNTED)
        ),
    ]


class _Drawing:
    def __init__(self, oracle: Oracle, seed: int) -> None:
        self._oracle = oracle
        self._random = Random(seed)
        self._analysis = Analysis()
        words = (word for word in oracle.postings if _WORD.fullmatch(word))
        self._by_number = sorted(words, key=lambda word: (-len(oracle.postings[word]), word))

    def common(self, each: int) -> list[str]:
        """Of the most frequent words."""
        return self._some([word for word in self._by_number[:COMMONEST] if self._is_whole(word)], each)

    def rare(self, each: int) -> list[str]:
        """Words of a few paragraphs."""
        few = [word for word in self._by_number if len(self._oracle.postings[word]) <= RARE]
        return self._some([word for word in self._some(few, each * 4) if self._is_whole(word)], each)

    def deep(self, each: int) -> list[tuple[str, int]]:
        """Words with so many paragraphs that there is a page DEEP; the commonest with their last page else."""
        last = {word: -(-len(self._oracle.postings[word]) // PER_PAGE) for word in self._by_number[: each * 4]}
        words = [word for word in last if last[word] >= DEEP and self._is_whole(word)] or self._by_number[:each]
        return [(word, min(DEEP, last[word])) for word in self._some(words, each)]

    def pairs(self, each: int) -> list[tuple[str, ...]]:
        """Two words of one paragraph."""
        return self._distinct(self._pairs(), each)

    def triples(self, each: int) -> list[tuple[str, ...]]:
        """Three words of three paragraphs."""
        return self._distinct(self._triples(), each)

    def phrases(self, length: int, each: int, *, dated: bool = False) -> list[tuple[str, int]]:
        """Characters as they stand in a paragraph, a Chinese one among them, and the paragraph's year."""
        return self._distinct(self._phrases(length, dated), each)

    def patterns(self, each: int) -> list[str]:
        """Parts of a sentence of two characters each, with ? for one character between them, or * for several."""
        ones = (text[:2] + "?" + text[3:5] for text, _ in self._sentences(5))
        some = (text[:2] + "*" + text[6:] for text, _ in self._sentences(8))
        return self._distinct((pattern for pair in zip(ones, some, strict=False) for pattern in pair), each)

    def nears(self, each: int) -> list[tuple[str, ...]]:
        """Two characters and two more, with eight between them somewhere."""
        return self._distinct(((text[:2], text[10:]) for text, _ in self._sentences(12)), each)

    def _sentences(self, length: int) -> Iterator[tuple[str, int]]:
        """Characters as they stand in one sentence; letters only."""
        return ((text, year) for text, year in self._phrases(length, dated=False) if _LETTERS.fullmatch(text))

    def _pairs(self) -> Iterator[tuple[str, ...]]:
        for number in self._numbers():
            words = self._words_of(number)
            if len(words) >= 2:
                yield tuple(self._random.sample(words, 2))

    def _triples(self) -> Iterator[tuple[str, ...]]:
        ones = (self._random.choice(words) for number in self._numbers() if (words := self._words_of(number)))
        for triple in zip(ones, ones, ones, strict=False):
            if len(set(triple)) == 3:
                yield triple

    def _phrases(self, length: int, dated: bool) -> Iterator[tuple[str, int]]:
        for number in self._numbers():
            text, year = self._oracle.texts[number], self._oracle.years[number]
            start = self._random.randrange(max(1, len(text) - length + 1))
            phrase = text[start : start + length]
            if len(phrase) == length and _PHRASE.fullmatch(phrase) and (year or not dated):
                yield phrase, year

    def _numbers(self) -> Iterator[int]:
        for _ in range(ATTEMPTS):
            yield self._random.randrange(len(self._oracle.texts))

    def _words_of(self, number: int) -> list[str]:
        found = {word.text for word in self._analysis.words(self._oracle.texts[number])}
        return sorted(word for word in found if _WORD.fullmatch(word) and self._is_whole(word))

    def _is_whole(self, word: str) -> bool:
        """It is one word of a query too, so that all engines are asked the same."""
        return self._analysis.query_words(word) == [word]

    def _some(self, words: list[str], most: int) -> list[str]:
        return self._random.sample(words, min(most, len(words)))

    @staticmethod
    def _distinct(drawn: Iterator[T], most: int) -> list[T]:
        found: dict[T, None] = {}
        for one in drawn:
            if len(found) == most:
                break
            found[one] = None
        return list(found)
