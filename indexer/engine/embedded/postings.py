"""Postings of a Whoosh index as numpy arrays."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from whoosh.reading import IndexReader, TermNotFound

from indexer.engine.port import Numbers

NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents that have a term, ascending, and how often each has it."""

    documents: Numbers
    frequencies: Numbers


class FieldPostings:
    """One field of an index: postings of its terms, lengths of its documents."""

    def __init__(self, reader: IndexReader, field: str) -> None:
        self._reader = reader
        self._field = field

    def of(self, term: str) -> Postings:
        """The postings of one term; empty where the field has no such term."""
        try:
            matcher = self._reader.postings(self._field, term)
        except TermNotFound:
            return Postings(NONE, NONE)
        documents, frequencies = [], []
        while matcher.is_active():
            documents.append(matcher.id())
            frequencies.append(matcher.weight())
            matcher.next()
        return Postings(np.array(documents, dtype=np.int64), np.array(frequencies, dtype=np.int64))

    def starting(self, prefix: str) -> Postings:
        """The postings of all terms with a prefix, added up."""
        terms = [term.decode("utf-8") for term in self._reader.expand_prefix(self._field, prefix)]
        parts = [self.of(term) for term in terms]
        if not parts:
            return Postings(NONE, NONE)
        documents, places = np.unique(np.concatenate([part.documents for part in parts]), return_inverse=True)
        frequencies = np.zeros(len(documents), dtype=np.int64)
        np.add.at(frequencies, places, np.concatenate([part.frequencies for part in parts]))
        return Postings(documents, frequencies)

    @cached_property
    def lengths(self) -> Numbers:
        """The number of terms of each document, by document number."""
        count = self._reader.doc_count_all()
        lengths = (self._reader.doc_field_length(number, self._field) or 0 for number in range(count))
        return np.fromiter(lengths, dtype=np.int64, count=count)

    @cached_property
    def average_length(self) -> float:
        return float(self.lengths.mean()) if len(self.lengths) else 0.0
