"""A Whoosh index → answers to query trees."""

import struct
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import RLock

import msgspec
import numpy as np
from whoosh.index import IndexError as WhooshIndexError
from whoosh.index import open_dir
from whoosh.reading import IndexReader

from indexer.analysis import Analysis, fold, occurrences, query_grams
from indexer.engine.bm25 import field_weight, idf, saturate
from indexer.engine.embedded.matching import any_of, common, evaluate, scores_of, unscored
from indexer.engine.embedded.postings import NONE, FieldPostings, Postings
from indexer.engine.embedded.schema import CHARACTERS, HEADINGS, TITLE, WORDS, schema
from indexer.engine.port import Matches, Numbers, Occurrences, Scores
from indexer.engine.query import Phrase, Query, Within, Words
from indexer.errors import IndexUnusableError
from indexer.model import Paragraph

# A word in the paragraph itself counts for most, then in the headings above it, then in the title.
FIELD_WEIGHTS = {WORDS: 1.0, HEADINGS: 0.5, TITLE: 0.25}
CACHED_TEXTS = 200_000
CACHED_QUERIES = 16


class EmbeddedReader:
    """Answers from a finished index of `size` paragraphs. Raises IndexUnusableError where it has another number."""

    def __init__(self, folder: Path, analysis: Analysis, size: int) -> None:
        self._reader = _open(folder, analysis)
        self.size = size
        if self._reader.doc_count_all() != size:
            self.close()
            raise IndexUnusableError.damaged()
        self._fields = {name: FieldPostings(self._reader, name) for name in (*FIELD_WEIGHTS, CHARACTERS)}
        self._analysis = analysis
        self._lock = RLock()  # Whoosh's readers share file positions; one caller at a time
        self._folded = lru_cache(maxsize=CACHED_TEXTS)(self._read_folded)
        # The next page, another order and another filter ask the same query again.
        self._matches = lru_cache(maxsize=CACHED_QUERIES)(self._evaluate)

    def match(self, query: Query) -> Matches:
        with self._lock:
            return self._matches(query)

    def occurrences(self, phrase: str) -> Occurrences:
        with self._lock:
            found = self._exact(fold(phrase))
            return Occurrences(found.documents, found.frequencies)

    def paragraph(self, number: int) -> Paragraph:
        with self._lock:
            stored = self._reader.stored_fields(int(number))
        return msgspec.json.decode(stored["paragraph"], type=Paragraph)

    def close(self) -> None:
        self._reader.close()

    def _evaluate(self, query: Query) -> Matches:
        matches = evaluate(query, self._leaf, lambda: np.arange(self.size, dtype=np.int64))
        matches.paragraphs.flags.writeable = matches.scores.flags.writeable = False
        return matches

    def _leaf(self, query: Query) -> Matches:
        match query:
            case Phrase(text):
                return self._scored_phrase(fold(text))
            case Words(text):
                return self._words(text)
            case Within(ranges):
                return unscored(_numbers(ranges))
        raise TypeError(f"not a leaf that an engine evaluates: {query!r}")

    def _words(self, text: str) -> Matches:
        """Paragraphs with all words of the text, and those that contain it as it stands."""
        verbatim = self._scored_phrase(fold(text))
        terms = self._analysis.query_words(text)
        if not terms:
            return verbatim
        postings = [self._fields[WORDS].of(term) for term in terms]
        having = common([posting.documents for posting in postings])
        scores = np.zeros(len(having))
        for term, posting in zip(terms, postings, strict=True):
            scores += self._word_scores(term, posting, having)
        return any_of([Matches(having, scores), verbatim])

    def _word_scores(self, term: str, posting: Postings, paragraphs: Numbers) -> Scores:
        """BM25F of one word, for paragraphs that have it."""
        weight = np.zeros(len(paragraphs))
        for name, factor in FIELD_WEIGHTS.items():
            field = self._fields[name]
            found = posting if name == WORDS else field.of(term)
            frequencies = scores_of(Matches(found.documents, found.frequencies.astype(float)), paragraphs)
            weight += factor * field_weight(frequencies, field.lengths[paragraphs], field.average_length)
        return idf(self.size, len(posting.documents)) * saturate(weight)

    def _scored_phrase(self, folded: str) -> Matches:
        found = self._exact(folded)
        field = self._fields[WORDS]
        weight = field_weight(found.frequencies, field.lengths[found.documents], field.average_length)
        return Matches(found.documents, idf(self.size, len(found.documents)) * saturate(weight))

    def _exact(self, folded: str) -> Postings:
        """The paragraphs that contain the folded phrase, and how often."""
        characters = self._fields[CHARACTERS]
        if len(folded) == 1:
            return characters.starting(folded)
        if len(folded) == 2:
            return characters.of(folded)
        candidates = common([characters.of(gram).documents for gram in query_grams(folded)])
        counts = np.array(
            [sum(1 for _ in occurrences(folded, self._folded(int(number)))) for number in candidates],
            dtype=np.int64,
        )
        return Postings(candidates[counts > 0], counts[counts > 0])

    def _read_folded(self, number: int) -> str:
        return fold(self._reader.stored_fields(number)["text"])


def _numbers(ranges: Sequence[tuple[int, int]]) -> Numbers:
    return np.concatenate([NONE, *(np.arange(start, end, dtype=np.int64) for start, end in ranges)])


def _open(folder: Path, analysis: Analysis) -> IndexReader:
    """A reader of the index in `folder`.

    The schema comes from code, so that an index never depends on how Python pickled one.
    """
    try:
        reader: IndexReader = open_dir(str(folder), schema=schema(analysis)).reader()  # type: ignore[no-untyped-call]
    except (WhooshIndexError, OSError, ValueError, KeyError, EOFError, struct.error) as error:
        raise IndexUnusableError.damaged() from error
    return reader
