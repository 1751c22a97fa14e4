"""The leaves of a query, looked up in one segment: who has their words, and who has their text as it stands."""

from dataclasses import dataclass

import numpy as np

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.alphabet import DEPTH
from indexer.engine.embedded.inverted_index.inverted_field import NOTHING, Postings
from indexer.engine.embedded.inverted_index.postings import documents_of
from indexer.engine.embedded.read.occurrences import starts_of
from indexer.engine.embedded.read.segment_view import ScoredView
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.query import Words

SEVERAL = 3  # words, of which nothing may have all: looked at first


@dataclass(frozen=True, slots=True)
class AnalyzedText:
    """A leaf analysed: the words that a paragraph must have, and the text as it stands.

    `verbatim` is False for one word whose postings tell every paragraph that contains it: see substring_postings.
    """

    words: tuple[str, ...]
    folded: str
    verbatim: bool


def analyzed(leaf: Words, analysis: Analysis) -> AnalyzedText:
    folded = fold(leaf.text)
    words = tuple(analysis.query_words(leaf.text))
    covered = words == (folded,) and 2 <= len(folded) <= DEPTH
    return AnalyzedText(words, folded, verbatim=not covered)


@dataclass(frozen=True, slots=True)
class LeafPostings:
    """What a segment knows of a leaf: the postings of its words in the three fields, and of its text."""

    words: tuple[Postings, ...]
    headings: tuple[Postings, ...]
    titles: tuple[Postings, ...]
    verbatim: Postings


@dataclass(frozen=True, slots=True)
class DocumentFrequencies:
    """How many paragraphs have each word, are under headings with it, under a title with it; and have the text."""

    words: tuple[int, ...]
    headings: tuple[int, ...]
    titles: tuple[int, ...]
    verbatim: int

    @classmethod
    def of(cls, lookup: LeafPostings, view: ScoredView) -> "DocumentFrequencies":
        """The numbers for one segment, what is deleted left out."""
        return cls(
            words=tuple([int(np.count_nonzero(view.living(one).frequencies)) for one in lookup.words]),
            headings=tuple([_under(view.passage_sizes, one) for one in lookup.headings]),
            titles=tuple([_under(view.speech_sizes, one) for one in lookup.titles]),
            verbatim=view.count(lookup.verbatim.documents),
        )

    @classmethod
    def nothing(cls, leaf: AnalyzedText) -> "DocumentFrequencies":
        """The numbers for no segment at all."""
        none = (0,) * len(leaf.words)
        return cls(none, none, none, 0)

    def __add__(self, other: "DocumentFrequencies") -> "DocumentFrequencies":
        return DocumentFrequencies(
            words=tuple(map(sum, zip(self.words, other.words, strict=True))),
            headings=tuple(map(sum, zip(self.headings, other.headings, strict=True))),
            titles=tuple(map(sum, zip(self.titles, other.titles, strict=True))),
            verbatim=self.verbatim + other.verbatim,
        )


def _under(sizes: Numbers, postings: Postings) -> int:
    """How many documents some runs hold; `sizes` are those of all runs."""
    if not len(postings.documents):
        return 0
    return int(sizes[postings.documents].sum())


def look_up(leaf: AnalyzedText, segment: SegmentReader) -> LeafPostings:
    words = [segment.words.of(one) for one in leaf.words]
    # Of what is no word of this segment, nothing was kept of where its characters stand.
    unknown = not leaf.verbatim and words[0] is NOTHING
    standing = _plain_postings(segment, leaf.folded) if leaf.verbatim or unknown else NOTHING
    if unknown:
        words = [Postings(standing.documents, np.zeros(len(standing.documents), np.int64))]
    return LeafPostings(
        words=tuple(words),
        headings=tuple([segment.headings.of(one) for one in leaf.words]),
        titles=tuple([segment.titles.of(one) for one in leaf.words]),
        verbatim=standing if leaf.verbatim else NOTHING,
    )


def nothing_has(leaf: AnalyzedText, segment: SegmentReader) -> bool:
    """Whether surely nothing in a segment has all words of a text of several, or the text as it stands.

    The rarest words tell, so that of a long text the common ones are not even read.
    """
    numbers = [segment.words.find(word) for word in leaf.words]
    encoded = segment.alphabet.encode(leaf.folded)
    if len(numbers) < SEVERAL or (encoded is not None and len(segment.phrases.occurrences(encoded)[0])):
        return False
    if min(numbers) < 0:
        return True
    rarest, *others = sorted(numbers, key=segment.words.size)
    left = documents_of(segment.words.entries(rarest))
    for number in others:
        if not len(left):
            break
        having = documents_of(segment.words.entries(number))
        places = np.minimum(having.searchsorted(left), len(having) - 1)
        left = left[having[places] == left]
    return not len(left)


def phrase_postings(segment: SegmentReader, phrase: str, match_options: MatchOptions) -> Postings:
    """The documents that have a phrase, compared by the options, and how often each."""
    if match_options == PLAIN:
        return _plain_postings(segment, fold(phrase))
    return Postings(*segment.phrases.paragraphs_of(starts_of(segment, phrase, match_options)))


def _plain_postings(segment: SegmentReader, folded: str) -> Postings:
    encoded = segment.alphabet.encode(folded)
    return NOTHING if encoded is None else Postings(*segment.phrases.occurrences(encoded))
