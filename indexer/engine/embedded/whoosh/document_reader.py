"""The documents of one segment, as Whoosh asks for them."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from whoosh.codec.base import PerDocumentReader
from whoosh.columns import Column, ColumnReader

from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.embedded.whoosh.terms_reader import OpenSegment

Value = Callable[[int], str | None]


class ColumnarDocuments(PerDocumentReader):
    """Documents are numbered from 0, the `deleted` ones among them."""

    def __init__(self, opened: OpenSegment, deleted: AbstractSet[int]) -> None:
        self._opened = opened
        self._deleted = deleted
        self._columns = columns_of(opened.arrays)
        self._documents = opened.arrays.documents

    def close(self) -> None:
        del self._opened, self._columns

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._opened.arrays.stored(docnum)

    def doc_count(self) -> int:
        return self._documents - len(self._deleted)

    def doc_count_all(self) -> int:
        return self._documents

    def has_deletions(self) -> bool:
        return bool(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self._deleted))

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in self._columns

    def list_columns(self) -> list[str]:
        return list(self._columns)

    def column_reader(self, fieldname: str, column: Column) -> "ValueReader":
        """Raises KeyError where there is no such column."""
        return ValueReader(self._columns[fieldname], self._documents, column.default_value())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._opened.lengths(fieldname)
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        lengths = self._opened.lengths(fieldname)
        return 0 if lengths is None else int(lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        lengths = self._opened.lengths(fieldname)
        return 0 if lengths is None else int(lengths.min(initial=lengths.max(initial=0)))

    def max_field_length(self, fieldname: str) -> int:
        lengths = self._opened.lengths(fieldname)
        return 0 if lengths is None else int(lengths.max(initial=0))


class ValueReader(ColumnReader):
    """The values of one field, one a document, as UTF-8; `default` where a document has none."""

    def __init__(self, value: Value, documents: int, default: bytes) -> None:
        self._value = value
        self._doccount = documents
        self._default = default

    def __getitem__(self, docnum: int) -> bytes:
        value = self._value(docnum)
        return self._default if value is None else value.encode()


def columns_of(arrays: SegmentReader) -> dict[str, Value]:
    """The fields by which documents can be sorted and grouped, and each one's value of a document."""
    return {
        "id": lambda document: f"{arrays.speeches.of(document).id}#{arrays.anchor(document)}",
        "speech": lambda document: str(arrays.speeches.of(document).id),
        "year": lambda document: _optional(arrays.speeches.of(document).year),
        "speaker": lambda document: _optional(arrays.voices.of(document).speaker),
        "kind": lambda document: arrays.kind(document).value,
    }


def _optional(value: Any) -> str | None:
    return None if value is None else str(value)
