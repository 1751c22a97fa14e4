"""Postings from a cluster, many in one request, and kept as long as there is room."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock

from indexer.engine.embedded.inverted_index.inverted_field import Postings
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.wire.leaf_queries import LeafQuery
from indexer.engine.opensearch.wire.posting_stream import decode_postings
from indexer.errors import IndexUnusableError

KEPT = 1 << 26  # bytes


class PostingsSource:
    """The postings of one generation. `firsts` are the first paragraph of each segment, by its number in the cluster."""

    def __init__(self, cluster: Cluster, index: str, firsts: Mapping[int, int]) -> None:
        self._cluster, self._index, self._firsts = cluster, index, firsts
        self._kept: OrderedDict[LeafQuery, Postings] = OrderedDict()
        self._size = 0
        self._changing = Lock()

    def of(self, queries: Sequence[LeafQuery]) -> dict[LeafQuery, Postings]:
        """Those of some queries: what is not known is asked for in one request. Raises ClusterError."""
        wanted = dict.fromkeys(queries)
        with self._changing:
            known = {query: self._kept[query] for query in wanted if query in self._kept}
            for query in known:
                self._kept.move_to_end(query)
        missing = [query for query in wanted if query not in known]
        answers = self._cluster.searches(self._index, [query.body() for query in missing])
        for query, answer in zip(missing, answers, strict=True):
            known[query] = self._keep(query, self._decoded(answer))
        return known

    def one(self, query: LeafQuery) -> Postings:
        return self.of([query])[query]

    def _decoded(self, answer: Mapping[str, object]) -> Postings:
        streams, total = _streams(answer)
        found = Postings(*decode_postings(streams, self._firsts))
        if len(found.documents) != total:
            raise IndexUnusableError.damaged()
        for array in found:
            array.flags.writeable = False
        return found

    def _keep(self, query: LeafQuery, found: Postings) -> Postings:
        size = sum(array.nbytes for array in found)
        with self._changing:
            if query not in self._kept and size <= KEPT // 2:
                self._kept[query] = found
                self._size += size
            while self._size > KEPT:
                _, oldest = self._kept.popitem(last=False)
                self._size -= sum(array.nbytes for array in oldest)
        return found


def _streams(answer: Mapping[str, object]) -> tuple[list[str], int]:
    """What the shards have sent, and how many paragraphs they say that is."""
    hits, found = answer["hits"], answer.get("aggregations")
    if not isinstance(hits, dict) or hits["total"]["relation"] != "eq":
        raise IndexUnusableError.damaged()
    if not isinstance(found, dict):  # of an index without any paragraph
        return [], 0
    return [one for one in found["postings"]["value"] if one], int(hits["total"]["value"])
