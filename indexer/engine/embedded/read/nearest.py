"""The paragraphs that come nearest to a question, of which nothing has all.

In two steps, as engines rescore the best of a query. First the paragraphs in which the question's words weigh most are
found: BM25 over all of them, but words that many paragraphs have bring none by themselves. Then these few are put in
order by the sum of BM25F over words and BM25 over pairs of characters, which helps where words are cut unlike. What a
word or a pair weighs is in indexer.engine.bm25. The scores of a paragraph do not depend on how the index is parted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Nearest, Numbers, ScorePart
from indexer.engine.bm25 import K1, norms, rarities
from indexer.engine.embedded.encoding.alphabet import DEPTH
from indexer.engine.embedded.encoding.arrays import concatenated
from indexer.engine.embedded.inverted_index.inverted_field import InvertedField
from indexer.engine.embedded.inverted_index.postings import Packed, documents_of, frequencies_of
from indexer.engine.embedded.read.scorer import HEADING_WEIGHT, TITLE_WEIGHT, RunNorms, SegmentScorer
from indexer.engine.embedded.read.segment_view import Mask, ScoredView, SegmentView
from indexer.engine.embedded.substring_index.character_pairs import CharacterPairs, PairOccurrences, Pairs
from indexer.engine.query import Question

Values = npt.NDArray[np.float64]

COMMON = 0.1  # of all paragraphs: a word that more of them have brings none by itself, unless all words are such
COLUMNS = 8  # a bound on the best of n is sought in 8n columns

NO_ENTRIES: Packed = np.zeros(0, dtype=np.uint32)


class QuestionPairs(Protocol):
    """The pairs of a question in a segment."""

    def __len__(self) -> int: ...

    def counts(self) -> Numbers:
        """How often each stands in paragraphs that are not deleted."""

    def occurrences(self, documents: Numbers) -> PairOccurrences:
        """Which of them stand in which of some paragraphs."""


class Lookup(Protocol):
    """What a question is asked of in a segment, however its postings are kept."""

    def entries(self, word: str) -> Packed:
        """Who has a word, as InvertedField.entries; of what is no word of the segment, where its characters stand."""

    def pairs(self, pairs: tuple[str, ...]) -> QuestionPairs: ...


class NearestParagraphs:
    """Finds them in the segments of an index; `scorers` know how long their paragraphs are."""

    def __init__(
        self, views: Sequence[ScoredView], scorers: Sequence[SegmentScorer], lookups: Sequence[Lookup]
    ) -> None:
        documents = sum(view.documents for view in views)
        characters = sum(view.characters for view in views) / max(documents, 1)
        each = zip(views, scorers, lookups, strict=True)
        self._segments = [_Segment(view, scorer, lookup, characters) for view, scorer, lookup in each]
        self._documents = documents

    def of(self, question: Question, allowed: Mask | None, wanted: int) -> Nearest:
        """The `wanted` nearest of those that are allowed (None: all), or more where the words of several weigh the same."""
        words = [segment.words(question) for segment in self._segments]
        having = _sum([one.having for one in words], len(question.words))
        weights = rarities(self._documents, having)
        most = max(COMMON * self._documents, int(having[having > 0].min(initial=self._documents)))
        telling = (weights > 0) & (having <= most)
        first = [one.scores(telling, weights, allowed) for one in words]
        least = _least(first, wanted)
        found = [((scores >= least) & (scores > 0)).nonzero()[0] for scores in first]
        pairs_in = [segment.lookup.pairs(question.pairs) for segment in self._segments]
        of_pairs = rarities(self._documents, _sum([pairs.counts() for pairs in pairs_in], len(question.pairs)))
        parts = []
        for segment, one, scores, documents, pairs in zip(self._segments, words, first, found, pairs_in, strict=True):
            body = scores[documents] + one.common(documents, ~telling & (weights > 0), weights)
            parts.append(
                (
                    body,
                    *segment.above(question, documents, np.where(telling, weights, 0)),
                    segment.scores(documents, pairs, of_pairs),
                )
            )
        names = (ScorePart.BODY, ScorePart.HEADINGS, ScorePart.TITLE, ScorePart.PAIRS)
        return Nearest(
            concatenated([one + segment.first for one, segment in zip(found, self._segments, strict=True)]),
            {name: concatenated([part[place] for part in parts]) for place, name in enumerate(names)},
            tuple(weights.tolist()),
        )


def _sum(counts: Sequence[Numbers], size: int) -> Numbers:
    return np.sum(counts, axis=0, dtype=np.int64) if counts else np.zeros(size, dtype=np.int64)


def _least(scores: Sequence[Values], wanted: int) -> float:
    """The `wanted`-th best of all scores; 0 where there are fewer."""
    best = concatenated([_best(one, wanted) for one in scores])
    return float(np.partition(best, -wanted)[-wanted]) if len(best) >= wanted else 0.0


def _best(scores: Values, wanted: int) -> Values:
    """The best `wanted` of some scores, and perhaps a few more: the highest of each of many columns bound them."""
    rows = len(scores) // (COLUMNS * wanted)
    if rows < 2:
        return scores
    columns = scores[: len(scores) // rows * rows].reshape(rows, -1).max(axis=0)
    bound = np.partition(columns, -wanted)[-wanted]
    return scores[scores >= bound] if bound > 0 else scores[scores > 0]


def _saturated(frequencies: npt.NDArray[np.generic], lengths: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What BM25 makes of frequencies in documents of some lengths, before it is weighed."""
    counted = frequencies.astype(np.float32)
    below = counted + lengths
    counted *= np.float32(K1 + 1)
    counted /= below
    return counted


