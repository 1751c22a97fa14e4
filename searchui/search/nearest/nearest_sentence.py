"""The nearest sentence of the corpus: a sentence stands there to the letter, or what differs least from it does.

Only what stands there to the letter, but for the marks at its ends, is ever called exact.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log
from typing import NamedTuple

from indexer.analysis import fold
from indexer.analysis.match_options import without_ignorable
from indexer.engine.answers import Numbers, Occurrences
from indexer.engine.reader import RankingReader
from indexer.model import Span
from searchui.search.nearest.alignment import Stretch, nearest_stretch
from searchui.search.nearest.common_pieces import common_pieces
from searchui.search.nearest.order import is_reordered
from searchui.search.nearest.sentences import core, sentences

FEWEST_COMMON = 3  # characters in one piece that a sentence has in common with what is compared with it
MAX_PARAGRAPHS = 400  # that have such a piece, for it to tell anything
MAX_CANDIDATES = 12  # paragraphs that are looked at
MAX_COMPARED = 5  # of these character by character, and more where several have as much of it
LEAST_SHARED = 0.2  # of a sentence that a paragraph has in pieces which is compared
MAX_CHANGED = 0.5  # of its characters; what differs more is another sentence
MAX_WIDENED = 0.3  # of its length, by which the stretch grows to whole sentences of the source


class Verdict(StrEnum):
    """What is known of a sentence: it stands there, with other marks, in another order, or with other words, or not."""

    EXACT = "exact"
    MARKS = "marks"
    ORDER = "order"
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NearestSentence:
    """What the corpus has of the sentence at `span` of a text.

    `paragraphs` are those that have it exactly, `occurrences` how often. Else `paragraph` has the nearest sentence at
    `source`, which `edits` characters part from it; None where none is near.
    """

    span: Span
    verdict: Verdict
    occurrences: int
    paragraphs: Numbers
    paragraph: int | None
    source: Span | None
    edits: int


class _Near(NamedTuple):
    """The sentence at `source` of a paragraph, which so many characters part from another."""

    verdict: Verdict
    paragraph: int
    source: Span
    edits: int


class SentenceFinder:
    """Finds the nearest sentences in one corpus. What it costs grows with the length of the text alone."""

    def __init__(self, engine: RankingReader) -> None:
        self._engine = engine

    def nearest(self, text: str) -> list[NearestSentence]:
        """What the corpus has of each sentence of a text, in order."""
        return self.nearest_to(text, list(sentences(text)))

    def nearest_to(self, text: str, spans: Sequence[Span]) -> list[NearestSentence]:
        """What it has of some stretches of a text, all asked for at once."""
        sought = [_sought(fold(text[span.start : span.end])) for span in spans]
        different = list(dict.fromkeys(sought))
        found = dict(zip(different, self._engine.occurrences_of(different), strict=True))
        near = self._near([one for one in different if not len(found[one].paragraphs)])
        return [_told(span, found[one], near.get(one)) for span, one in zip(spans, sought, strict=True)]

    def _near(self, sought: Sequence[str]) -> dict[str, _Near]:
        """The nearest sentences to some that do not stand there."""
        pieces = common_pieces(self._stand, [one if core(one) != Span(0, 0) else "" for one in sought], FEWEST_COMMON)
        candidates = self._candidates(pieces)
        numbers = list(dict.fromkeys(number for own in candidates for number in own))
        texts = dict(zip(numbers, self._engine.folded_texts(numbers), strict=True))
        each = zip(sought, pieces, candidates, strict=True)
        near = {one: _nearest(one, own, [(number, texts[number]) for number in some]) for one, own, some in each}
        return {one: found for one, found in near.items() if found is not None}

    def _stand(self, texts: list[str]) -> list[bool]:
        stand: list[bool] = self._engine.often(texts, 1).tolist()
        return stand

    def _candidates(self, pieces: Sequence[Sequence[str]]) -> list[list[int]]:
        """The paragraphs that have most of each sentence in long pieces, rare ones before common ones."""
        different = list(dict.fromkeys(piece for own in pieces for piece in own))
        having = dict(zip(different, self._engine.paragraphs_of(different, MAX_PARAGRAPHS), strict=True))
        return [_most_of(own, having, self._engine.size) for own in pieces]


def _sought(folded: str) -> str:
    own = core(folded)
    return folded[own.start : own.end] or folded


def _most_of(pieces: Sequence[str], having: Mapping[str, Numbers | None], size: int) -> list[int]:
    votes: dict[int, float] = defaultdict(float)
    for piece in pieces:
        numbers = having[piece]
        if numbers is not None:
            weight = len(piece) * log(1 + size / len(numbers))
            for number in numbers.tolist():
                votes[number] += weight
    return sorted(votes, key=lambda number: (-votes[number], number))[:MAX_CANDIDATES]


def _nearest(sought: str, pieces: Sequence[str], candidates: Sequence[tuple[int, str]]) -> _Near | None:
    """Of some paragraphs, with their texts, the one that has the nearest sentence."""
    compared = _alike(sought, pieces, candidates)
    best = nearest_stretch(sought, [text for _number, text in compared])
    if best is None or best[1].edits > MAX_CHANGED * len(sought):
        return None
    place, stretch = best
    number, text = compared[place]
    source = _widened(stretch, text, sought)
    return _Near(_verdict(sought, text[source.start : source.end]), number, source, stretch.edits)


def _told(span: Span, found: Occurrences, near: _Near | None) -> NearestSentence:
    if len(found.paragraphs):
        return NearestSentence(span, Verdict.EXACT, int(found.counts.sum()), found.paragraphs, None, None, 0)
    if near is None:
        return NearestSentence(span, Verdict.NONE, 0, found.paragraphs, None, None, 0)
    return NearestSentence(span, near.verdict, 0, found.paragraphs, near.paragraph, near.source, near.edits)


def _alike(sought: str, pieces: Sequence[str], candidates: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those paragraphs that have enough of a sentence in its pieces, with their texts; the most alike ones, in their order."""
    shares = [(sum(len(piece) for piece in pieces if piece in text), number, text) for number, text in candidates]
    enough = sorted((-share for share, _number, _text in shares if share >= LEAST_SHARED * len(sought)))[:MAX_COMPARED]
    return [(number, text) for share, number, text in shares if enough and -share <= enough[-1]]


def _widened(stretch: Stretch, text: str, sought: str) -> Span:
    """A stretch without marks at its ends, or the whole sentences that it is of, where these are hardly longer or say the
    same in another order.
    """
    inside = core(text[stretch.start : stretch.end])
    own = Span(stretch.start + inside.start, stretch.start + inside.end)
    touched = [one for one in sentences(text) if one.start < own.end and own.start < one.end]
    if not touched:
        return own
    whole = core(text[touched[0].start : touched[-1].end])
    wide = Span(touched[0].start + whole.start, touched[0].start + whole.end)
    if (wide.end - wide.start) - (own.end - own.start) <= MAX_WIDENED * len(sought):
        return wide
    return wide if _verdict(sought, text[wide.start : wide.end]) is Verdict.ORDER else own


def _verdict(sought: str, source: str) -> Verdict:
    bare, other = without_ignorable(sought), without_ignorable(source)
    if bare == other:
        return Verdict.MARKS
    return Verdict.ORDER if is_reordered(bare, other) else Verdict.NEAR
