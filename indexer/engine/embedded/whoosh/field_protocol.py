"""What a segment offers plain Whoosh of one of its fields: terms, postings, lengths, positions."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.engine.port import Numbers

Lengths = npt.NDArray[np.int64]


class Field(Protocol):
    """One indexed field of one segment; documents are numbered from 0 within the segment."""

    def terms(self, start: str = "") -> Iterator[str]:
        """Every term from `start` on, ascending by code point."""

    def postings(self, term: str) -> tuple[Numbers, Numbers]:
        """The documents that have the term, ascending, and how often each; empty where there is no such term."""

    def lengths(self) -> Lengths | None:
        """The number of terms of each document; None where the field does not count them."""

    def positions(self, document: int, term: str) -> list[int]:
        """At which of the document's terms, counted from 0, the term stands; ascending."""
