"""Marks of sentences that stand in the corpus letter for letter, where the corpus has others: between two, and half-width ones."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from indexer.analysis import fold
from indexer.model import Span
from searchui.search.nearest.sentences import core
from searchui.search.proofreading.evidence import Attestation, Evidence
from searchui.search.proofreading.proof import Sentence, Verdict

HALF_WIDTH = str.maketrans(",;:!?()", "，；：！？（）")
MOST_MARKS = 2  # between two sentences: 。”


class MisusedMark(NamedTuple):
    """The marks `span` of a draft, and what the corpus has there, with its evidence of the sentence."""

    span: Span
    source: str
    evidence: Evidence


def misused_marks(text: str, sentences: Sequence[Sentence], attestation: Attestation) -> Iterator[MisusedMark]:
    """What of the marks in and after exact sentences the corpus writes otherwise."""
    exact = [one if one.verdict is Verdict.EXACT else None for one in sentences]
    yield from (mark for one in exact if one for mark in _half_width(one))
    for before, after in pairwise(exact):
        if before and after:
            yield from _between(text, before, after, attestation)


def _half_width(one: Sentence) -> Iterator[MisusedMark]:
    """The first mark that is half as wide as in the corpus."""
    start, source = _inner(one).start, one.source.text if one.source else ""
    for place, (said, there) in enumerate(zip(one.text[start - one.span.start :], source, strict=False), start):
        if said != there == said.translate(HALF_WIDTH):
            yield MisusedMark(Span(place, place + 1), there, one.evidence)
            return


def _between(text: str, one: Sentence, following: Sentence, attestation: Attestation) -> Iterator[MisusedMark]:
    """What parts two sentences, where the corpus has both, but never so, and has other marks between them."""
    before, after = _inner(one), _inner(following)
    marks, source = Span(before.end, after.start), one.source
    said = text[marks.start : marks.end]
    if source is None or "\n" in said or len(said) > MOST_MARKS:
        return
    rest = source.mention.paragraph.text[source.span.end :]
    there = rest[: core(rest).start]
    goes_on = fold(rest[len(there) :]).startswith(fold(text[after.start : after.end]))
    if not goes_on or "\n" in there or not there or fold(there) == fold(said):
        return
    if not attestation.engine.totals_of([fold(text[before.start : after.end])])[0]:
        yield MisusedMark(marks, there, one.evidence)


def _inner(one: Sentence) -> Span:
    """The place of a sentence without the marks at its ends."""
    own = core(one.text)
    return Span(one.span.start + own.start, one.span.start + own.end)
