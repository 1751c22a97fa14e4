"""Runs: what consecutive documents have in common (their speech, the headings above them, who speaks), kept once.

Three arrays: where each run starts, what it holds as JSON, and where that ends.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.arrays import Array, Arrays, smallest

Integers = npt.NDArray[np.int64]
CACHED_VALUES = 4096
SEVERAL = 4  # documents, whose runs are sooner found by one search of them all

STARTS, VALUES, ENDS = "starts", "values", "ends"
PATH = msgspec.json.Decoder(tuple[str, ...])
ANYTHING: msgspec.json.Decoder[Any] = msgspec.json.Decoder()


class RunCollector:
    """Runs as documents come in, one after another."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.values: list[Any] = []

    def add(self, document: int, value: Any) -> None:
        """A document and what it holds."""
        if not self.values or (self.values[-1] is not value and self.values[-1] != value):
            self.starts.append(document)
            self.values.append(value)


def run_arrays(prefix: str, starts: Array, values: Sequence[bytes]) -> Arrays:
    """The arrays of runs; `values` are JSON."""
    return {
        f"{prefix}.{STARTS}": starts.astype(np.uint32),
        f"{prefix}.{VALUES}": np.frombuffer(b"".join(values), dtype=np.uint8),
        f"{prefix}.{ENDS}": smallest(np.cumsum([len(value) for value in values], dtype=np.int64)),
    }


class RunLengthColumn:
    """Reads runs of values of one type."""

    def __init__(self, arrays: Arrays, prefix: str, documents: int, decoder: msgspec.json.Decoder[Any]) -> None:
        self.starts = arrays[f"{prefix}.{STARTS}"]
        self._values = arrays[f"{prefix}.{VALUES}"]
        self._ends = arrays[f"{prefix}.{ENDS}"]
        self._documents = documents
        self._places = self.starts.data
        self._decoder = decoder
        self.value = lru_cache(maxsize=CACHED_VALUES)(self._value)

    def __len__(self) -> int:
        return len(self.starts)

    def run_of(self, document: int) -> int:
        return bisect_right(self._places, document) - 1

    def of(self, document: int) -> Any:
        """What a document holds."""
        return self.value(self.run_of(document))

    def of_each(self, documents: Sequence[int]) -> list[Any]:
        """What each of several documents holds."""
        if len(documents) < SEVERAL:
            return [self.of(document) for document in documents]
        runs = self.starts.searchsorted(np.array(documents, dtype=self.starts.dtype), side="right") - 1
        return [self.value(run) for run in runs.tolist()]

    def raw(self, run: int) -> bytes:
        """The value of a run as JSON."""
        start = int(self._ends[run - 1]) if run else 0
        return self._values[start : int(self._ends[run])].tobytes()

    def all(self) -> list[Any]:
        """The value of every run."""
        return [self._value(run) for run in range(len(self))]

    def _value(self, run: int) -> Any:
        return self._decoder.decode(self.raw(run))

    @cached_property
    def ends(self) -> Integers:
        """Where each run ends (exclusive)."""
        return np.append(self.starts[1:], self._documents).astype(np.int64)

    @cached_property
    def sizes(self) -> Integers:
        """How many documents each run has."""
        return self.ends - self.starts

    @property
    def by_document(self) -> Integers:
        """The run of each document."""
        return np.repeat(np.arange(len(self.starts)), self.ends - self.starts)
