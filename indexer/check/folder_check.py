"""Whether the files of a corpus are all in an index, or known not to be: its folder as it is now, beside the records."""

from collections.abc import Iterator
from pathlib import Path

from indexer.build.census import census_of
from indexer.build.file_records import FileRecord, load_records
from indexer.build.report import Census
from indexer.errors import CorpusError
from indexer.i18n import Message, _, joined, units
from indexer.readers.corpus import Contents, corpus_contents
from indexer.store import Generation
from indexer.store.file_diff import hash_files
from indexer.store.file_stamps import FileStamps

MAX_NAMES = 20  # files that a note names


def check_folder(generation: Generation, seeds: Path) -> Census | None:
    """What has become of each file that is in the folder now; None where the folder cannot be read."""
    try:
        contents = corpus_contents(seeds)
    except CorpusError:
        return None
    records = load_records(generation.folder).files
    stamps = FileStamps.load(generation.folder.parent)
    return census_of(contents, records, list(_changed(contents, {record.path: record for record in records}, stamps)))


def folder_notes(census: Census) -> Iterator[Message]:
    """What an update would mend: files that are not in the index as they are, and what is no longer there."""
    if census.waiting:
        yield _(
            "{files}是新增或改动过的，还不在索引里，请更新（speechsearch update）：{names}",
            files=units.files(len(census.waiting)),
            names=_named(census.waiting),
        )
    if census.gone:
        yield _(
            "{files}已不在文件夹里，请更新（speechsearch update）：{names}",
            files=units.files(len(census.gone)),
            names=_named(census.gone),
        )


def _named(paths: tuple[str, ...]) -> Message:
    return joined(_("、"), [*paths[:MAX_NAMES], *(["……"] if len(paths) > MAX_NAMES else [])])


def _changed(contents: Contents, records: dict[str, FileRecord], stamps: FileStamps) -> Iterator[str]:
    """The files whose bytes are not those that were read."""
    for path, file in contents.files:
        record = records.get(path)
        if record is None or stamps.has_still(path, file, record.hash):
            continue
        found = hash_files([(path, file)]).get(path)
        if found != (record.hash.hex() if record.hash else None):
            yield path
