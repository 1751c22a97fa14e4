"""The leaves of a query, looked up in one segment and then scored with the statistics of the whole index."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis, fold
from indexer.engine.bm25 import K1, B, idf
from indexer.engine.embedded.found import NONE, Found, Scores, any_of, common
from indexer.engine.embedded.runs import Runs
from indexer.engine.embedded.segment import SegmentArrays
from indexer.engine.embedded.suffixes import DEPTH
from indexer.engine.embedded.words import Postings, WordField
from indexer.engine.port import Numbers
from indexer.engine.query import Words

# A word in the paragraph itself counts for most, then in the headings above it, then in the title.
HEADING_WEIGHT = 0.5
TITLE_WEIGHT = 0.25
FEW = 4096  # documents whose runs are looked up one by one; of more, the runs are looked for among them
NOTHING = Postings(NONE, NONE)


@dataclass(frozen=True, slots=True)
class Sought:
    """A leaf analysed: the words that a paragraph must have, and the text as it stands.

    `verbatim` is False for one word whose postings tell every paragraph that contains it: see hidden.
    """

    words: tuple[str, ...]
    folded: str
    verbatim: bool


def sought(leaf: Words, analysis: Analysis) -> Sought:
    folded = fold(leaf.text)
    words = tuple(analysis.query_words(leaf.text))
    covered = words == (folded,) and 2 <= len(folded) <= DEPTH
    return Sought(words, folded, verbatim=not covered)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a segment knows of a leaf: the postings of its words in the three fields, and of its text."""

    words: tuple[Postings, ...]
    headings: tuple[Postings, ...]
    titles: tuple[Postings, ...]
    verbatim: Postings


@dataclass(frozen=True, slots=True)
class Having:
    """How many paragraphs have each word, are under headings with it, under a title with it; and have the text."""

    words: tuple[int, ...]
    headings: tuple[int, ...]
    titles: tuple[int, ...]
    verbatim: int

    @classmethod
    def of(cls, lookup: Lookup, segment: SegmentArrays) -> "Having":
        """The numbers for one segment."""
        return cls(
            words=tuple(int(np.count_nonzero(one.frequencies)) for one in lookup.words),
            headings=tuple(_under(segment.passages, one) for one in lookup.headings),
            titles=tuple(_under(segment.speeches, one) for one in lookup.titles),
            verbatim=len(lookup.verbatim.documents),
        )

    def __add__(self, other: "Having") -> "Having":
        return Having(
            words=tuple(map(sum, zip(self.words, other.words, strict=True))),
            headings=tuple(map(sum, zip(self.headings, other.headings, strict=True))),
            titles=tuple(map(sum, zip(self.titles, other.titles, strict=True))),
            verbatim=self.verbatim + other.verbatim,
        )


def _under(runs: Runs, postings: Postings) -> int:
    """How many documents some runs hold."""
    if not len(postings.documents):
        return 0
    return int(runs.sizes[postings.documents].sum())


def look_up(leaf: Sought, segment: SegmentArrays) -> Lookup:
    words = [_postings(segment.words, one) for one in leaf.words]
    # Of what is no word of this segment, nothing was kept of where its characters stand.
    unknown = not leaf.verbatim and words[0] is NOTHING
    standing = phrase_in(segment, leaf.folded) if leaf.verbatim or unknown else NOTHING
    if unknown:
        words = [Postings(standing.documents, np.zeros(len(standing.documents), np.int64))]
    return Lookup(
        words=tuple(words),
        headings=tuple(_postings(segment.headings, one) for one in leaf.words),
        titles=tuple(_postings(segment.titles, one) for one in leaf.words),
        verbatim=standing if leaf.verbatim else NOTHING,
    )


def phrase_in(segment: SegmentArrays, folded: str) -> Postings:
    """Who has a folded text as it stands, and how often."""
    codes = segment.alphabet.encode(folded)
    return NOTHING if codes is None else Postings(*segment.phrases.occurrences(codes))


def _postings(field: WordField, word: str) -> Postings:
    number = field.find(word)
    return NOTHING if number < 0 else field.postings(number)


@dataclass(frozen=True, slots=True)
class Averages:
    """The number of words of a paragraph, of the headings above it and of its speech's title, on average."""

    words: float
    headings: float
    titles: float


