"""The leaves of a query in one segment, scored by BM25F with the statistics of the whole index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from indexer.engine.answers import Numbers, ScorePart
from indexer.engine.bm25 import Scores, bm25, idf, norms
from indexer.engine.embedded.encoding.arrays import ranges
from indexer.engine.embedded.encoding.run_length_column import RunLengthColumn
from indexer.engine.embedded.inverted_index.inverted_field import Counts, InvertedField, Postings
from indexer.engine.embedded.read.doc_set import DocSet, common_documents, union
from indexer.engine.embedded.read.segment_view import ScoredSegment, ScoredView
from indexer.engine.embedded.read.term_lookup import AnalyzedText, DocumentFrequencies, LeafPostings

# A word in the paragraph itself counts for most, then in the headings above it, then in the title.
HEADING_WEIGHT = 0.5
TITLE_WEIGHT = 0.25
DENSE = 16  # documents for each run that has a word: of fewer, the run of each is looked up
SINGLE = 32  # runs of which any is found: so few are added one by one


@dataclass(frozen=True, slots=True)
class Averages:
    """The number of words of a paragraph, of the headings above it and of its speech's title, on average."""

    words: float
    headings: float
    titles: float


class SegmentScorer:
    """Scores leaves in one segment by BM25F with the statistics of all segments; `parts` are what it adds up."""

    def __init__(
        self, segment: ScoredSegment, averages: Averages, parts: Collection[ScorePart] = tuple(ScorePart)
    ) -> None:
        self._segment = segment
        self.averages = averages
        self._parts = parts

    def only(self, part: ScorePart) -> "SegmentScorer":
        """One that finds the same, with a part of the scores."""
        return SegmentScorer(self._segment, self.averages, (part,))

    def found(self, leaf: AnalyzedText, lookup: LeafPostings, documents: int, having: DocumentFrequencies) -> DocSet:
        """What a leaf finds: paragraphs with all its words, and those that contain it as it stands.

        `documents` is the size of the index, and `having` counts in all of it.
        """
        if not leaf.verbatim:
            return self._words(leaf, lookup, documents, having)
        verbatim = self.phrase(*lookup.verbatim, documents, having.verbatim)
        if not leaf.words:
            return verbatim
        words = self._words(leaf, lookup, documents, having)
        return union([words, verbatim], self._segment.documents)

    def _words(self, leaf: AnalyzedText, lookup: LeafPostings, size: int, having: DocumentFrequencies) -> DocSet:
        if len(lookup.words) == 1 and not leaf.verbatim:
            documents, frequencies = lookup.words[0]
            selected = [frequencies]
        else:
            tokens = [
                (one.documents[one.frequencies > 0], one.frequencies[one.frequencies > 0]) for one in lookup.words
            ]
            documents = common_documents([numbers for numbers, _ in tokens], self._segment.documents)
            selected = [counts[numbers.searchsorted(documents)] for numbers, counts in tokens]

        def score(places: Numbers | None) -> Scores:
            at = documents if places is None else documents[places]
            own = self.norms[at]
            counted = selected if places is None else [counts[places] for counts in selected]
            body = float(ScorePart.BODY in self._parts)
            scores = [
                bm25(body * idf(size, one), counts, own) for one, counts in zip(having.words, counted, strict=True)
            ]
            for word, total in enumerate(scores):
                if having.headings[word] and ScorePart.HEADINGS in self._parts:
                    weight = HEADING_WEIGHT * idf(size, having.headings[word])
                    _add_runs(total, at, lookup.headings[word], self.headings, weight)
                if having.titles[word] and ScorePart.TITLE in self._parts:
                    weight = TITLE_WEIGHT * idf(size, having.titles[word])
                    _add_runs(total, at, lookup.titles[word], self.titles, weight)
            return reduce(np.add, scores)

        return DocSet(documents, score)

    def phrase(self, documents: Numbers, counts: Counts, size: int, having: int) -> DocSet:
        """What a text as it stands finds: `documents` that have it so often, of `having` in an index of `size`."""

        def score(places: Numbers | None) -> Scores:
            at = documents if places is None else documents[places]
            verbatim = float(ScorePart.VERBATIM in self._parts)
            return bm25(verbatim * idf(size, having), counts if places is None else counts[places], self.norms[at])

        return DocSet(documents, score)

    @cached_property
    def norms(self) -> Scores:
        """What is added below the line for the length of each document."""
        return norms(self._segment.words.lengths, self.averages.words)

    @cached_property
    def headings(self) -> "RunNorms":
        return RunNorms(self._segment.passages, self._segment.headings, self.averages.headings)

    @cached_property
    def titles(self) -> "RunNorms":
        return RunNorms(self._segment.speeches, self._segment.titles, self.averages.titles)


def segment_scorers(views: Sequence[ScoredView]) -> list[SegmentScorer]:
    """One for each segment of an index; what is long is told by the average of all that is not deleted."""
    size = max(sum(view.documents for view in views), 1)
    averages = Averages(
        words=sum(view.words for view in views) / size,
        headings=sum(_total(view.passage_sizes, view.segment.headings) for view in views) / size,
        titles=sum(_total(view.speech_sizes, view.segment.titles) for view in views) / size,
    )
    return [SegmentScorer(view.segment, averages) for view in views]


def _total(sizes: Numbers, field: InvertedField) -> int:
    """The number of words of all documents in a field that runs of so many of them share."""
    return int((field.lengths.astype(np.int64) * sizes).sum())


class RunNorms:
    def __init__(self, runs: RunLengthColumn, field: InvertedField, average: float) -> None:
        self.starts = runs.starts.astype(np.int64)
        self.ends = runs.ends
        self.norms = norms(field.lengths, average)
        self._runs = runs

    @cached_property
    def by_document(self) -> Numbers:
        return self._runs.by_document


def _add_runs(total: Scores, documents: Numbers, postings: Postings, runs: RunNorms, weight: float) -> None:
    """Add the scores of a word in what runs of documents share."""
    having, frequencies = postings
    if not len(having) or not len(documents):
        return
    scores = bm25(weight, frequencies, runs.norms[having])
    if len(documents) < DENSE * len(having):
        by_run = np.zeros(len(runs.norms), dtype=np.float32)
        by_run[having] = scores
        total += by_run[runs.by_document[documents]]
        return
    low, high = documents.searchsorted(runs.starts[having]), documents.searchsorted(runs.ends[having])
    filled = (low < high).nonzero()[0]
    low, high, scores = low[filled], high[filled], scores[filled]
    if len(filled) <= SINGLE:
        for start, end, score in zip(low.tolist(), high.tolist(), scores.tolist(), strict=True):
            total[start:end] += score
        return
    sizes = high - low
    total[ranges(low, sizes)] += np.repeat(scores, sizes)
