"""The order of hits: total, and the same every time."""

from enum import StrEnum

import numpy as np

from indexer.engine.port import Matches, Numbers


class Sort(StrEnum):
    """What comes first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


UNDATED = 0


def order(matches: Matches, dates: Numbers, sort: Sort) -> Numbers:
    """Places in `matches`, best first. `dates` are yyyymmdd of each match, UNDATED where unknown.

    Equal scores go by date, newest first; equal dates by the order of the corpus, then of the speech.
    Speeches without a date come last in both orders of time.
    """
    undated = dates == UNDATED
    if sort is Sort.NEWEST:
        return np.lexsort((matches.paragraphs, -dates))
    if sort is Sort.OLDEST:
        return np.lexsort((matches.paragraphs, dates, undated))
    return np.lexsort((matches.paragraphs, -dates, -np.round(matches.scores, 9)))
