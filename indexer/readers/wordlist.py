"""The lists that a user writes beside the speeches, as lines: a dictionary, and synonyms."""

from collections.abc import Sequence
from pathlib import Path

from indexer.errors import ReadError, WordListError
from indexer.readers.bounds import MAX_TABLE_BYTES
from indexer.readers.corpus import is_inside
from indexer.readers.encoding import decode_list
from indexer.readers.lines import clean, split_lines
from indexer.readers.opening import file_bytes


def own_lists(root: Path, names: Sequence[str]) -> list[Path]:
    """The files of these names that are in the folder of the corpus itself."""
    return [file for name in names if (file := root / name).is_file() and is_inside(file, root)]


def read_lines(file: Path) -> list[str]:
    """The lines of a list in any encoding that speeches may be in. Raises WordListError, which names the file."""
    try:
        text = decode_list(file_bytes(file, MAX_TABLE_BYTES))
    except ReadError as error:
        raise WordListError(str(file), None, error.message) from error
    return [clean(line) for line in split_lines(text)]
