"""An index of each format that was ever published is read, or says that it is to be built again."""

import re
import tarfile
from pathlib import Path

import pytest

from indexer.analysis import analysis_of
from indexer.check.integrity import check_integrity
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.vocabulary_file import load_vocabulary
from indexer.errors import IndexStaleError
from indexer.store import Store
from indexer.store.manifest import FORMAT
from searchui import open_corpus
from tests.indexer.store.golden_index import DATA, golden
from tests.searchui.cli.test_cli import run

ARCHIVES = sorted(DATA.glob("index-format-*.tar.gz"))


def unpacked(archive: Path, folder: Path) -> Path:
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    return folder / "index"


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda archive: archive.name)
def test_it_is_read_or_says_build_again(archive: Path, tmp_path: Path) -> None:
    index = unpacked(archive, tmp_path)
    try:
        with open_corpus(index) as corpus:
            assert corpus.count("基层治理").occurrences == 3
    except IndexStaleError as told:
        assert "请重新建立" in str(told)  # noqa: PT017
        assert "损坏" not in str(told)  # noqa: PT017
    done = run("update", str(tmp_path / "seeds"), index=index)
    assert done.exit_code == 0
    with open_corpus(index) as corpus:
        assert corpus.count("基层治理").occurrences == 3


def test_the_present_format_has_one_and_its_files_are_read(tmp_path: Path) -> None:
    """Whatever has become of the words since: what is in the files is understood."""
    assert golden(FORMAT) in ARCHIVES, "make it: python -m tests.indexer.store.golden_index"
    index = unpacked(golden(FORMAT), tmp_path)
    assert check_integrity(Store(index)).problems == []
    live = Store(index).current()
    engine = EmbeddedReader(live.folder, analysis_of(load_vocabulary(live.folder)), live.manifest.paragraphs)
    assert engine.occurrences("基层治理").counts.sum() == 3
    assert [paragraph.anchor for paragraph in engine.paragraphs(range(engine.size))]


def test_no_format_has_gone() -> None:
    numbers = sorted(int(match.group(1)) for archive in ARCHIVES if (match := re.search(r"-(\d+)\.", archive.name)))
    assert numbers[0] == 6
    assert max(numbers) == FORMAT
