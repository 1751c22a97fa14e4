"""The lists that a user writes beside the speeches, as lines: a dictionary, and synonyms."""

from collections.abc import Sequence
from pathlib import Path

from indexer.errors import ReadError, WordListError
from indexer.message import Message
from indexer.readers.encoding import decode_list
from indexer.readers.lines import clean, split_lines


def own_lists(root: Path, names: Sequence[str]) -> list[Path]:
    """The files of these names that are in the folder of the corpus itself."""
    return [file for name in names if (file := root / name).is_file()]


def read_lines(file: Path) -> list[str]:
    """The lines of a list in any encoding that speeches may be in. Raises WordListError, which names the file."""
    try:
        text = decode_list(file.read_bytes())
    except FileNotFoundError as error:
        reason = Message("没有这个文件，请核对路径", "there is no such file; check the path")
        raise WordListError(str(file), None, reason) from error
    except OSError as error:
        reason = Message(f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}")
        raise WordListError(str(file), None, reason) from error
    except ReadError as error:
        raise WordListError(str(file), None, error.message) from error
    return [clean(line) for line in split_lines(text)]
