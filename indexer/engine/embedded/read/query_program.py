"""A query tree as a program for the kernel: numbers in postfix order, and the texts that they speak of. See kernel.h."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from struct import pack
from typing import assert_never

import numpy as np

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN
from indexer.analysis.wildcard import MAX_SKIPPED, SENTENCE_ENDS, pieces
from indexer.engine.answers import Numbers
from indexer.engine.embedded.inverted_index.inverted_field import Postings
from indexer.engine.embedded.kernel.kernel_index import address_of
from indexer.engine.embedded.read.term_lookup import analyzed
from indexer.engine.query import (
    And,
    DateRange,
    DocRanges,
    Field,
    Leaf,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Synonyms,
    Unknown,
    Wildcard,
    Words,
)

MOST_NEAR = 8  # texts near each other that the kernel takes


class Opcode(IntEnum):
    """The kinds of node, as kernel.h numbers them."""

    WORDS = 1
    PHRASE = 2
    FOUND = 3
    RANGES = 4
    AND = 5
    OR = 6
    NOT = 7
    SYNONYMS = 8
    PATTERN = 9
    NEAR = 10


@dataclass(slots=True)
class QueryProgram:
    """`numbers` and `texts` of a program; `held` are the arrays that the numbers have the addresses of."""

    numbers: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    held: list[Numbers] = field(default_factory=list)

    @property
    def code(self) -> bytes:
        return pack(f"={len(self.numbers)}q", *self.numbers)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def only(self, documents: Numbers) -> "QueryProgram":
        """The same of some ascending documents."""
        bounds = np.stack((documents, documents + 1), axis=1).ravel().tolist()
        numbers = [*self.numbers, Opcode.RANGES, len(documents), *bounds, Opcode.AND, 2]
        return QueryProgram(numbers, self.texts, self.held)


@dataclass(frozen=True, slots=True)
class ProgramCompiler:
    """Makes programs. `find` gives the postings, in each segment, of a leaf that the kernel does not look up itself."""

    analysis: Analysis
    find: Callable[[Phrase | Proximity | Wildcard], Sequence[Postings]]

    def compiled(self, query: Query) -> QueryProgram:
        program = QueryProgram()
        self._add(query, program)
        return program

    def _add(self, query: Query, to: QueryProgram) -> None:
        for child in query.children():
            self._add(child, to)
        match query:
            case Words() | Phrase() | Proximity() | Wildcard():
                self._add_leaf(query, to)
            case DocRanges(ranges):
                to.numbers += Opcode.RANGES, len(ranges), *(bound for one in ranges for bound in one)
            case And(parts) | Or(parts):
                to.numbers += Opcode.AND if isinstance(query, And) else Opcode.OR, len(parts)
            case Not() | Synonyms():
                to.numbers.append(Opcode.NOT if isinstance(query, Not) else Opcode.SYNONYMS)
            case Field() | Unknown() | DateRange():
                raise TypeError(f"not resolved: {query!r}")
            case _:
                assert_never(query)

    def _add_leaf(self, leaf: Leaf, to: QueryProgram) -> None:
        match leaf:
            case Words():
                self._add_words(leaf, to)
            case Phrase(text, match_options) if match_options == PLAIN and (folded := fold(text)):
                to.numbers += Opcode.PHRASE, len(folded)
                to.texts.append(folded)
            case Wildcard(text):
                parts = pieces(text)
                to.numbers += Opcode.PATTERN, MAX_SKIPPED, len(SENTENCE_ENDS), len(parts), *map(len, parts)
                to.texts += *parts, SENTENCE_ENDS
            case Proximity(texts, distance) if 2 <= len(texts) <= MOST_NEAR and all(texts):
                folded_texts = [fold(one) for one in texts]
                to.numbers += Opcode.NEAR, distance, len(texts), *map(len, folded_texts)
                to.texts += folded_texts
            case _:
                self._add_found(leaf, to)

    def _add_words(self, leaf: Words, to: QueryProgram) -> None:
        wanted = analyzed(leaf, self.analysis)
        lengths = map(len, (*wanted.words, wanted.folded))
        to.numbers += Opcode.WORDS, wanted.verbatim, len(wanted.words), *lengths
        to.texts += *wanted.words, wanted.folded

    def _add_found(self, leaf: Phrase | Proximity | Wildcard, to: QueryProgram) -> None:
        to.numbers.append(Opcode.FOUND)
        for documents, counts in self.find(leaf):
            numbers, times = (np.ascontiguousarray(one, dtype=np.int64) for one in (documents, counts))
            to.held += numbers, times
            to.numbers += address_of(numbers), len(numbers), address_of(times)
