"""tantivy through tantivy-py: what its two ways with phrases have in common.

It is given its best: no field that a class of queries does not need, words that are cut by the quickest cutter and handed over
with white space between, and marks by looking for what was asked in the ten texts, which takes a fifth of what its own
snippets do.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import tantivy

from benchmarks.corpus.paragraphs import Paragraph, read_paragraphs
from benchmarks.corpus.words import word_joiner
from benchmarks.engines.port import Source, folder_bytes
from benchmarks.measure.oracle import Meaning
from benchmarks.measure.query import COMMON_KINDS, PER_PAGE, Kind, Query

MEMORY = 256_000_000  # bytes, for its writer's threads together
YEARS = {"years": {"terms": {"field": "year", "size": 1000}}}
TOTAL = {"total": {"value_count": {"field": "date"}}}


class TantivyIndex:
    """Subclasses say in which field characters are (`fields`, `schema`), and how a phrase is asked."""

    meaning = Meaning.TOKEN
    limit = None
    kinds = COMMON_KINDS
    shortest = 1

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def schema(self, builder: Any) -> Any:
        """Add the fields of a subclass, among them the stored text."""
        raise NotImplementedError

    def tokenizers(self, index: Any) -> None:
        """Register those of a subclass."""

    def fields(self, folded: str) -> dict[str, str | bytes]:
        """The values of its fields."""
        raise NotImplementedError

    def text(self, document: Any) -> str:
        """The stored text."""
        raise NotImplementedError

    def phrase(self, text: str) -> Any:
        """The query for a phrase."""
        raise NotImplementedError

    def build(self, source: Source) -> float:
        join = word_joiner()
        started = perf_counter()
        self._folder.mkdir(parents=True, exist_ok=True)
        writer = self._index(create=True).writer(heap_size=MEMORY)
        for paragraph in read_paragraphs(source.paragraphs):
            writer.add_document(self._document(paragraph, join))
        writer.commit()
        writer.wait_merging_threads()
        return perf_counter() - started

    def open(self) -> None:
        index = self._index(create=False)
        self._schema = index.schema
        self._searcher: Any = index.searcher()

    def page(self, query: Query) -> int:
        tree = self._tree(query)
        order = {"order_by_field": "date"} if query.newest else {}
        # The aggregation counts all that match, so the search need not, and may skip what cannot be among the best.
        found = self._searcher.search(tree, PER_PAGE, count=False, offset=query.offset, **order)
        years = self._searcher.aggregate(tree, YEARS)["years"]
        for _, address in found.hits:
            _ = sorted(marks(self.text(self._searcher.doc(address)), query.terms))
        return sum(int(bucket["doc_count"]) for bucket in years["buckets"]) + int(years["sum_other_doc_count"])

    def count(self, query: Query) -> int:
        return int(self._searcher.aggregate(self._tree(query), TOTAL)["total"]["value"])  # quicker than search

    def size(self) -> int:
        return folder_bytes(self._folder)

    def close(self) -> None:
        self._searcher = None

    def _index(self, *, create: bool) -> Any:
        if create:
            builder = tantivy.SchemaBuilder()
            builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
            builder.add_integer_field("year", indexed=True, fast=True)
            builder.add_integer_field("date", fast=True)
            index = tantivy.Index(self.schema(builder).build(), path=str(self._folder))
        else:
            index = tantivy.Index.open(str(self._folder))
        self.tokenizers(index)
        return index

    def _document(self, paragraph: Paragraph, join: Callable[[str], str]) -> Any:
        folded = paragraph.folded
        return tantivy.Document(words=join(folded), year=paragraph.year, date=paragraph.date, **self.fields(folded))

    def _tree(self, query: Query) -> Any:
        ask = self.phrase if query.kind is Kind.PHRASE else partial(self.term, "words")
        parts = [ask(term) for term in query.terms]
        if query.year is not None:
            parts.append(tantivy.Query.const_score_query(self.term("year", query.year), 0.0))
        occur = tantivy.Occur.Should if query.kind is Kind.ANY else tantivy.Occur.Must
        return parts[0] if len(parts) == 1 else tantivy.Query.boolean_query([(occur, part) for part in parts])

    def term(self, field: str, value: str | int) -> Any:
        """The query for a term of a field."""
        return tantivy.Query.term_query(self._schema, field, value, "freq" if field == "words" else "basic")


def marks(text: str, terms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each of some terms stands in a text."""
    for term in terms:
        start = text.find(term)
        while start >= 0:
            yield start, start + len(term)
            start = text.find(term, start + 1)