class SegmentScorer:
    """Scores leaves in one segment by BM25F with the statistics of all segments."""

    def __init__(self, segment: SegmentArrays, averages: Averages) -> None:
        self._segment = segment
        self._averages = averages

    def found(self, leaf: Sought, lookup: Lookup, documents: int, having: Having) -> Found:
        """What a leaf finds: paragraphs with all its words, and those that contain it as it stands.

        `documents` is the size of the index, and `having` counts in all of it.
        """
        if not leaf.verbatim:
            return self._words(leaf, lookup, documents, having)
        verbatim = self.phrase(*lookup.verbatim, documents, having.verbatim)
        if not leaf.words:
            return verbatim
        words = self._words(leaf, lookup, documents, having)
        return any_of([words, verbatim], self._segment.documents)

    def _words(self, leaf: Sought, lookup: Lookup, size: int, having: Having) -> Found:
        if len(lookup.words) == 1 and not leaf.verbatim:
            documents, frequencies = lookup.words[0]
            selected = [frequencies]
        else:
            tokens = [
                (one.documents[one.frequencies > 0], one.frequencies[one.frequencies > 0]) for one in lookup.words
            ]
            documents = common([numbers for numbers, _ in tokens], self._segment.documents)
            selected = [counts[numbers.searchsorted(documents)] for numbers, counts in tokens]

        def score(places: Numbers | None) -> Scores:
            at = documents if places is None else documents[places]
            total = np.zeros(len(at), dtype=np.float32)
            norms = self._norms[at]
            for word, counts in enumerate(selected):
                tf = (counts if places is None else counts[places]).astype(np.float32)
                total += np.float32(idf(size, having.words[word]) * (K1 + 1)) * tf / (tf + norms)
                if having.headings[word]:
                    weight = HEADING_WEIGHT * idf(size, having.headings[word])
                    _add_runs(total, at, lookup.headings[word], self._headings, weight)
                if having.titles[word]:
                    weight = TITLE_WEIGHT * idf(size, having.titles[word])
                    _add_runs(total, at, lookup.titles[word], self._titles, weight)
            return total

        return Found(documents, score)

    def phrase(self, documents: Numbers, counts: Numbers, size: int, having: int) -> Found:
        """What a text as it stands finds: `documents` that have it so often, of `having` in an index of `size`."""

        def score(places: Numbers | None) -> Scores:
            at = documents if places is None else documents[places]
            tf = (counts if places is None else counts[places]).astype(np.float32)
            return np.float32(idf(size, having) * (K1 + 1)) * tf / (tf + self._norms[at])

        return Found(documents, score)

    @cached_property
    def _norms(self) -> Scores:
        return norms(self._segment.words.lengths, self._averages.words)

    @cached_property
    def _headings(self) -> "_RunNorms":
        return _RunNorms(self._segment.passages, self._segment.headings, self._averages.headings)

    @cached_property
    def _titles(self) -> "_RunNorms":
        return _RunNorms(self._segment.speeches, self._segment.titles, self._averages.titles)


class _RunNorms:
    def __init__(self, runs: Runs, field: WordField, average: float) -> None:
        self.starts = runs.starts.astype(np.int64)
        self.ends = runs.ends
        self.norms = norms(field.lengths, average)
        self._runs = runs

    @cached_property
    def by_document(self) -> Numbers:
        return self._runs.by_document


def _add_runs(total: Scores, documents: Numbers, postings: Postings, runs: _RunNorms, weight: float) -> None:
    """Add the scores of a word in what runs of documents share."""
    having, frequencies = postings
    if not len(having) or not len(documents):
        return
    tf = frequencies.astype(np.float32)
    scores = np.float32(weight * (K1 + 1)) * tf / (tf + runs.norms[having])
    if len(documents) < FEW:
        by_run = np.zeros(len(runs.norms), dtype=np.float32)
        by_run[having] = scores
        total += by_run[runs.by_document[documents]]
        return
    low, high = documents.searchsorted(runs.starts[having]), documents.searchsorted(runs.ends[having])
    sizes = high - low
    places = np.arange(int(sizes.sum())) + np.repeat(low - (np.cumsum(sizes) - sizes), sizes)
    total[places] += np.repeat(scores, sizes)


def norms(lengths: npt.NDArray[np.integer], average: float) -> Scores:
    """What BM25 adds to a frequency below the line, by the length of each document."""
    relative = lengths / average if average > 0 else np.ones(len(lengths))
    return (K1 * (1 - B + B * relative)).astype(np.float32)
