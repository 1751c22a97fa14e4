"""Questions as people ask them, each with the passage that answers it: sets that lie beside the project, where they do."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from benchmarks.relevance.known_items import Query

Row = TypeVar("Row")


class _Passage(msgspec.Struct):
    id: str
    title: str
    text: str


class _Question(msgspec.Struct):
    question: str
    passage: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Passages in a fixed order, and questions with the place of the passage that answers each."""

    name: str
    passages: list[_Passage]
    queries: list[Query]

    @classmethod
    def read(cls, folder: Path, name: str) -> "QuestionSet":
        """The set of a name: two files of JSON Lines."""
        passages = _lines(folder / f"{name}-passages.jsonl", _Passage)
        asked = _lines(folder / f"{name}-questions.jsonl", _Question)
        places = {passage.id: place for place, passage in enumerate(passages)}
        queries = [Query(one.question, frozenset({places[one.passage]})) for one in asked]
        return cls(name, passages, queries)

    def write(self, seeds: Path) -> None:
        """Each passage as a file named by its place, its title not among its text."""
        seeds.mkdir()
        for place, passage in enumerate(self.passages):
            (seeds / f"{place}.txt").write_text(passage.text + "\n", encoding="utf-8")


def question_sets(folder: Path) -> Iterator[QuestionSet]:
    """All sets of a folder, by name; none where there is no such folder."""
    for file in sorted(folder.glob("*-questions.jsonl")):
        yield QuestionSet.read(folder, file.name.removesuffix("-questions.jsonl"))


def _lines(file: Path, row: type[Row]) -> list[Row]:
    return msgspec.json.Decoder(row).decode_lines(file.read_bytes())
