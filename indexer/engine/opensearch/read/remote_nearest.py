"""What a question is asked of, where postings and texts are in a cluster; see indexer.engine.embedded.read.nearest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from indexer.analysis import fold
from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.alphabet import DEPTH
from indexer.engine.embedded.inverted_index.inverted_field import Counts
from indexer.engine.embedded.inverted_index.postings import DOCUMENT_BITS, MOST_FREQUENT, Packed
from indexer.engine.embedded.read.nearest import NO_ENTRIES, QuestionPairs
from indexer.engine.embedded.substring_index.character_pairs import PairOccurrences
from indexer.engine.opensearch.read.leaves import in_segment
from indexer.engine.opensearch.read.postings_source import PostingsSource
from indexer.engine.opensearch.read.text_source import TextSource
from indexer.engine.opensearch.side.side_index import SideView
from indexer.engine.opensearch.wire.leaf_queries import LeafQuery, standing, word
from indexer.engine.query import Question


def question_queries(question: Question) -> list[LeafQuery]:
    """All that a question asks of the cluster."""
    words = [query for one in question.words for query in (word(one), standing(one))]
    return [*words, *map(standing, question.pairs)]


@dataclass(frozen=True, slots=True)
class RemoteLookup:
    """The part of a segment that the cluster has."""

    view: SideView
    postings: PostingsSource
    texts: TextSource

    def entries(self, word_: str) -> Packed:
        """As the embedded engine packs them: 0 where the characters of a word stand without being one."""
        found = self.postings.of([word(word_), standing(word_)])
        own = in_segment(found[word(word_)], self.view)
        whole = in_segment(found[standing(word_)], self.view)
        if not 2 <= len(word_) <= DEPTH:
            return _packed(own.documents, own.frequencies)
        times = np.zeros(len(whole.documents), dtype=np.int64)
        times[whole.documents.searchsorted(own.documents)] = own.frequencies
        return _packed(whole.documents, times)

    def pairs(self, pairs: tuple[str, ...]) -> QuestionPairs:
        return _RemotePairs(self, pairs)


def _packed(documents: Numbers, times: Counts) -> Packed:
    if not len(documents):
        return NO_ENTRIES
    clipped = np.minimum(times, MOST_FREQUENT).astype(np.uint32)
    return clipped << np.uint32(DOCUMENT_BITS) | documents.astype(np.uint32)


@dataclass(frozen=True, slots=True)
class _RemotePairs:
    lookup: RemoteLookup
    wanted: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.wanted)

    def counts(self) -> Numbers:
        found = self.lookup.postings.of([*map(standing, self.wanted)])
        own = [in_segment(found[standing(pair)], self.lookup.view) for pair in self.wanted]
        return np.array([int(one.frequencies.sum()) for one in own], dtype=np.int64)

    def occurrences(self, documents: Numbers) -> PairOccurrences:
        numbers = (documents + self.lookup.view.first).tolist()
        counted = [_pairs_in(fold(text)) for text in self.lookup.texts.of(numbers)]
        rows = [
            (which, place, times)
            for which, pair in enumerate(self.wanted)
            for place, own in enumerate(counted)
            if (times := own[pair])
        ]
        columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        return PairOccurrences(columns[0], columns[1], columns[2])


def _pairs_in(folded: str) -> Counter[str]:
    return Counter(map("".join, pairwise(folded)))


def lookups(views: Sequence[SideView], postings: PostingsSource, texts: TextSource) -> list[RemoteLookup]:
    return [RemoteLookup(view, postings, texts) for view in views]
