"""The lists beside the speeches of a corpus → its vocabulary."""

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import TypeVar

from indexer.analysis import Vocabulary, read_dictionary, read_synonyms
from indexer.readers.corpus import DICTIONARIES, SYNONYMS
from indexer.readers.wordlist import own_lists, read_lines

Item = TypeVar("Item")


def read_vocabulary(seeds: Path, dictionary: Path | None = None, synonyms: Path | None = None) -> Vocabulary:
    """The words and synonyms of a corpus; a file that is named counts instead of those in the folder.

    Raises WordListError with the file and the line of what cannot be used.
    """
    return Vocabulary(
        words=_read([dictionary] if dictionary else own_lists(seeds, DICTIONARIES), read_dictionary),
        synonyms=_read([synonyms] if synonyms else own_lists(seeds, SYNONYMS), read_synonyms),
    )


def _read(files: Iterable[Path], read: Callable[[list[str], str], tuple[Item, ...]]) -> tuple[Item, ...]:
    return tuple(chain.from_iterable(read(read_lines(file), str(file)) for file in files))
