"""What a word and a text are as questions to a cluster; each scores how often a paragraph has it, so many times `size`."""

from dataclasses import dataclass
from typing import Any

from indexer.engine.opensearch.wire.mapping import CHARACTERS, LOOSE_PAIRS, PAIRS, WORDS
from indexer.engine.opensearch.wire.posting_stream import postings_aggregation
from indexer.engine.opensearch.wire.tokens import inner_pairs, token, unit


@dataclass(frozen=True, slots=True)
class LeafQuery:
    """Paragraphs that have a folded text in a field: as `WORDS` a word, else where its characters stand.

    `several`: they have any of its characters.
    """

    field: str
    text: str
    several: bool = False

    def body(self) -> dict[str, Any]:
        """The search that gives its postings."""
        return {
            "size": 0,
            "track_total_hits": True,
            "query": self.query(),
            "aggs": {"postings": postings_aggregation(self.size)},
        }

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
