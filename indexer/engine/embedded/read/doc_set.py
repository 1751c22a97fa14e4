"""What leaves of a query find in one segment, and its set algebra by whole arrays."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers, Scorer
from indexer.engine.bm25 import Scores
from indexer.engine.embedded.encoding.arrays import changes

SYNONYM_WEIGHT = (
    0.001  # of synonyms: the rarest one in a short paragraph stays below the words themselves in a long one
)
NONE = np.zeros(0, dtype=np.int64)
MUCH = 8  # times as many: a search in the longer list is quicker than marking all of it


class _Scratch(threading.local):
    """Zeros to add scores up in, one array a thread: new ones would come from the system page by page, in 70 µs."""

    def __init__(self) -> None:
        self._zeros = np.zeros(0, dtype=np.float32)

    def zeros(self, size: int) -> Scores:
        """So many zeros; the caller leaves zeros behind."""
        if len(self._zeros) < size:
            self._zeros = np.zeros(size, dtype=np.float32)
        return self._zeros[:size]


_scratch = _Scratch()


@dataclass(frozen=True, slots=True)
class DocSet:
    """Documents, ascending. `score` gives the scores of those at some places of `documents`, or of all; None: all 0."""

    documents: Numbers
    score: Scorer | None = None

    def scores(self, places: Numbers | None = None) -> Scores:
        """Those of the documents at some places, or of all."""
        if self.score is None:
            return np.zeros(len(self.documents if places is None else places), np.float32)
        return self.score(places)


def common_documents(sets: Sequence[Numbers], size: int) -> Numbers:
    """The documents that are in all of the sets; there are `size` in the segment."""
    fewest, *others = sorted(sets, key=len)
    for other in others:
        if not len(fewest):
            break
        fewest = fewest[contained(fewest, other, size)]
    return fewest


def contained(some: Numbers, others: Numbers, size: int) -> npt.NDArray[np.bool_]:
    """Which of some documents are in another ascending set."""
    if not len(others):
        return np.zeros(len(some), dtype=np.bool_)
    if len(some) * MUCH < len(others):
        places = others.searchsorted(some)
        places[places == len(others)] = 0
        return np.equal(others[places], some)
    mask = np.zeros(size, dtype=np.bool_)
    mask[others] = True
    return mask[some]


def intersection(parts: Sequence[DocSet], size: int) -> DocSet:
    """What all parts found, with scores added up."""
    documents = common_documents([part.documents for part in parts], size)
    scored = [part for part in parts if part.score is not None]
    return DocSet(documents, _added(scored, documents) if scored else None)


def _added(parts: Sequence[DocSet], documents: Numbers) -> Scorer:
    """The scores of documents that all parts have."""

    def score(places: Numbers | None) -> Scores:
        wanted = documents if places is None else documents[places]
        total = np.zeros(len(wanted), dtype=np.float32)
        for part in parts:
            if part.score is not None:
                whole = len(part.documents) == len(wanted)
                total += part.score(None if whole else part.documents.searchsorted(wanted))
        return total

    return score


def union(parts: Sequence[DocSet], size: int) -> DocSet:
    """What any part found, with scores added up."""
    parts = [part for part in parts if len(part.documents)]
    if len(parts) < 2:
        return parts[0] if parts else DocSet(NONE)
    documents = _united([part.documents for part in parts], size)
    scored = [part for part in parts if part.score is not None]
    return DocSet(documents, _summed(scored, documents, size) if scored else None)


def _united(sets: Sequence[Numbers], size: int) -> Numbers:
    if sum(map(len, sets)) * MUCH < size:
        together = np.concatenate(sets)
        together.sort(kind="stable")  # which merges what is sorted in parts, four times as fast as sorting it anew
        return together[changes(together)]
    mask = np.zeros(size, dtype=np.bool_)
    for documents in sets:
        mask[documents] = True
    return mask.nonzero()[0]


def _summed(parts: Sequence[DocSet], documents: Numbers, size: int) -> Scorer:
    """The scores of documents that any of the parts has."""

    def score(places: Numbers | None) -> Scores:
        scores = [part.scores() for part in parts]  # first: a part may be a union that needs the scratch itself
        total = _scratch.zeros(size)
        try:
            for part, own in zip(parts, scores, strict=True):
                total[part.documents] += own
            return total[documents if places is None else documents[places]]
        finally:
            total[documents] = 0

    return score


def complement(part: DocSet, size: int) -> DocSet:
    """All documents of the segment that a part did not find."""
    mask = np.ones(size, dtype=np.bool_)
    mask[part.documents] = False
    return DocSet(mask.nonzero()[0])


def scaled(part: DocSet, weight: float) -> DocSet:
    """The same documents with scores that are a share of what they were."""
    score = part.score
    return part if score is None else DocSet(part.documents, lambda places: score(places) * np.float32(weight))
