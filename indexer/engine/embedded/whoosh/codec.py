"""Our codec: how Whoosh reads and writes segments that are arrays in one file.

Whoosh pickles the segment below into its table of contents by its class's path, so that plain Whoosh opens the
index too. We write that file and never read it: what we read is the table of segments, which names no class.
"""

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn
from weakref import ReferenceType, ref

import numpy as np
from whoosh.codec.base import Codec, Segment
from whoosh.filedb.filestore import FileStorage

from indexer.analysis import Analysis, analysis_of
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.embedded.segment.segment_table import SEGMENT_EXTENSION, Mask, SegmentMeta, deleted_ranges
from indexer.engine.embedded.whoosh.document_reader import ColumnarDocuments
from indexer.engine.embedded.whoosh.field_reader import fields_of
from indexer.engine.embedded.whoosh.terms_reader import ColumnarTerms, OpenSegment
from indexer.engine.vocabulary_file import load_vocabulary

AnalysisSource = Callable[[], Analysis]


class ColumnarSegment(Segment):
    """What the table of contents says of a segment: its name, the number of its documents, and which are deleted.

    `analysis` finds the positions of words again; a segment that plain Whoosh has read makes it of the vocabulary
    that is kept beside it.
    """

    def __init__(self, indexname: str, analysis: AnalysisSource | None = None) -> None:
        super().__init__(indexname)  # type: ignore[no-untyped-call]
        self._documents = 0
        self.deleted: set[int] = set()
        self._analysis = analysis
        self._opened: ReferenceType[OpenSegment] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"indexname": self.indexname, "segid": self.segid, "documents": self._documents, "deleted": self.deleted}

    def __setstate__(self, state: dict[str, Any]) -> None:
        ColumnarSegment.__init__(self, state["indexname"])
        self.segid = state["segid"]
        self._documents = state["documents"]
        self.deleted = state["deleted"]

    @classmethod
    def of(cls, meta: SegmentMeta, indexname: str, analysis: AnalysisSource | None = None) -> "ColumnarSegment":
        """The segment of an index by what our table says of it."""
        segment = cls(indexname, analysis)
        segment.segid = meta.file.removeprefix(f"{indexname}_").removesuffix(SEGMENT_EXTENSION)
        segment.set_doc_count(meta.documents)
        segment.deleted = set(np.flatnonzero(~meta.live).tolist())
        return segment

    @property
    def meta(self) -> SegmentMeta:
        """What our table says of it."""
        return SegmentMeta(self.filename, self._documents, deleted_ranges(self.deleted_docs()))

    @property
    def live(self) -> Mask:
        """Which of its documents are not deleted."""
        return self.meta.live

    @property
    def filename(self) -> str:
        """The name of the file of its arrays."""
        name: str = self.make_filename(SEGMENT_EXTENSION)  # type: ignore[no-untyped-call]
        return name

    def codec(self) -> "ColumnarCodec":
        return ColumnarCodec(self._analysis)

    def should_assemble(self) -> bool:
        return False

    def file(self, storage: FileStorage) -> Path:
        """Where the segment's arrays are."""
        return Path(storage.folder) / self.filename

    def opened(self, storage: FileStorage) -> OpenSegment:
        """The open segment; one for all who hold it at the same time.

        Raises FileNotFoundError, upon which Whoosh reads the table of contents again, for a writer may just have
        replaced the segment; IndexUnusableError where the file is not a whole segment.
        """
        opened = self._opened() if self._opened else None
        if opened is None:
            file = self.file(storage)
            if not file.exists():
                raise FileNotFoundError(errno.ENOENT, "no such segment", str(file))
            arrays = SegmentReader.open(file)
            analysis = self._analysis or (lambda: analysis_of(load_vocabulary(file.parent)))
            opened = OpenSegment(arrays, fields_of(arrays, analysis))
            self._opened = ref(opened)
        return opened

    def doc_count_all(self) -> int:
        return self._documents

    def set_doc_count(self, doccount: int) -> None:
        self._documents = doccount

    def deleted_count(self) -> int:
        return len(self.deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self.deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        if delete:
            self.deleted.add(docnum)
        else:
            self.deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.deleted


class ColumnarCodec(Codec):
    """Reads segments. Documents are written whole, by `index`, and not field by field."""

    length_stats = False

    def __init__(self, analysis: AnalysisSource | None = None) -> None:
        self._analysis = analysis

    def new_segment(self, storage: FileStorage, indexname: str) -> ColumnarSegment:  # noqa: ARG002
        return ColumnarSegment(indexname, self._analysis)

    def terms_reader(self, storage: FileStorage, segment: ColumnarSegment) -> ColumnarTerms:
        return ColumnarTerms(segment.opened(storage))

    def per_document_reader(self, storage: FileStorage, segment: ColumnarSegment) -> ColumnarDocuments:
        return ColumnarDocuments(segment.opened(storage), segment.deleted)

    def postings_reader(self, *_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError  # Whoosh's own codecs ask each other for these two

    def postings_writer(self, *_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError

    def per_document_writer(self, storage: FileStorage, segment: ColumnarSegment) -> "NoWriter":  # noqa: ARG002
        return NoWriter()

    def field_writer(self, storage: FileStorage, segment: ColumnarSegment) -> "NoWriter":  # noqa: ARG002
        return NoWriter()


class NoWriter:
    """Stands where Whoosh's SegmentWriter wants something to close."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True
