"""What leaves of a query find in one segment, and its set algebra by whole arrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.engine.bm25 import Scores
from indexer.engine.port import Numbers

Scorer = Callable[[Numbers | None], Scores]

ALIKE_WEIGHT = 0.001  # of synonyms: the rarest one in a short paragraph stays below the words themselves in a long one
NONE = np.zeros(0, dtype=np.int64)
MUCH = 8  # times as many: a search in the longer list is quicker than marking all of it


@dataclass(frozen=True, slots=True)
class Found:
    """Documents, ascending. `score` gives the scores of those at some places of `documents`, or of all; None: all 0."""

    documents: Numbers
    score: Scorer | None = None

    def scores(self) -> Scores:
        return np.zeros(len(self.documents), np.float32) if self.score is None else self.score(None)


def common(sets: Sequence[Numbers], size: int) -> Numbers:
    """The documents that are in all of the sets; there are `size` in the segment."""
    fewest, *others = sorted(sets, key=len)
    for other in others:
        if not len(fewest):
            break
        fewest = fewest[among(fewest, other, size)]
    return fewest


def among(some: Numbers, others: Numbers, size: int) -> npt.NDArray[np.bool_]:
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


def all_of(parts: Sequence[Found], size: int) -> Found:
    """What all parts found, with scores added up."""
    documents = common([part.documents for part in parts], size)
    scored = [part for part in parts if part.score is not None]
    return Found(documents, _added(scored, documents) if scored else None)


def _added(parts: Sequence[Found], documents: Numbers) -> Scorer:
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


def any_of(parts: Sequence[Found], size: int) -> Found:
    """What any part found, with scores added up."""
    parts = [part for part in parts if len(part.documents)]
    if len(parts) < 2:
        return parts[0] if parts else Found(NONE)
    mask = np.zeros(size, dtype=np.bool_)
    for part in parts:
        mask[part.documents] = True
    documents = mask.nonzero()[0]
    scored = [part for part in parts if part.score is not None]
    if not scored:
        return Found(documents)
    total = np.zeros(size, dtype=np.float32)
    for part in scored:
        total[part.documents] += part.scores()
    return Found(documents, of_array(total[documents]))


def all_but(part: Found, size: int) -> Found:
    """All documents of the segment that a part did not find."""
    mask = np.ones(size, dtype=np.bool_)
    mask[part.documents] = False
    return Found(mask.nonzero()[0])


def weighted(part: Found, weight: float) -> Found:
    """The same documents with scores that are a share of what they were."""
    score = part.score
    return part if score is None else Found(part.documents, lambda places: score(places) * np.float32(weight))


def of_array(scores: Scores) -> Scorer:
    return lambda places: scores if places is None else scores[places]
