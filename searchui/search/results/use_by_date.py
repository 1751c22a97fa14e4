"""The first and the last of some uses of a phrase, by the dates of their speeches."""

import numpy as np

from indexer.engine.answers import Numbers
from searchui.search.results.hit import Mention
from searchui.search.snapshot import Snapshot


def use_by_date(snapshot: Snapshot, paragraphs: Numbers, *, latest: bool = False) -> Mention | None:
    """The earliest of some paragraphs, or the latest; None where no speech of them has a date."""
    number = paragraph_by_date(snapshot, paragraphs, latest=latest)
    if number is None:
        return None
    speech = int(snapshot.columns.speech_of(np.array([number]))[0])
    return Mention(snapshot.entries[speech], *snapshot.engine.paragraphs([number]))


def paragraph_by_date(snapshot: Snapshot, paragraphs: Numbers, *, latest: bool = False) -> int | None:
    """The number of it."""
    columns = snapshot.columns
    dated = paragraphs[columns.dated[columns.run_of[paragraphs]]]
    if not len(dated):
        return None
    times = columns.by_date(dated, newest=False)
    return int(dated[times.argmax() if latest else times.argmin()])
