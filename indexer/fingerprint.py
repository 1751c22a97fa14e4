"""The print of a speech: its clauses as hashes, folded and without white space and marks.

So line cuts, width, punctuation and page furniture do not matter, and another character costs one
clause, not the paragraph.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.analysis import fold
from indexer.model import Kind, Speech, SpeechDate

Hashes: TypeAlias = npt.NDArray[np.uint64]
Sizes: TypeAlias = npt.NDArray[np.uint32]

SHORTEST_CLAUSE = 4  # characters; shorter ones (同志们, 一是) tell nothing
SHORTEST_SPEECH = 200  # characters; below, a greeting may repeat but for a clause, and must be the same throughout
HEAD = frozenset({Kind.TITLE, Kind.DATELINE, Kind.BYLINE, Kind.NOTE, Kind.SIGNATURE})
MARK = re.compile(r"[\W_]+")
CLAUSE_END = re.compile(r"[,.，。!?;:、()…⋯\[\]【】〔〕｡]+")


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """What is needed of a speech to compare it: hash and size of its clauses, each once, ascending by hash.

    `facts` says how well the speech is described: 2 for a date to the day, 1 for a speaker.
    """

    path: str
    id: str
    date: SpeechDate | None
    gaps: int
    facts: int
    hashes: Hashes
    sizes: Sizes
    size: int


def fingerprint(speech: Speech, path: str) -> Print:
    """The print of a speech; `path` tells it from all others of the corpus."""
    clauses = _clauses(speech)
    size = sum(map(len, clauses))
    if size < SHORTEST_SPEECH:
        title = "" if speech.origins.get("title") == "file name" else speech.title
        clauses = {MARK.sub("", fold(title + _body(speech)))}
        size = sum(map(len, clauses))
    by_hash = sorted((_hash(clause), len(clause)) for clause in clauses)
    return Print(
        path=path,
        id=speech.id,
        date=speech.date,
        gaps=len(speech.gaps),
        facts=2 * (speech.date is not None and speech.date.day is not None) + (speech.speaker is not None),
        hashes=np.array([number for number, _ in by_hash], dtype=np.uint64),
        sizes=np.array([length for _, length in by_hash], dtype=np.uint32),
        size=size,
    )


def _body(speech: Speech) -> str:
    """The text below the head without white space: where lines are cut does not matter."""
    return "".join("".join(part.text.split()) for part in speech.paragraphs if part.kind not in HEAD)


def _clauses(speech: Speech) -> set[str]:
    parts = CLAUSE_END.split(fold(_body(speech)))
    return {clause for part in parts if len(clause := MARK.sub("", part)) >= SHORTEST_CLAUSE}


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
