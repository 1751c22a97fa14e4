"""Whoosh as it comes: its own codec, a TEXT field over jieba's words with positions, the text stored."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import NullQuery
from whoosh.query.terms import Term

from benchmarks.corpus.paragraphs import read_paragraphs
from benchmarks.engines.port import Source, folder_bytes
from benchmarks.measure.oracle import Meaning
from benchmarks.measure.query import COMMON_KINDS, PER_PAGE, Kind, Query
from indexer.analysis import Analysis

MEMORY_MB = 256  # for its pool of postings, before it goes to disk
SUBSET = 20_000  # paragraphs; it is too slow for more


class WordAnalyzer(Analyzer):
    """jieba's search-mode words. Whoosh pickles it, without the segmenter."""

    def __init__(self) -> None:
        self._analysis: Analysis | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"_analysis": None}

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Token]:
        self._analysis = self._analysis or Analysis()
        token = Token(positions, chars, mode=mode, **options)
        for position, word in enumerate(self._analysis.words(value), start_pos):
            token.text, token.boost, token.stopped, token.pos = word.text, 1.0, False, position
            token.startchar, token.endchar = start_char + word.start, start_char + word.end
            yield token


class StockWhoosh:
    """Phrases are phrases of words, so many that cut words in two are not found."""

    meaning = Meaning.TOKEN
    limit: int | None = SUBSET
    kinds = COMMON_KINDS
    shortest = 1

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, source: Source) -> float:
        started = perf_counter()
        self._folder.mkdir(parents=True, exist_ok=True)
        schema = Schema(
            text=TEXT(analyzer=WordAnalyzer(), stored=True),
            year=ID(sortable=True),
            date=NUMERIC(sortable=True),
        )
        writer = create_in(str(self._folder), schema).writer(limitmb=MEMORY_MB)
        for paragraph in read_paragraphs(source.paragraphs, self.limit):
            writer.add_document(text=paragraph.folded, year=str(paragraph.year), date=paragraph.date)
        writer.commit()
        return perf_counter() - started

    def open(self) -> None:
        self._index: Any = open_dir(str(self._folder))
        self._searcher: Any = self._index.searcher()
        self._years: Any = self._searcher.reader().column_reader("year")

    def page(self, query: Query) -> int:
        tree = self._tree(query)
        order = {"sortedby": "date", "reverse": True} if query.newest else {}
        hits = self._searcher.search(tree, limit=query.offset + PER_PAGE, **order)
        numbers = list(self._searcher.docs_for_query(tree))
        Counter(self._years[number] for number in numbers)
        for place in range(query.offset, min(query.offset + PER_PAGE, len(numbers))):
            hits[place].highlights("text")
        return len(numbers)

    def count(self, query: Query) -> int:
        return sum(1 for _ in self._searcher.docs_for_query(self._tree(query)))

    def size(self) -> int:
        return folder_bytes(self._folder)

    def close(self) -> None:
        self._searcher.close()
        self._index.close()

    def _tree(self, query: Query) -> Any:
        if query.kind is Kind.ANY:
            return Or([Term("text", term) for term in query.terms])
        parts: list[Any] = [Term("text", term) for term in query.terms]
        if query.kind is Kind.PHRASE:
            parts = [self._phrase(query.terms[0])]
        if query.year is not None:
            parts.append(Term("year", str(query.year)))
        return parts[0] if len(parts) == 1 else And(parts)

    def _phrase(self, text: str) -> Any:
        words = [token.text for token in self._index.schema["text"].analyzer(text)]
        if not words:
            return NullQuery
        return Term("text", words[0]) if len(words) == 1 else Phrase("text", words)