class SegmentLookup:
    """That of a segment with its texts and postings."""

    def __init__(self, view: SegmentView) -> None:
        self._view = view
        self._pairs = CharacterPairs(view.segment.arrays, view.segment.alphabet)

    def entries(self, word: str) -> Packed:
        field = self._view.segment.words
        number = field.find(word)
        if number >= 0:
            return field.entries(number)
        if not 2 <= len(word) <= DEPTH:
            return NO_ENTRIES
        encoded = self._view.segment.alphabet.encode(word)  # of what is no word here, no such entries were kept
        return NO_ENTRIES if encoded is None else self._view.segment.phrases.occurrences(encoded)[0].astype(np.uint32)

    def pairs(self, pairs: tuple[str, ...]) -> "_SegmentPairs":
        return _SegmentPairs(self._view, self._pairs, self._pairs.encode(pairs))


@dataclass(frozen=True, slots=True)
class _SegmentPairs:
    view: SegmentView
    reader: CharacterPairs
    wanted: Pairs

    def __len__(self) -> int:
        return len(self.wanted)

    def counts(self) -> Numbers:
        counts = self.reader.counts(self.wanted)
        if self.view.live is None:
            return counts
        deleted = self.occurrences((~self.view.live).nonzero()[0])
        return counts - np.bincount(deleted.pairs, deleted.times, len(self.wanted)).astype(np.int64)

    def occurrences(self, documents: Numbers) -> PairOccurrences:
        return self.reader.occurrences(documents, self.wanted)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a question in the paragraphs of a segment. `entries` of each; of frequency 0 where a word stands
    in a paragraph without being one of its words, which counts as one.
    """

    view: ScoredView
    entries: Sequence[Packed]
    norms: npt.NDArray[np.float32]

    @property
    def having(self) -> Numbers:
        """How many paragraphs have each."""
        counts = [len(one) if self.view.live is None else self.view.count(documents_of(one)) for one in self.entries]
        return np.array(counts, dtype=np.int64)

    def scores(self, which: Mask, weights: Values, allowed: Mask | None) -> Values:
        """What some of the words weigh in each paragraph; nothing in those that are not allowed."""
        first, size = self.view.first, self.view.segment.documents
        scores = _added([self.entries[word] for word in which.nonzero()[0].tolist()], weights[which], self.norms, size)
        if self.view.live is not None:
            scores[~self.view.live] = 0
        if allowed is not None:
            scores[~allowed[first : first + size]] = 0
        return scores

    def common(self, documents: Numbers, which: Mask, weights: Values) -> Values:
        """What some of the words weigh in some paragraphs, which are few: each is looked up."""
        scores, lengths = np.zeros(len(documents)), self.norms[documents]
        for word in which.nonzero()[0].tolist() if len(documents) else ():
            entries = self.entries[word]
            if not len(entries):  # common elsewhere, and nowhere in this segment
                continue
            having = documents_of(entries)
            places = np.minimum(having.searchsorted(documents), len(having) - 1)
            there = having[places] == documents
            frequencies = np.maximum(frequencies_of(entries[places]), 1)
            scores += weights[word] * _saturated(frequencies, lengths) * there
        return scores


class _Segment:
    """One segment, whose paragraphs have so many characters as those of all do `on_average`."""

    def __init__(self, view: ScoredView, scorer: SegmentScorer, lookup: Lookup, on_average: float) -> None:
        self.first = view.first
        self.lookup = lookup
        self._view = view
        self._scorer = scorer
        self._on_average = on_average

    @cached_property
    def _norms(self) -> npt.NDArray[np.float32]:
        return norms(self._view.lengths, self._on_average)

    def words(self, question: Question) -> _Words:
        return _Words(self._view, list(map(self.lookup.entries, question.words)), self._scorer.norms)

    def scores(self, documents: Numbers, pairs: QuestionPairs, weights: Values) -> Values:
        """What the pairs weigh in some paragraphs."""
        if not len(documents) or not len(pairs):
            return np.zeros(len(documents))
        found = pairs.occurrences(documents)
        scores = weights[found.pairs] * _saturated(found.times, self._norms[documents][found.documents])
        return np.bincount(found.documents, scores, len(documents)).astype(np.float64, copy=False)

    def above(self, question: Question, documents: Numbers, weights: Values) -> tuple[Values, Values]:
        """What the words weigh in the headings above some paragraphs, and in the titles of their speeches."""
        segment, scorer = self._view.segment, self._scorer
        headings = _of_runs(segment.headings, question, scorer.headings, documents, HEADING_WEIGHT * weights)
        return headings, _of_runs(segment.titles, question, scorer.titles, documents, TITLE_WEIGHT * weights)


def _of_runs(field: InvertedField, question: Question, runs: RunNorms, documents: Numbers, weights: Values) -> Values:
    """What words weigh in what runs of documents share."""
    weighed = [(weight, word) for weight, word in zip(weights.tolist(), question.words, strict=True) if weight > 0]
    numbers = [(weight, field.find(word)) for weight, word in weighed]
    there = [(weight, number) for weight, number in numbers if number >= 0]
    if not there or not len(documents):
        return np.zeros(len(documents))
    own = np.array([weight for weight, _ in there])
    shared = _added([field.entries(number) for _, number in there], own, runs.norms, len(runs.norms))
    return shared[runs.by_document[documents]]


def _added(entries: Sequence[Packed], weights: Values, lengths: npt.NDArray[np.float32], size: int) -> Values:
    """The scores of `size` documents: words that they have, added up in the order of the words."""
    if not entries:
        return np.zeros(size)
    together = np.concatenate(entries)
    documents = documents_of(together)
    scores = _saturated(np.maximum(frequencies_of(together), 1), lengths[documents])
    scores *= np.repeat(weights.astype(np.float32), [len(one) for one in entries])
    return np.bincount(documents, scores, size).astype(np.float64, copy=False)
