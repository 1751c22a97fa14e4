"""The first and the last of some uses of a phrase, by the dates of their speeches."""

from collections.abc import Sequence

import numpy as np

from indexer.engine.answers import Numbers
from searchui.search.results.hit import Mention
from searchui.search.snapshot import Snapshot


def use_by_date(snapshot: Snapshot, paragraphs: Numbers, *, latest: bool = False) -> Mention | None:
    """The earliest of some paragraphs, or the latest; None where no speech of them has a date."""
    number = paragraph_by_date(snapshot, paragraphs, latest=latest)
    return None if number is None else mentions_of(snapshot, [number])[0]


def mentions_of(snapshot: Snapshot, numbers: Sequence[int]) -> list[Mention]:
    """Some paragraphs, each in its speech; they are read at once."""
    speeches = snapshot.columns.speech_of(np.array(numbers, dtype=np.int64)).tolist()
    paragraphs = snapshot.engine.paragraphs(numbers)
    return [Mention(snapshot.entries[speech], one) for speech, one in zip(speeches, paragraphs, strict=True)]


def paragraph_by_date(snapshot: Snapshot, paragraphs: Numbers, *, latest: bool = False) -> int | None:
    """The number of it."""
    columns = snapshot.columns
    dated = paragraphs[columns.dated[columns.run_of[paragraphs]]]
    if not len(dated):
        return None
    times = columns.by_date(dated, newest=False)
    return int(dated[times.argmax() if latest else times.argmin()])
