"""Pages that were read are kept, one by one, and only as long as they are of use."""

from pathlib import Path

import pytest

from indexer.readers.scan import page_store
from indexer.readers.scan.page_store import FOLDER, NOWHERE, PageStore
from indexer.readers.scan.recognised_page import RecognisedLine, RecognisedPage

PAGE = RecognisedPage(595, 842, (RecognisedLine("讲话", 0.9, (1, 2, 3, 2, 3, 4, 1, 4)),))
FILE, OTHER = b"one file", b"another"


def test_pages_are_found_by_the_bytes_of_their_file(tmp_path: Path) -> None:
    store = PageStore(tmp_path)
    assert store.pages(FILE) == {}
    store.keep(FILE, 2, PAGE)
    assert PageStore(tmp_path).pages(FILE) == {2: PAGE}
    assert store.pages(OTHER) == {}
    NOWHERE.keep(FILE, 2, PAGE)
    assert NOWHERE.pages(FILE) == {}


def test_a_damaged_page_is_not_known(tmp_path: Path) -> None:
    store = PageStore(tmp_path)
    for number in (1, 2, 3):
        store.keep(FILE, number, PAGE)
    (file,) = tmp_path.glob(f"{FOLDER}/*/*/2.json")
    file.write_bytes(file.read_bytes()[:20])
    file.with_name("x.json").write_bytes(b"{}")
    assert set(store.pages(FILE)) == {1, 3}


def test_pages_of_files_that_are_gone_and_of_other_versions_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hashlib import sha256

    store = PageStore(tmp_path)
    store.keep(FILE, 1, PAGE)
    store.keep(OTHER, 1, PAGE)
    store.prune({sha256(FILE).digest()})
    assert (store.pages(FILE), store.pages(OTHER)) == ({1: PAGE}, {})
    monkeypatch.setattr(page_store, "version", lambda: "another machine")
    assert store.pages(FILE) == {}
    store.keep(FILE, 1, PAGE)
    store.prune({sha256(FILE).digest()})
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
    monkeypatch.setattr(page_store, "version", lambda: None)  # no longer installed: what was read stays
    store.prune(set())
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
