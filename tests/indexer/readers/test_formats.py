"""The table of formats: whoever adds a row need not think of the sentences and the start of a command."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from indexer.errors import CorpusError, ReadError
from indexer.readers import read_one
from indexer.readers.corpus import corpus_files
from indexer.readers.formats import BY_SUFFIX, FORMATS, Format

HEAVY = {"bs4", "docx", "lxml", "markdown_it", "pypdfium2"}


def test_a_suffix_names_one_format_and_is_in_small_letters() -> None:
    suffixes = Counter(suffix for row in FORMATS for suffix in row.suffixes)
    assert suffixes.keys() == BY_SUFFIX.keys()
    assert max(suffixes.values()) == 1
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.suffix)
def test_messages_name_every_format(row: Format, tmp_path: Path) -> None:
    suffixes = row.suffixes
    with pytest.raises(CorpusError, match=f"请放入 .*\\{suffixes[0]}"):
        corpus_files(tmp_path)
    (tmp_path / "a.xyz").write_bytes(b"a")
    for suffix in suffixes:
        with pytest.raises(ReadError, match=f"可读的有：.*\\{suffix}"):
            read_one(tmp_path / "a.xyz", "a.xyz")


def test_libraries_are_imported_when_a_file_needs_them() -> None:
    code = "import sys, indexer.readers; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())
