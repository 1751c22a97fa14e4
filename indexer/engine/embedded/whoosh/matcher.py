"""The postings of one term, as Whoosh walks over them."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.formats import Format
from whoosh.matching.mcore import LeafMatcher, Matcher, NullMatcher, ReadTooFar
from whoosh.scoring import BaseScorer
from whoosh.system import pack_uint

from indexer.engine.answers import Numbers

BLOCK = 128  # postings whose best score is known together
PAST_THE_END = (1 << 31) - 1  # AndNotMatcher asks an exhausted matcher for its document; this is after all others

Positions = Callable[[int], list[int]]


class ArrayMatcher(LeafMatcher):
    """Walks over `documents`, ascending, and the `frequencies` of the term in them.

    `lengths` are those of all documents of the segment, None where the field does not count them; `positions`
    gives a document's positions of the term, and is asked only when a phrase or a span is.
    """

    def __init__(
        self,
        term: tuple[str, bytes],
        documents: Numbers,
        frequencies: Numbers,
        lengths: Numbers | None,
        positions: Positions,
        format_: Format,
        scorer: BaseScorer | None = None,
    ) -> None:
        self._term = term
        self._documents = documents
        self._frequencies = frequencies
        self._lengths = lengths
        self._positions = positions
        self._ids = documents.data  # gives Python's own integers, and twice as fast as the array
        self._weights = frequencies.data
        self._place = 0
        self.format = format_
        self.scorer = scorer

    def is_active(self) -> bool:
        return self._place < len(self._ids)

    def reset(self) -> None:
        self._place = 0

    def copy(self) -> "ArrayMatcher":
        other = ArrayMatcher(
            self._term,
            self._documents,
            self._frequencies,
            self._lengths,
            self._positions,
            self.format,
            self.scorer,
        )
        other._place = self._place
        return other

    def replace(self, minquality: float = 0) -> Matcher:  # noqa: ARG002 - Whoosh's signature
        return self if self.is_active() else NullMatcher()

    def id(self) -> int:
        return self._ids[self._place] if self.is_active() else PAST_THE_END

    def all_ids(self) -> Iterator[int]:
        ids: list[int] = self._documents[self._place :].tolist()
        return iter(ids)

    def next(self) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._place += 1

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's signature
        if not self.is_active():
            raise ReadTooFar
        self._place = bisect_left(self._ids, id, self._place)

    def weight(self) -> float:
        return float(self._weights[self._place])

    def supports(self, astype: str) -> bool:
        return self.format.supports(astype)

    def value(self) -> bytes:
        """The posting as the field's format encodes it: for Whoosh's own writers, and for the union of many terms."""
        if self.supports("positions"):
            encoded: bytes = self.format.encode(self.value_as("positions"))  # type: ignore[attr-defined]
            return encoded
        return b"" if self.format.posting_size == 0 else pack_uint(self._weights[self._place])

    def value_as(self, astype: str) -> Any:
        """The posting as "frequency", "weight", "positions" or what else the format decodes."""
        if astype == "frequency":
            return self._weights[self._place]
        if astype == "weight":
            return self.weight()
        if astype == "positions" and self.supports(astype):
            return self._positions(self.id())
        return self.format.decoder(astype)(self.value())

    def items_as(self, astype: str) -> Iterator[tuple[int, Any]]:
        while self.is_active():
            yield self.id(), self.value_as(astype)
            self.next()

    def skip_to_quality(self, minquality: float) -> int:
        """Skip blocks in which no posting can score more; gives how many."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:  # type: ignore[no-untyped-call]
            self._place = (self._place // BLOCK + 1) * BLOCK
            skipped += 1
        return skipped

    def block_min_id(self) -> int:
        return self._ids[self._place // BLOCK * BLOCK]

    def block_max_id(self) -> int:
        return self._ids[min((self._place // BLOCK + 1) * BLOCK, len(self._ids)) - 1]

    def block_max_weight(self) -> float:
        return float(self._block_weights[self._place // BLOCK])

    def block_min_length(self) -> int:
        return int(self._block_lengths[0][self._place // BLOCK])

    def block_max_length(self) -> int:
        return int(self._block_lengths[1][self._place // BLOCK])

    @cached_property
    def _block_weights(self) -> Numbers:
        return _of_blocks(np.maximum, self._frequencies)

    @cached_property
    def _block_lengths(self) -> tuple[Numbers, Numbers]:
        """The smallest and the greatest length of each block's documents."""
        lengths = np.zeros(len(self._ids), np.int64) if self._lengths is None else self._lengths[self._documents]
        return _of_blocks(np.minimum, lengths), _of_blocks(np.maximum, lengths)


def _of_blocks(operation: np.ufunc, values: npt.NDArray[Any]) -> Numbers:
    blocks: Numbers = operation.reduceat(values, np.arange(0, len(values), BLOCK))
    return blocks
