"""A Whoosh index of our own segments: Whoosh's lock, deletions and merge policies, our arrays and table of segments.

Whoosh's own table of contents is written beside ours at each commit, for plain Whoosh; it is a pickle, which could do
anything to whoever reads it, and is never read here.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import IndexReader
from whoosh.writing import IndexingError, SegmentWriter

from indexer.analysis import Analysis
from indexer.engine.embedded.encoding.array_names import MOST_CHARACTERS
from indexer.engine.embedded.inverted_index.postings import MOST_DOCUMENTS
from indexer.engine.embedded.segment.ngram_file import write_ngram_order
from indexer.engine.embedded.segment.segment_builder import Document, SegmentBuilder
from indexer.engine.embedded.segment.segment_merger import MergeSource, write_merged
from indexer.engine.embedded.segment.segment_table import SegmentMeta, open_segments, read_table, write_table
from indexer.engine.embedded.segment.term_numbers import write_term_numbers
from indexer.engine.embedded.whoosh.codec import ColumnarCodec, ColumnarSegment
from indexer.engine.embedded.whoosh.schema import schema

INDEX_NAME = "MAIN"  # Whoosh's own, which it takes where none is named

MergePolicy = Callable[["ColumnarWriter", list[Segment]], list[Segment]]


class ColumnarIndex(FileIndex):
    """An index in a folder, with its schema and its analysis from code, and its segments from our own table.

    Raises IndexUnusableError where there is no such table, or it is damaged.
    """

    storage: FileStorage

    def __init__(self, storage: FileStorage, analysis: Analysis) -> None:  # not Whoosh's own, which unpickles
        self.storage = storage
        self.indexname = INDEX_NAME
        self._analysis = analysis
        self._schema = schema(analysis)
        self._read_toc()

    def writer(self, procs: int = 1, **options: Any) -> "ColumnarWriter":
        """The index's one writer at a time; `options` are those of ColumnarWriter.

        Raises Whoosh's LockError while there is another.
        """
        if procs > 1:
            raise ValueError("several processes each write an index of their own")
        return ColumnarWriter(self, self._analysis, **options)

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        """A reader of the latest state. `reuse` is closed: Whoosh would keep its segments with their old deletions."""
        reader: IndexReader = super().reader()  # type: ignore[no-untyped-call]
        if reuse is not None:
            reuse.close()
        return reader

    def segments(self) -> list[ColumnarSegment]:
        """The segments of the latest state, in the order of their documents."""
        return list(self._read_toc().segments)

    def _read_toc(self) -> TOC:
        table = read_table(Path(self.storage.folder))
        segments = [ColumnarSegment.of(meta, self.indexname, lambda: self._analysis) for meta in table.segments]
        return TOC(self._schema, segments, table.generation)  # type: ignore[no-untyped-call]

    def latest_generation(self) -> int:
        """The number of the last commit."""
        return read_table(Path(self.storage.folder)).generation


def create(folder: Path, analysis: Analysis) -> ColumnarIndex:
    """A new, empty index in a folder that is there; an index that is in it is lost."""
    storage = FileStorage(str(folder))  # type: ignore[no-untyped-call]
    TOC.create(storage, schema(analysis))  # type: ignore[no-untyped-call]
    write_table(folder, [], 0)
    return ColumnarIndex(storage, analysis)


def write_contents(
    folder: Path, analysis: Analysis, segments: Sequence[SegmentMeta], before: Path | None = None
) -> None:
    """Make segments that are in a folder an index, for us and for plain Whoosh; `before` is the folder of the one it comes from."""
    write_table(folder, segments, 1)
    write_term_numbers(folder, {meta.file: one.words.dictionary for meta, one in open_segments(folder)})
    write_ngram_order(folder, before)
    columnar = [ColumnarSegment.of(meta, INDEX_NAME) for meta in segments]
    contents = TOC(schema(analysis), columnar, 1)  # type: ignore[no-untyped-call]
    contents.write(FileStorage(str(folder)), INDEX_NAME)  # type: ignore[no-untyped-call]


def open_index(folder: Path, analysis: Analysis) -> ColumnarIndex:
    """The index in a folder. Raises IndexUnusableError where there is none, or its table is damaged."""
    return ColumnarIndex(FileStorage(str(folder)), analysis)  # type: ignore[no-untyped-call]


class ColumnarWriter(SegmentWriter):
    """Adds documents, the fields of `Document` each, and deletes them.

    A segment is written whenever more than `most_characters` of text have come together and no sentence is torn;
    what was deleted and merged, and all that was added, is to be seen from `commit` on. Documents keep the order in
    which they were added, and optimizing keeps the order of all; merging small segments moves theirs to the end.
    """

    def __init__(
        self, index: ColumnarIndex, analysis: Analysis, most_characters: int = MOST_CHARACTERS, **options: Any
    ) -> None:
        codec = ColumnarCodec(lambda: analysis)
        super().__init__(index, codec=codec, **options)  # type: ignore[no-untyped-call]
        self._analysis = analysis
        self._most_characters = most_characters
        self._written: list[ColumnarSegment] = []
        self._merged: list[MergeSource] = []
        self._builder = SegmentBuilder(analysis)

    def add_document(self, **fields: Any) -> None:
        """Add one document. Raises TypeError for fields that are not those of Document."""
        self._check_state()  # type: ignore[no-untyped-call]
        self.add(Document(**fields))

    def add(self, document: Document) -> None:
        """The same for a document that is made."""
        if self._builder.characters > self._most_characters and self._builder.may_end(document.speech):
            self._write()
        self._make_room(1)
        self._builder.add(document)
        self._count(1)

    def update_document(self, **fields: Any) -> None:
        """Add a document in the place of the committed one with the same speech and anchor."""
        self.delete_by_term("id", f"{fields['speech']}#{fields['anchor']}")
        self.add_document(**fields)

    def add_reader(self, reader: IndexReader) -> None:
        """Take over the documents of a reader that are not deleted, before those that were added singly.

        Raises IndexingError for segments that are not ours.
        """
        self._check_state()  # type: ignore[no-untyped-call]
        for leaf, _ in reader.leaf_readers():
            segment = leaf.segment()
            if not isinstance(segment, ColumnarSegment):
                raise IndexingError(f"not a segment of arrays: {segment!r}")
            self._add_segment(segment, leaf.storage())

    def cancel(self, **_: Any) -> None:
        """Give up everything."""
        super().cancel()  # type: ignore[no-untyped-call]
        for segment in (*self._written, self.newsegment):
            segment.file(self.storage).unlink(missing_ok=True)

    def _add_segment(self, segment: ColumnarSegment, storage: Any) -> None:
        live = segment.live
        documents = int(live.sum())
        if documents:
            self._make_room(documents)
            arrays = segment.opened(storage).arrays.arrays
            self._merged.append(MergeSource(arrays, None if live.all() else live))
            self._count(documents)

    def _commit_toc(self, segments: list[ColumnarSegment]) -> None:
        """Both tables; ours first, for Whoosh removes the files of segments that are no more."""
        write_table(Path(self.storage.folder), [segment.meta for segment in segments], self.generation)
        super()._commit_toc(segments)  # type: ignore[no-untyped-call]

    def _count(self, documents: int) -> None:
        self.docnum += documents
        self._added = True

    def _make_room(self, documents: int) -> None:
        """Begin another segment where so many documents more would be too many for one."""
        if self.docnum + documents > MOST_DOCUMENTS:
            self._write()

    def _write(self) -> None:
        """Write a segment of what there is, and begin the next one."""
        self._flush_segment()
        self._written.append(self.get_segment())  # type: ignore[no-untyped-call]
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self.docnum, self._added = 0, False

    def _flush_segment(self) -> None:
        sources, self._merged = self._merged, []
        if self._builder.documents:
            sources.append(MergeSource(self._builder.arrays()))
            self._builder = SegmentBuilder(self._analysis)
        write_merged(sources, self.newsegment.file(self.storage))

    def _merge_segments(
        self, mergetype: MergePolicy | None, optimize: bool | None, merge: bool | None
    ) -> list[Segment]:
        """The segments that stay as they are; Whoosh's policy has the others given to `add_reader`."""
        self.segments, self._written = [*self.segments, *self._written], []
        added, self._builder = self._builder, SegmentBuilder(self._analysis)  # these come after all that is merged
        self.docnum -= added.documents
        self._added = self.docnum > 0
        kept: list[Segment] = super()._merge_segments(mergetype, optimize, merge)  # type: ignore[no-untyped-call]
        if added.documents:
            self._make_room(added.documents)
            self._builder = added
            self._count(added.documents)
        return [*kept, *self._written]  # those that merging itself has filled
