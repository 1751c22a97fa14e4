"""Plain BM25, by the library bm25s, with the weights of Whoosh and Lucene, over the tokens that it is given."""

from collections.abc import Callable, Sequence

import bm25s

from indexer.analysis import Analysis, fold
from indexer.engine.bm25 import K1, B

Cut = Callable[[str], list[str]]


class PlainBM25:
    """Ranks texts by any of a query's tokens; knows no phrases, headings or titles."""

    def __init__(self, texts: Sequence[str], cut: Cut) -> None:
        self._cut = cut
        self._index = bm25s.BM25(k1=K1, b=B)
        self._index.index([cut(text) for text in texts], show_progress=False)

    def best(self, query: str, most: int) -> list[int]:
        """The places of the best texts that have any token of the query."""
        found, scores = self._index.retrieve([self._cut(query)], k=most, show_progress=False)
        return [int(place) for place, score in zip(found[0], scores[0], strict=True) if score > 0]


def words(analysis: Analysis) -> Cut:
    """jieba's search-mode words."""
    return lambda text: [word.text for word in analysis.words(text)]


def bigrams(text: str) -> list[str]:
    """Each two characters that stand together, letters and digits only; of a single one, that one."""
    folded = fold(text)
    pairs = [folded[at : at + 2] for at in range(len(folded) - 1)]
    return [pair for pair in pairs if pair.isalnum()] or [one for one in folded if one.isalnum()]
