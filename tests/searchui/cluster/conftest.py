"""The sample corpus and a speech that its pages tear, in a folder and in a real cluster; and what is compared of answers."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from indexer.build.pipeline import build
from indexer.cluster.publishing import publish_to_cluster
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.store import Store
from searchui import Corpus, open_corpus
from tests.conftest import SEEDS

_NOW = re.compile(rb"20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(Z|\+00:00)?")  # when a file was taken
Said = Callable[[bytes], Mapping[str, bytes]]
TORN = """关于高质量发展的讲话

同志们：

我们说过，高质量发

展是硬道理，绿水

青山就是金山银山。

把改革开放推向前进。
"""


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("torn")
    shutil.copytree(SEEDS, folder / "seeds")
    (folder / "seeds" / "2022-05-06-张明-关于高质量发展的讲话.txt").write_text(TORN, encoding="utf-8")
    build(folder / "seeds", folder / "index_data")
    return folder / "index_data"


@pytest.fixture(scope="session")
def corpus(index: Path) -> Iterator[Corpus]:
    with open_corpus(index) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(
    index: Path, remote_index: Callable[[], Address], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the index is in a cluster, in two shards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPEECHSEARCH_CACHE", str(tmp_path_factory.mktemp("cache")))
        address = remote_index()
        publish_to_cluster(Cluster(address), Store(index).current(), shards=2)
        yield str(address)


@pytest.fixture(scope="session")
def said() -> Said:
    """Gives what an answer says, by its files where it packs several, without the time at which it was made."""

    def of(data: bytes) -> Mapping[str, bytes]:
        if not data.startswith(b"PK"):
            return {"": _NOW.sub(b"now", data)}
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {name: _NOW.sub(b"now", packed.read(name)) for name in packed.namelist()}

    return of
