"""The corpus of invented speeches, indexed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build.pipeline import build
from searchui import Corpus, open_corpus
from tests.searchui.comparison.speeches import write_speeches


@pytest.fixture(scope="package")
def reports_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of them; not to be written to."""
    index = tmp_path_factory.mktemp("reports") / "index"
    build(write_speeches(tmp_path_factory.mktemp("seeds")), index)
    return index


@pytest.fixture(scope="package")
def reports(reports_index: Path) -> Iterator[Corpus]:
    with open_corpus(reports_index) as opened:
        yield opened
