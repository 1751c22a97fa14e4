"""Partial matches: where no paragraph has all words of a query, those that come nearest to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engine.answers import Matches, Nearest
from indexer.engine.query import And, Phrase, Query, Synonyms, Words
from searchui.search.filters.columns import Mask
from searchui.search.ranking.question import read_texts
from searchui.search.snapshot import Snapshot

LISTED = 100  # paragraphs at least, where so many have any of the words that tell something
QUOTES = re.escape('"＂“”„‟〝〞「」『』')
MARKED = 0.25  # of the weight of the weightiest word: words that weigh less are not marked


@dataclass(frozen=True, slots=True)
class Coverage:
    """No paragraph has all of the distinct `words`; listed are the `paragraphs` in which their weight is greatest.

    `rarest` are the words that weigh most, in the order of the query: those that are looked for above all.
    """

    words: tuple[str, ...]
    rarest: tuple[str, ...]
    paragraphs: int


@dataclass(frozen=True, slots=True)
class PartialMatches:
    """The `nearest` paragraphs to a query's words, that meet all of its other conditions.

    `query` are these conditions.
    """

    coverage: Coverage
    query: Query
    nearest: Nearest
    matches: Matches


def match_partially(query: Query, written: str, snapshot: Snapshot, allowed: Mask | None) -> PartialMatches | None:
    """What comes nearest to a query's words; None where nothing does, or there are not two of them.

    Only unquoted words may be missing: phrases, alternatives, NOT and fields stay conditions. But quotes in running text,
    as `written`, are a part of it: where nothing has what they hold, their words may be missing too. `allowed`: the
    paragraphs that filters leave.
    """
    parts = tuple(_flat(query))
    texts = tuple(part for part in parts if isinstance(part, Words))
    running = tuple(part for part in parts if isinstance(part, Phrase) and texts and _is_running(part, written))
    found = _nearest(parts, texts, snapshot, allowed)
    return _nearest(parts, (*texts, *running), snapshot, allowed) if running and not found else found


def _nearest(
    parts: Sequence[Query], texts: Sequence[Words | Phrase], snapshot: Snapshot, allowed: Mask | None
) -> PartialMatches | None:
    """What meets all parts but the texts, and comes nearest to these."""
    engine, conditions = snapshot.engine, tuple(part for part in parts if part not in texts)
    words, question = read_texts([text.text for text in texts], snapshot.analysis)
    if len(words) < 2:
        return None
    if conditions:
        meeting = np.zeros(engine.size, dtype=np.bool_)
        meeting[engine.match(And(conditions)).paragraphs] = True
        allowed = meeting if allowed is None else meeting & allowed
    nearest = engine.nearest(question, allowed, LISTED)
    if not len(nearest.paragraphs):
        return None
    weights = dict(zip(question.words, nearest.weights, strict=True))
    least = MARKED * max(nearest.weights)
    rarest = tuple(word for word in words if weights.get(word, 0) >= least)
    coverage = Coverage(words, rarest, len(nearest.paragraphs))
    return PartialMatches(coverage, And(conditions), nearest, Matches(nearest.paragraphs, nearest.scores))


def _is_running(phrase: Phrase, written: str) -> bool:
    """Whether its quotes stand against a letter on one side: 谁被称为“电视之父”, but not “电视之父” 谁."""
    text = re.escape(phrase.text)
    return re.search(rf"\w[{QUOTES}]{text}[{QUOTES}]|[{QUOTES}]{text}[{QUOTES}]\w", written) is not None


def _flat(query: Query) -> Iterator[Query]:
    """The conditions that all must hold."""
    match query:
        case And(parts):
            for part in parts:
                yield from _flat(part)
        case Synonyms(own, _):  # where nothing has all words, nothing has synonyms of them all either
            yield from _flat(own)
        case _:
            yield query
