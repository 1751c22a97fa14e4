"""The terms of one segment, as Whoosh asks for them."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import dropwhile
from typing import Any

import numpy as np
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.fields import FieldType
from whoosh.formats import Format
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer

from indexer.engine.answers import Numbers
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.embedded.whoosh.field_reader import Field
from indexer.engine.embedded.whoosh.matcher import ArrayMatcher

NONE: Numbers = np.zeros(0, dtype=np.int64)

CACHED_TERMS = 16  # Whoosh asks for a term's postings four times a query: is it there, how rare, how good, where

Term = tuple[str, bytes]


class OpenSegment:
    """An open segment with its indexed fields by name; keeps what was asked for last. Whoosh's readers share it."""

    def __init__(self, arrays: SegmentReader, fields: Mapping[str, Field]) -> None:
        self.arrays = arrays
        self._fields = dict(sorted(fields.items()))  # in Whoosh terms ascend by field, then by text
        # Not methods of self, whose cycle would keep the file open when the readers are gone.
        self.postings = lru_cache(maxsize=CACHED_TERMS)(partial(_postings, self._fields))
        self.lengths = lru_cache(maxsize=None)(partial(_lengths, self._fields))

    @property
    def names(self) -> list[str]:
        """The names of the fields, ascending."""
        return list(self._fields)

    def terms(self, name: str, start: bytes = b"") -> Iterator[bytes]:
        """The terms of a field from one on, ascending; none of a field that is not there."""
        field = self._fields.get(name)
        if field is None:
            return iter(())
        terms = (term.encode() for term in field.terms(start.decode(errors="ignore")))
        return dropwhile(lambda term: term < start, terms)

    def positions(self, name: str, term: bytes, document: int) -> list[int]:
        """At which of the document's terms a term stands."""
        return self._fields[name].positions(document, term.decode())


def _postings(fields: Mapping[str, Field], name: str, term: bytes) -> tuple[Numbers, Numbers]:
    """The documents that have a term, and how often each; empty where there is no such field or term."""
    try:
        return fields[name].postings(term.decode())
    except (KeyError, UnicodeDecodeError):
        return NONE, NONE


def _lengths(fields: Mapping[str, Field], name: str) -> Numbers | None:
    return fields[name].lengths() if name in fields else None


class ColumnarTerms(TermsReader):
    """Terms go in and out as UTF-8, pairs of them as (field name, term)."""

    def __init__(self, segment: OpenSegment) -> None:
        self._segment = segment

    def __contains__(self, term: Term) -> bool:
        return self.doc_frequency(*term) > 0

    def indexed_field_names(self) -> list[str]:
        return self._segment.names

    def cursor(self, fieldname: str, fieldobj: FieldType) -> "TermCursor":
        return TermCursor(partial(self._segment.terms, fieldname), partial(self.term_info, fieldname), fieldobj)

    def terms(self) -> Iterator[Term]:
        return ((name, term) for name in self._segment.names for term in self._segment.terms(name))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        for term in self._segment.terms(fieldname, prefix):
            yield fieldname, term
        for name in self._segment.names:
            if name > fieldname:
                yield from ((name, term) for term in self._segment.terms(name))

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The statistics of a term. Raises Whoosh's TermNotFound."""
        documents, frequencies = self._found(fieldname, text)
        lengths = self._segment.lengths(fieldname)
        own = None if lengths is None else lengths[documents]
        return TermInfo(
            weight=float(frequencies.sum()),
            df=len(documents),
            minlength=0 if own is None else int(own.min()),
            maxlength=0 if own is None else int(own.max()),
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )  # type: ignore[no-untyped-call]

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self._segment.postings(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._segment.postings(fieldname, text)[0])

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: BaseScorer | None = None) -> ArrayMatcher:
        """The postings of a term. Raises Whoosh's TermNotFound."""
        documents, frequencies = self._found(fieldname, text)
        lengths = self._segment.lengths(fieldname)
        positions = partial(self._segment.positions, fieldname, text)
        return ArrayMatcher((fieldname, text), documents, frequencies, lengths, positions, format_, scorer)

    def close(self) -> None:
        del self._segment

    def _found(self, fieldname: str, text: bytes) -> tuple[Numbers, Numbers]:
        found = self._segment.postings(fieldname, text)
        if not len(found[0]):
            raise TermNotFound(f"{fieldname}:{text!r}")
        return found


class TermCursor(FieldCursor):
    """Stands on one term of a field, or after the last."""

    def __init__(
        self, terms: Callable[[bytes], Iterator[bytes]], info: Callable[[bytes], TermInfo], field: FieldType
    ) -> None:
        self._terms = terms
        self._info = info
        self._field = field
        self.first()

    def first(self) -> str | None:
        return self.find(b"")

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not before this one, and give it."""
        self._following = self._terms(self._field.to_bytes(string))
        return self.next()

    def next(self) -> str | None:
        self._term = next(self._following, None)
        return self.text()

    def text(self) -> str | None:
        return None if self._term is None else self._field.from_bytes(self._term)

    def term(self) -> Any:
        return self.text()

    def term_info(self) -> TermInfo | None:
        return None if self._term is None else self._info(self._term)

    def is_valid(self) -> bool:
        return self._term is not None
