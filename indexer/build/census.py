"""The census of a corpus: every file in its folder is counted once, as what became of it."""

from collections.abc import Iterable, Sequence

from indexer.build.file_records import FileRecord
from indexer.build.report import Census
from indexer.readers.corpus import Contents
from indexer.readers.sidecar import is_sidecar


def census_of(contents: Contents, records: Iterable[FileRecord], changed: Sequence[str] = ()) -> Census:
    """The census of a folder, given the records of the files that were read; `changed` are no longer what was read."""
    known = {record.path: record for record in records if record.path not in changed}
    paths = [path for path, _ in contents.files if not is_sidecar(path)]
    indexed = [path for path in paths if path in known and _is_indexed(known[path])]
    versions = [path for path in paths if path in known and not _is_indexed(known[path]) and known[path].speeches]
    left_out = [path for path in paths if path in known and not known[path].speeches]
    return Census(
        files=len(contents.files) + len(contents.left_out) + len(contents.beside),
        indexed=tuple(indexed),
        versions=tuple(versions),
        side_files=tuple(sorted([*contents.beside, *(path for path, _ in contents.files if is_sidecar(path))])),
        left_out=tuple(sorted([*left_out, *(one.name for one in contents.left_out)])),
        waiting=tuple(path for path in paths if path not in known),
        gone=tuple(sorted(known.keys() - set(paths))),
    )


def _is_indexed(record: FileRecord) -> bool:
    return any(speech.id is not None and not speech.main for speech in record.speeches)
