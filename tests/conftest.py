"""What the tests share: the sample corpus, built once; the texts beside the project; the oracle."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from indexer.analysis import Analysis
from indexer.build.pipeline import BuildOptions, build
from indexer.model import Speech
from indexer.readers import read_one
from indexer.readers.corpus import corpus_files
from indexer.speech import parse
from searchui import Corpus, open_corpus

# Time decides no test; in CI the examples are the same every time, elsewhere new ones are tried at each run.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")

os.environ["SPEECHSEARCH_LANG"] = "zh"  # whatever the locale of this machine; commands that are run have it too
ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def analysis() -> Analysis:
    return Analysis()


@pytest.fixture(scope="session")
def sample_speeches() -> list[Speech]:
    """The sample corpus, parsed, in the order of its paths."""
    return [parse(read_one(file, path)) for path, file in corpus_files(SEEDS)]


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample corpus; not to be written to."""
    index = tmp_path_factory.mktemp("sample") / "index_data"
    build(SEEDS, index)
    return index


@pytest.fixture(scope="session")
def corpus(sample_index: Path) -> Iterator[Corpus]:
    with open_corpus(sample_index) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared() -> Path:
    """The texts beside the project. Tests that need them are skipped without, but never in CI, unless it says so."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true" and os.environ.get("WITHOUT_SHARED_TEXTS") != "true":
            pytest.fail(f"{SHARED} is missing")
        pytest.skip("needs the texts beside the project")
    return SHARED


@pytest.fixture(scope="session")
def real_corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """The real reports and transcripts beside the project, every copy of them; not to be written to."""
    index = tmp_path_factory.mktemp("real") / "index_data"
    build(shared / "corpora", index, BuildOptions(keep_versions=True, jobs=2))
    with open_corpus(index) as opened:
        yield opened
