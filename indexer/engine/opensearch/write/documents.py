"""The paragraphs of a segment as a cluster takes them."""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from indexer.analysis import fold
from indexer.analysis.match_options import without_ignorable
from indexer.engine.answers import Numbers
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.opensearch.wire.mapping import CHARACTERS, LOOSE_PAIRS, NUMBER, PAIRS, TEXT, WORDS
from indexer.engine.opensearch.wire.posting_stream import DOCUMENT_BITS
from indexer.engine.opensearch.wire.tokens import characters, pairs, token

_ENCODE = msgspec.json.encode


def number_in_cluster(segment: int, document: int) -> int:
    """The number by which a cluster knows a paragraph of a segment."""
    return segment << DOCUMENT_BITS | document


def document_lines(segment: SegmentReader, number: int, documents: Sequence[int]) -> Iterator[bytes]:
    """Two lines for each of some documents of the segment that has a `number` in the cluster."""
    if not documents:
        return
    words = words_of(segment)
    for document, text in zip(documents, segment.texts.of(documents), strict=True):
        own = number_in_cluster(number, document)
        folded = fold(text)
        yield _ENCODE({"index": {"_id": str(own)}})
        yield _ENCODE(
            {
                NUMBER: own,
                CHARACTERS: characters(folded),
                PAIRS: pairs(folded),
                LOOSE_PAIRS: pairs(without_ignorable(folded)),
                WORDS: words.of(document),
                TEXT: text,
            }
        )


class DocumentWords:
    """The words of each document, from the lists of who has each word."""

    def __init__(self, terms: Sequence[str], starts: Numbers, numbers: Numbers, times: Numbers) -> None:
        self._terms = terms
        self._starts, self._numbers, self._times = starts, numbers, times

    def of(self, document: int) -> str:
        """Its words as tokens, each as often as the document has it."""
        own = slice(self._starts[document], self._starts[document + 1])
        each = zip(self._numbers[own].tolist(), self._times[own].tolist(), strict=True)
        return " ".join(token for number, times in each for token in [self._terms[number]] * times)


def words_of(segment: SegmentReader) -> DocumentWords:
    """Those of all documents of a segment."""
    field = segment.words
    terms = [*map(token, field.dictionary.between(0, len(field.dictionary)))]
    postings = [field.postings(number) for number in range(len(terms))]
    owners = np.concatenate([np.zeros(0, np.int64), *(one.documents for one in postings)])
    times = np.concatenate([np.zeros(0, np.int64), *(one.frequencies.astype(np.int64) for one in postings)])
    numbers = np.repeat(np.arange(len(terms)), [len(one.documents) for one in postings])
    there = times > 0
    owners, times, numbers = owners[there], times[there], numbers[there]
    order = owners.argsort(kind="stable")
    starts = owners[order].searchsorted(np.arange(segment.documents + 1))
    return DocumentWords(terms, starts, numbers[order], times[order])
