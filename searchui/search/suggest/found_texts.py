"""Texts that the corpus has: in how many paragraphs each stands, and how it is written there. Several are asked for at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.analysis import fold
from indexer.engine.reader import EngineReader


@dataclass(frozen=True, slots=True)
class FoundText:
    """`shown` is how a text is written where it is first found; so many `paragraphs` have it."""

    shown: str
    paragraphs: int


def found_texts(folded: Iterable[str], engine: EngineReader) -> dict[str, FoundText]:
    """Of some folded texts those that are there, by their folded form, in their order."""
    asked = list(dict.fromkeys(folded))
    having = zip(asked, engine.occurrences_of(asked), strict=True)
    there = {text: found.paragraphs for text, found in having if len(found.paragraphs)}
    firsts = engine.paragraphs([int(paragraphs[0]) for paragraphs in there.values()])
    return {
        text: FoundText(_as_written(text, first.text), len(paragraphs))
        for (text, paragraphs), first in zip(there.items(), firsts, strict=True)
    }


def _as_written(folded: str, text: str) -> str:
    start = fold(text).index(folded)
    return text[start : start + len(folded)]
