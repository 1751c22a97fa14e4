"""Texts of paragraphs from a cluster, many in one request; the last ones are kept."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from threading import Lock

from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.connection.failures import of_status
from indexer.engine.opensearch.wire.mapping import TEXT
from indexer.errors import IndexUnusableError

KEPT = 1 << 23  # characters
AT_ONCE = 2_000  # paragraphs in a request


class TextSource:
    """The texts of one generation, as they are shown. `ids` gives the number that a paragraph has in the cluster."""

    def __init__(self, cluster: Cluster, index: str, ids: Callable[[int], int]) -> None:
        self._cluster, self._index, self._ids = cluster, index, ids
        self._kept: OrderedDict[int, str] = OrderedDict()
        self._size = 0
        self._changing = Lock()

    def of(self, numbers: Sequence[int]) -> list[str]:
        """The texts of some paragraphs. Raises ClusterError, and IndexUnusableError where one is not there."""
        with self._changing:
            known = {number: self._kept[number] for number in numbers if number in self._kept}
        missing = [number for number in dict.fromkeys(numbers) if number not in known]
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            known |= zip(some, self._read(some), strict=True)
        self.keep({number: known[number] for number in missing})
        return [known[number] for number in numbers]

    def forget(self) -> None:
        with self._changing:
            self._kept.clear()
            self._size = 0

    def _read(self, numbers: Sequence[int]) -> list[str]:
        ids = [str(self._ids(number)) for number in numbers]
        found = self._cluster.post(f"/{self._index}/_mget?realtime=false&stored_fields={TEXT}", {"ids": ids})
        return [_text(one) for one in found["docs"]]

    def keep(self, texts: Mapping[int, str]) -> None:
        """Keep texts that are known, by their paragraphs."""
        with self._changing:
            for number, text in texts.items():
                self._size += len(text) - len(self._kept.pop(number, ""))
                self._kept[number] = text
            while self._size > KEPT and self._kept:
                _, oldest = self._kept.popitem(last=False)
                self._size -= len(oldest)


def _text(found: dict[str, object]) -> str:
    if "error" in found:
        raise of_status(HTTPStatus.SERVICE_UNAVAILABLE, found["error"])
    fields = found.get("fields")
    if not found.get("found") or not isinstance(fields, dict):
        raise IndexUnusableError.damaged()
    text: str = fields[TEXT][0]
    return text
