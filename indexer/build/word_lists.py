"""The lists beside the speeches of a corpus: a dictionary and synonyms, which are its vocabulary; outdated wordings."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

from indexer.analysis import Vocabulary, read_dictionary, read_synonyms
from indexer.errors import ReadError, WordListError
from indexer.readers.bounds import MAX_TABLE_BYTES
from indexer.readers.corpus import DICTIONARIES, PHRASINGS, SYNONYMS, is_inside
from indexer.readers.encoding import decode_list
from indexer.readers.lines import clean, split_lines
from indexer.readers.opening import file_bytes
from indexer.store.phrasings import Phrasing, read_phrasings

Item = TypeVar("Item")


def read_vocabulary(seeds: Path, dictionary: Path | None = None, synonyms: Path | None = None) -> Vocabulary:
    """The words and synonyms of a corpus; a file that is given is used instead of those in the folder.

    Raises WordListError with the file and the line of what cannot be used.
    """
    return Vocabulary(
        words=_read([dictionary] if dictionary else own_lists(seeds, DICTIONARIES), read_dictionary),
        synonyms=_read([synonyms] if synonyms else own_lists(seeds, SYNONYMS), read_synonyms),
    )


def own_phrasings(seeds: Path) -> tuple[Phrasing, ...]:
    """The outdated wordings of a corpus. Raises WordListError."""
    return _read(own_lists(seeds, PHRASINGS), read_phrasings)


def own_lists(root: Path, names: Sequence[str]) -> list[Path]:
    """The files of these names that are in the folder of the corpus itself."""
    return [file for name in names if (file := root / name).is_file() and is_inside(file, root)]


def _read(files: Iterable[Path], read: Callable[[list[str], str], tuple[Item, ...]]) -> tuple[Item, ...]:
    return tuple(chain.from_iterable(read(_lines(file), str(file)) for file in files))


def _lines(file: Path) -> list[str]:
    """The lines of a list, in any encoding that speeches may have. Raises WordListError, which names the file."""
    try:
        text = decode_list(file_bytes(file, MAX_TABLE_BYTES))
    except ReadError as error:
        raise WordListError(str(file), None, error.message) from error
    return [clean(line) for line in split_lines(text)]
