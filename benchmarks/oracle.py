"""The oracle: how many paragraphs each query finds, by brute force."""

from array import array
from collections.abc import Callable, Iterable
from enum import Enum, auto
from functools import lru_cache, reduce

from benchmarks.paragraphs import Paragraph
from benchmarks.query import Kind, Query


class Meaning(Enum):
    """What an engine takes a word to mean. A phrase means its characters everywhere."""

    TOKEN = auto()  # the paragraph has it among jieba's words
    TOKEN_OR_TEXT = auto()  # that, or the text has it as it stands (this project: ranked never finds less than exact)
    TEXT = auto()  # the text has it as it stands


class Oracle:
    """Paragraphs in memory, with the numbers of those that have each word."""

    def __init__(self, paragraphs: Iterable[Paragraph], cut: Callable[[str], list[str]]) -> None:
        self.texts: list[str] = []  # folded
        self.years = array("H")
        self.postings: dict[str, array[int]] = {}
        for number, paragraph in enumerate(paragraphs):
            self.texts.append(paragraph.folded)
            self.years.append(paragraph.year)
            for word in set(cut(paragraph.folded)):
                self.postings.setdefault(word, array("I")).append(number)
        self._containing = lru_cache(maxsize=4)(self._scan)

    def total(self, query: Query, meaning: Meaning, limit: int | None = None) -> int:
        """The number of paragraphs that match, among the first `limit` or all."""
        if query.kind is Kind.PHRASE:
            meaning = Meaning.TEXT
        sets = [self._having(term, meaning) for term in query.terms]
        join = frozenset.__or__ if query.kind is Kind.ANY else frozenset.__and__
        end = len(self.texts) if limit is None else limit
        found = reduce(join, sets)
        return sum(number < end and query.year in {None, self.years[number]} for number in found)

    def _having(self, term: str, meaning: Meaning) -> frozenset[int]:
        tokens = frozenset(self.postings.get(term, ())) if meaning is not Meaning.TEXT else frozenset()
        return tokens if meaning is Meaning.TOKEN else tokens | self._containing(term)

    def _scan(self, term: str) -> frozenset[int]:
        return frozenset(number for number, text in enumerate(self.texts) if term in text)
