"""The lists beside the speeches of a corpus: a dictionary and synonyms, which are its vocabulary; outdated wordings."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

from indexer.analysis import Vocabulary, read_dictionary, read_synonyms
from indexer.errors import CallError, CorpusError, ReadError, WordListError
from indexer.i18n import _
from indexer.readers.bounds import MAX_TABLE_BYTES
from indexer.readers.corpus import DICTIONARIES, PHRASINGS, SYNONYMS, is_inside
from indexer.readers.encoding import decode_list, encoding_of_list
from indexer.readers.lines import clean, split_lines
from indexer.readers.opening import file_bytes
from indexer.store.phrasings import Phrasing, read_phrasings
from indexer.whole_file import write_whole

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


def add_phrasing(seeds: Path, phrasing: Phrasing) -> Path:
    """Write an outdated wording and its successor at the end of the list of a corpus, which else stays as it was written.

    Gives the file, which is made where there is none. Raises CallError where the list has the two already, or no line can
    hold them; CorpusError without a folder; WordListError for a list that cannot be read.
    """
    if not seeds.is_dir():
        raise CorpusError.missing(seeds)
    line = phrasing.line
    if read_phrasings(_cleaned(line), PHRASINGS[0]) != (phrasing,):
        raise CallError(_("这一行写不进提法的表：{line}", line=line))
    if any((one.old, one.new) == (phrasing.old, phrasing.new) for one in own_phrasings(seeds)):
        raise CallError(_("表里已有：{old} → {new}", old=phrasing.old, new=phrasing.new))
    file = next(iter(own_lists(seeds, PHRASINGS)), seeds / PHRASINGS[0])
    _append(file.resolve(), line)
    return file


def _append(file: Path, line: str) -> None:
    """Add a line to a list in the encoding and with the line ends that it has. Raises CallError where that cannot be."""
    before = file_bytes(file, MAX_TABLE_BYTES) if file.exists() else b""
    encoding, text = encoding_of_list(before), decode_list(before)
    end = "\r\n" if "\r\n" in text else "\n"
    parted = end if text and not text.endswith(("\n", "\r")) else ""
    try:
        write_whole(file, [before, f"{parted}{line}{end}".encode(encoding)])
    except UnicodeEncodeError as error:
        raise CallError(_("“{file}”是 {encoding} 编码，写不下这几个字", file=file, encoding=encoding)) from error
    except OSError as error:
        raise CallError(_("写不进“{file}”：{reason}", file=file, reason=error.strerror)) from error


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
    return _cleaned(text)


def _cleaned(text: str) -> list[str]:
    return [clean(line) for line in split_lines(text)]
