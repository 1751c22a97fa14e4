"""What a word and a text are as questions to a cluster; each scores how often a paragraph has it, so many times `size`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from indexer.engine.opensearch.wire.mapping import CHARACTERS, LOOSE_PAIRS, NUMBER, PAIRS, TEXT, WORDS
from indexer.engine.opensearch.wire.posting_stream import postings_aggregation
from indexer.engine.opensearch.wire.tokens import characters, inner_pairs, token, unit


@dataclass(frozen=True, slots=True)
class LeafQuery:
    """Paragraphs that have a folded text in a field: as `WORDS` a word, else where its characters stand.

    `several`: they have any of its characters.
    """

    field: str
    text: str
    several: bool = False

    def query(self) -> dict[str, Any]:
        if self.field == WORDS:
            return {"term": {WORDS: token(self.text)}}
        if self.several:
            return {"terms": {CHARACTERS: [*map(unit, self.text)]}}
        if len(self.text) == 1:
            return {"term": {CHARACTERS: unit(self.text)}}
        return {"match_phrase": {self.field: inner_pairs(self.text)}}

    @property
    def size(self) -> int:
        """How many terms a phrase has: what is scored once for each of them."""
        return 1 if self.field == WORDS or self.several else max(len(self.text) - 1, 1)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Paragraphs that each of some other questions finds; how often is not told."""

    queries: tuple[LeafQuery, ...]
    size: int = 1

    def query(self) -> dict[str, Any]:
        return {"bool": {"filter": [query.query() for query in self.queries]}}


@dataclass(frozen=True, slots=True)
class Framed:
    """Paragraphs that have two folded texts side by side, or with one character between them; how often is not told."""

    before: str
    after: str
    size: int = 1

    def query(self) -> dict[str, Any]:
        sides = [
            {"match": {"query": characters(text), "ordered": True, "max_gaps": 0}}
            for text in (self.before, self.after)
            if text
        ]
        return {"intervals": {CHARACTERS: {"all_of": {"ordered": True, "max_gaps": 1, "intervals": sides}}}}


TOGETHER = 15  # texts of one search: as many bits as a character of posting_stream has

Question: TypeAlias = LeafQuery | AllOf | Framed


def search_body(question: Question, texts: int) -> dict[str, Any]:
    """The search that gives the postings of a question, and the texts of the first so many of its paragraphs."""
    body: dict[str, Any] = {
        "size": texts,
        "track_total_hits": True,
        "query": question.query(),
        "aggs": {"postings": postings_aggregation(question.size)},
    }
    if texts:
        body |= {"sort": [{NUMBER: "asc"}], "track_scores": True, "stored_fields": [TEXT], "docvalue_fields": [NUMBER]}
    return body


def bounded_body(question: Question, most: int) -> dict[str, Any]:
    """The same where no shard looks at more than `most` paragraphs and one: the answer says where it has ended early."""
    return search_body(question, 0) | {"terminate_after": most + 1}


def having_body(question: LeafQuery, most: int) -> dict[str, Any]:
    """The search that gives how many paragraphs have a text, where no shard looks at more than `most`: the answer says where."""
    return {"size": 0, "track_total_hits": True, "terminate_after": most, "query": question.query()}


def _together(questions: Sequence[LeafQuery]) -> dict[str, Any]:
    """Paragraphs that have any of up to TOGETHER texts: the bits of the score tell which.

    The outer query makes a node score one paragraph after another. A plain disjunction scores thousands at a time, and where
    only one of its parts is among these, a script is given the score of another paragraph.
    """
    each = [{"constant_score": {"filter": one.query(), "boost": float(1 << bit)}} for bit, one in enumerate(questions)]
    return {"function_score": {"query": {"bool": {"should": each}}}}


def together_body(questions: Sequence[LeafQuery]) -> dict[str, Any]:
    """The search that gives the paragraphs of up to TOGETHER questions as postings, with bits instead of how often."""
    aggregations = {"postings": postings_aggregation(1)}
    return {"size": 0, "track_total_hits": True, "query": _together(questions), "aggs": aggregations}


def counts_body(questions: Sequence[LeafQuery]) -> dict[str, Any]:
    """The search that gives how many paragraphs each of up to TOGETHER questions finds, shard by shard."""
    counted = {
        "init_script": "state.c = new long[params.size];",
        "map_script": "for (long m = Math.round(_score); m != 0L; m &= m - 1L) { state.c[Long.numberOfTrailingZeros(m)]++; }",
        "combine_script": "return state.c;",
        "reduce_script": "return states;",
        "params": {"size": TOGETHER},
    }
    aggregations = {"counts": {"scripted_metric": counted}}
    return {"size": 0, "track_total_hits": False, "query": _together(questions), "aggs": aggregations}


def total_body(question: LeafQuery) -> dict[str, Any]:
    """The search that gives how often a question's text stands in all, so many times `size`."""
    times = {"sum": {"script": {"source": "_score"}}}
    return {"size": 0, "track_total_hits": False, "query": question.query(), "aggs": {"times": times}}


def word(folded: str) -> LeafQuery:
    return LeafQuery(WORDS, folded)


def standing(folded: str) -> LeafQuery:
    return LeafQuery(PAIRS, folded)


def any_of(characters: frozenset[str]) -> LeafQuery:
    """Any of some folded characters; how often is not told."""
    return LeafQuery(CHARACTERS, "".join(sorted(characters)), several=True)


def loosely_standing(folded: str) -> LeafQuery:
    """A text without what is ignored."""
    return LeafQuery(LOOSE_PAIRS, folded)
