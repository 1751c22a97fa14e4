"""No index at all: the folded paragraphs in a list, and `in`."""

from array import array
from collections import Counter
from collections.abc import Iterator
from heapq import nlargest
from pathlib import Path
from time import perf_counter

import msgspec

from benchmarks.corpus.paragraphs import read_paragraphs
from benchmarks.engines.port import Source
from benchmarks.measure.oracle import Meaning, expression_of
from benchmarks.measure.query import PER_PAGE, Kind, Query
from indexer.analysis import occurrences


class _Table(msgspec.Struct):
    texts: list[str]
    years: list[int]
    dates: list[int]


class Scan:
    """Ranks by the number of occurrences. Its file holds the folded texts, read whole when it is opened."""

    meaning = Meaning.TEXT
    limit = None
    kinds = frozenset(Kind)
    shortest = 1

    def __init__(self, folder: Path) -> None:
        self._file = folder / "paragraphs.msgpack"

    def build(self, source: Source) -> float:
        started = perf_counter()
        table = _Table([], [], [])
        for paragraph in read_paragraphs(source.paragraphs):
            table.texts.append(paragraph.folded)
            table.years.append(paragraph.year)
            table.dates.append(paragraph.date)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_bytes(msgspec.msgpack.encode(table))
        return perf_counter() - started

    def open(self) -> None:
        table = msgspec.msgpack.decode(self._file.read_bytes(), type=_Table)
        self._texts = table.texts
        self._years = array("H", table.years)
        self._dates = array("I", table.dates)

    def page(self, query: Query) -> int:
        found = list(self._matches(query))
        Counter(self._years[number] for number in found)
        best = nlargest(
            query.offset + PER_PAGE, found, key=self._dates.__getitem__ if query.newest else self._key(query)
        )
        for number in best[query.offset :]:
            sorted(place for term in query.terms for place in occurrences(term, self._texts[number]))
        return len(found)

    def count(self, query: Query) -> int:
        phrase = query.terms[0]
        return sum(phrase in text for text in self._texts)

    def size(self) -> int:
        return self._file.stat().st_size

    def close(self) -> None:
        self._texts = []

    def _matches(self, query: Query) -> Iterator[int]:
        first, *others = query.terms
        if query.kind in (Kind.PATTERN, Kind.NEAR):
            expression = expression_of(query)
            found = (n for n, text in enumerate(self._texts) if expression.search(text))
        elif query.kind is Kind.ANY:
            found = (n for n, text in enumerate(self._texts) if any(term in text for term in query.terms))
        elif others:
            found = (n for n, text in enumerate(self._texts) if first in text and all(term in text for term in others))
        else:
            found = (n for n, text in enumerate(self._texts) if first in text)
        return found if query.year is None else (n for n in found if self._years[n] == query.year)

    def _key(self, query: Query) -> "_Occurrences":
        return _Occurrences(self._texts, query.terms)


class _Occurrences:
    """The number of occurrences of any term in a paragraph, by its number."""

    def __init__(self, texts: list[str], terms: tuple[str, ...]) -> None:
        self._texts = texts
        self._terms = terms

    def __call__(self, number: int) -> int:
        return sum(self._texts[number].count(term) for term in self._terms)
