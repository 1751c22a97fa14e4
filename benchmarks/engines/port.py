"""What an engine does in a benchmark."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.measure.oracle import Meaning
from benchmarks.measure.query import Kind, Query


@dataclass(frozen=True, slots=True)
class Source:
    """`speeches` is the folder of files; `paragraphs` the file of what our parser made of them."""

    speeches: Path
    paragraphs: Path


class Engine(Protocol):
    """One engine over one folder.

    `limit`: it is given only so many paragraphs, None for all. `kinds`: the queries that it can answer, of phrases those
    that are not shorter than `shortest`.
    """

    meaning: Meaning
    kinds: frozenset[Kind]
    limit: int | None
    shortest: int

    def build(self, source: Source) -> float:
        """Make the index; how long that took, in seconds."""

    def open(self) -> None:
        """Open the index for `page` and `count`."""

    def page(self, query: Query) -> int:
        """All that a page of results needs: hits, year counts, texts with marks. Returns the exact total."""

    def count(self, query: Query) -> int:
        """The number of paragraphs with a phrase, alone."""

    def size(self) -> int:
        """The index in bytes, stored text included."""

    def close(self) -> None:
        """Let go of the files."""


def can_answer(engine: Engine, queries: Iterable[Query]) -> bool:
    """Whether an engine has what it takes for all of some queries."""
    return all(
        query.kind in engine.kinds and (query.kind is not Kind.PHRASE or len(query.terms[0]) >= engine.shortest)
        for query in queries
    )


def folder_bytes(folder: Path) -> int:
    """The size of all files of a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
