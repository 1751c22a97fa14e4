"""The nearest sentence of the corpus: a sentence stands there to the letter, or what differs least from it does.

Only what stands there to the letter, but for the marks at its ends, is ever called exact.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import log

from indexer.analysis import fold
from indexer.analysis.match_options import without_ignorable
from indexer.engine.answers import Numbers
from indexer.engine.reader import RankingReader
from indexer.model import Span
from searchui.search.nearest.alignment import Stretch, nearest_stretch
from searchui.search.nearest.sentences import core, sentences
from searchui.search.query.pieces import prepare_pieces

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


class SentenceFinder:
    """Finds the nearest sentences in one corpus. What it costs grows with the length of the text alone."""

    def __init__(self, engine: RankingReader) -> None:
        self._engine = engine
        self._found = lru_cache(maxsize=1024)(engine.occurrences)
        self._stands = lru_cache(maxsize=8192)(self._stands_anew)

    def nearest(self, text: str) -> list[NearestSentence]:
        """What the corpus has of each sentence of a text, in order."""
        return self.nearest_to(text, list(sentences(text)))

    def nearest_to(self, text: str, spans: Sequence[Span]) -> list[NearestSentence]:
        """What it has of some stretches of a text."""
        folded = [fold(text[span.start : span.end]) for span in spans]
        self._prepare(folded)
        return [self._of(span, own) for span, own in zip(spans, folded, strict=True)]

    def _prepare(self, folded: Sequence[str]) -> None:
        """Ask at once for what will be looked up sentence by sentence."""
        sought = [text[own.start : own.end] or text for text in folded if (own := core(text))]
        if self._engine.prepare(phrases=sought):
            missing = [text for text in sought if not len(self._found(text).paragraphs)]
            prepare_pieces(self._engine, missing, FEWEST_COMMON)

    def _of(self, span: Span, folded: str) -> NearestSentence:
        own = core(folded)
        sought = folded[own.start : own.end]
        found = self._found(sought or folded)
        if len(found.paragraphs):
            times = int(found.counts.sum())
            return NearestSentence(span, Verdict.EXACT, times, found.paragraphs, None, None, 0)
        pieces = self._common_pieces(sought)
        candidates = self._candidates(pieces)
        compared = _alike(sought, pieces, zip(candidates, self._engine.folded_texts(candidates), strict=True))
        texts = [text for _number, text in compared]
        best = nearest_stretch(sought, texts)
        if best is None or best[1].edits > MAX_CHANGED * len(sought):
            return NearestSentence(span, Verdict.NONE, 0, found.paragraphs, None, None, 0)
        place, stretch = best
        source = _widened(stretch, texts[place], len(sought))
        verdict = _verdict(sought, texts[place][source.start : source.end])
        return NearestSentence(span, verdict, 0, found.paragraphs, compared[place][0], source, stretch.edits)

    def _stands_anew(self, text: str) -> bool:
        return bool(self._engine.totals_of([text])[0])

    def _candidates(self, pieces: Sequence[str]) -> list[int]:
        """The paragraphs that have most of a sentence in long pieces, rare ones before common ones."""
        votes: dict[int, float] = defaultdict(float)
        for piece in pieces:
            having = self._found(piece).paragraphs
            if len(having) <= MAX_PARAGRAPHS:
                weight = len(piece) * log(1 + self._engine.size / len(having))
                for number in having.tolist():
                    votes[number] += weight
        return sorted(votes, key=lambda number: (-votes[number], number))[:MAX_CANDIDATES]

    def _common_pieces(self, sought: str) -> list[str]:
        """The longest pieces of a sentence that are there; none is inside another."""
        pieces, end = [], 0
        for start in range(len(sought) - FEWEST_COMMON + 1):
            reached = max(end, start + FEWEST_COMMON - 1)
            while reached < len(sought) and self._stands(sought[start : reached + 1]):
                reached += 1
            if reached > max(end, start + FEWEST_COMMON - 1):
                pieces.append(sought[start:reached])
            end = max(end, reached)
        return pieces


def _alike(sought: str, pieces: Sequence[str], candidates: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those paragraphs that have enough of a sentence in its pieces, with their texts; the most alike ones, in their order."""
    shares = [(sum(len(piece) for piece in pieces if piece in text), number, text) for number, text in candidates]
    enough = sorted((-share for share, _number, _text in shares if share >= LEAST_SHARED * len(sought)))[:MAX_COMPARED]
    return [(number, text) for share, number, text in shares if enough and -share <= enough[-1]]


def _widened(stretch: Stretch, text: str, length: int) -> Span:
    """A stretch without marks at its ends, or the whole sentences that it is of, where these are hardly longer."""
    inside = core(text[stretch.start : stretch.end])
    own = Span(stretch.start + inside.start, stretch.start + inside.end)
    touched = [one for one in sentences(text) if one.start < own.end and own.start < one.end]
    if not touched:
        return own
    whole = core(text[touched[0].start : touched[-1].end])
    wide = Span(touched[0].start + whole.start, touched[0].start + whole.end)
    return wide if (wide.end - wide.start) - (own.end - own.start) <= MAX_WIDENED * length else own


def _verdict(sought: str, source: str) -> Verdict:
    bare, other = without_ignorable(sought), without_ignorable(source)
    if bare == other:
        return Verdict.MARKS
    return Verdict.ORDER if sorted(bare) == sorted(other) else Verdict.NEAR
