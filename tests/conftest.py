"""What the tests share: the sample corpus, built once; the texts beside the project; the oracle."""

import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from indexer.analysis import Analysis
from indexer.build.pipeline import BuildOptions, build
from indexer.engine.opensearch.connection.address import Address, parse_address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.model import Speech
from indexer.readers import read_one
from indexer.readers.corpus import corpus_files
from indexer.speech import parse
from indexer.speech.compilation import speeches_of
from searchui import Corpus, open_corpus

# Time decides no test; in CI the examples are the same every time, elsewhere new ones are tried at each run.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")

os.environ["SPEECHSEARCH_LANG"] = "zh"  # whatever the locale of this machine; commands that are run have it too
ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
PUBLISHED_TWICE = ("2024-总河湖长会议.html", "2024-总河湖长会议-水利局.html")  # one speech, of two sites
SHARED = ROOT.parent / "shared"
NODE = ROOT / ".ci" / "opensearch.py"
NODE_PORT = "SPEECHSEARCH_TESTS_NODE_PORT"  # of this run of the tests, known to all its processes


@pytest.fixture(scope="session")
def analysis() -> Analysis:
    return Analysis()


@pytest.fixture(scope="session")
def sample_speeches() -> list[Speech]:
    """The sample corpus, parsed, in the order of its paths; of a speech that is there twice the one that is indexed."""
    texts = (raw for path, file in corpus_files(SEEDS) for raw in speeches_of(read_one(file, path)))
    return [parse(raw) for raw in texts if raw.path != PUBLISHED_TWICE[1]]


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
def node() -> str:
    """The address of a real OpenSearch node on this machine, without a name: all processes of the tests share it."""
    if own := os.environ.get("SPEECHSEARCH_TEST_NODE"):  # one that runs anyhow, as of `make opensearch`
        return own
    if shutil.which("java") is None or shutil.which("mvn") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("needs Java 17 and Maven")
        pytest.skip("needs Java 17 and Maven, for a real OpenSearch")
    port = os.environ[NODE_PORT]
    with FileLock(Path(tempfile.gettempdir()) / f"speechsearch-tests-{port}.lock"):
        if not _answers(int(port)):
            command = [sys.executable, str(NODE), "start", "--port", port, "--heap", "512m"]
            subprocess.run(command, check=True)
    return f"opensearch+http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def remote_index(node: str, request: pytest.FixtureRequest) -> Iterator[Callable[[], Address]]:
    """Gives addresses of indices in that node which nothing else has; what was put there is removed in the end."""
    worker = getattr(request.config, "workerinput", {"workerid": "main"})["workerid"]
    prefix, numbers = f"{worker}-{os.getpid()}", count()
    yield lambda: parse_address(f"{node}/{prefix}-{next(numbers)}x")
    Cluster(parse_address(f"{node}/{prefix}")).delete(f"/{prefix}-*?expand_wildcards=all")


def pytest_configure() -> None:
    """A port of its own for a node, and for the nodes to speak to each other: another run of the tests may have one too."""
    if NODE_PORT not in os.environ:
        ports = (random.randrange(20_000, 30_000) for _ in range(1_000))
        os.environ[NODE_PORT] = str(next(port for port in ports if not _answers(port) and not _answers(port + 100)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The last to end, which started the others, stops the node that any of them has started."""
    port = os.environ[NODE_PORT]
    if not hasattr(session.config, "workerinput") and _answers(int(port)):
        subprocess.run([sys.executable, str(NODE), "stop", "--port", port, "--kill"], check=True)


def _answers(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="session")
def real_corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """The real reports and transcripts beside the project, every copy of them; not to be written to."""
    index = tmp_path_factory.mktemp("real") / "index_data"
    build(shared / "corpora", index, BuildOptions(keep_versions=True, jobs=2))
    with open_corpus(index) as opened:
        yield opened
