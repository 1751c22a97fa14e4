"""tantivy through tantivy-py: what its two ways with phrases have in common.

The text is stored and read by a tokenizer of single characters, for the marks and for phrases of one
character; the words are handed over cut, with white space between.
"""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import tantivy

from benchmarks.corpus.paragraphs import Paragraph, read_paragraphs
from benchmarks.corpus.words import word_cutter
from benchmarks.engines.port import Source, folder_bytes
from benchmarks.measure.oracle import Meaning
from benchmarks.measure.query import COMMON_KINDS, PER_PAGE, Kind, Query

MEMORY = 256_000_000  # bytes, for its writer's threads together
YEARS = {"years": {"terms": {"field": "year", "size": 1000}}}
TOTAL = {"total": {"value_count": {"field": "date"}}}


class TantivyIndex:
    """Subclasses say how the text is indexed (`text_option`) and how a phrase of two or more is asked."""

    meaning = Meaning.TOKEN
    limit = None
    kinds = COMMON_KINDS
    text_option = "basic"

    def characters(self) -> Any:
        """A tokenizer of single characters; this one, the quicker, gives no positions."""
        return tantivy.Tokenizer.ngram(1, 1)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def schema(self, builder: Any) -> Any:
        """Add the fields that a subclass needs besides."""
        return builder

    def fields(self, folded: str) -> dict[str, str]:  # noqa: ARG002 - none here
        """The values of those."""
        return {}

    def phrase(self, text: str) -> Any:
        """The query for a phrase of two or more characters."""
        raise NotImplementedError

    def build(self, source: Source) -> float:
        cut = word_cutter()
        started = perf_counter()
        self._folder.mkdir(parents=True, exist_ok=True)
        writer = self._index(create=True).writer(heap_size=MEMORY)
        for paragraph in read_paragraphs(source.paragraphs):
            writer.add_document(self._document(paragraph, cut))
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
        marks = tantivy.SnippetGenerator.create(self._searcher, self._characters(query), self._schema, "text")
        for _, address in found.hits:
            marks.snippet_from_doc(self._searcher.doc(address)).highlighted()
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
            builder.add_text_field("text", stored=True, tokenizer_name="characters", index_option=self.text_option)
            builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
            builder.add_integer_field("year", indexed=True, fast=True)
            builder.add_integer_field("date", fast=True)
            index = tantivy.Index(self.schema(builder).build(), path=str(self._folder))
        else:
            index = tantivy.Index.open(str(self._folder))
        characters = tantivy.TextAnalyzerBuilder(self.characters()).build()
        index.register_tokenizer("characters", characters)
        return index

    def _document(self, paragraph: Paragraph, cut: Callable[[str], list[str]]) -> Any:
        folded = paragraph.folded
        return tantivy.Document(
            text=folded,
            words=" ".join(cut(folded)),
            year=paragraph.year,
            date=paragraph.date,
            **self.fields(folded),
        )

    def _tree(self, query: Query) -> Any:
        if query.kind is Kind.PHRASE:
            text = query.terms[0]
            parts = [self._term("text", text) if len(text) == 1 else self.phrase(text)]
        else:
            parts = [self._term("words", term) for term in query.terms]
        if query.year is not None:
            parts.append(tantivy.Query.const_score_query(self._term("year", query.year), 0.0))
        occur = tantivy.Occur.Should if query.kind is Kind.ANY else tantivy.Occur.Must
        return parts[0] if len(parts) == 1 else tantivy.Query.boolean_query([(occur, part) for part in parts])

    def _term(self, field: str, value: str | int) -> Any:
        option = {"words": "freq", "text": self.text_option}.get(field, "basic")
        return tantivy.Query.term_query(self._schema, field, value, option)

    def _characters(self, query: Query) -> Any:
        """The query whose terms are marked."""
        characters = sorted(set("".join(query.terms)))
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term("text", one)) for one in characters])
