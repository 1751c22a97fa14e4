"""The first and the last of some uses of a phrase, by the dates of their speeches."""

from indexer.engine.answers import Numbers
from searchui.search.results.hit import Mention
from searchui.search.snapshot import Snapshot


def use_by_date(snapshot: Snapshot, paragraphs: Numbers, *, latest: bool = False) -> Mention | None:
    """The earliest of some paragraphs, or the latest; None where no speech of them has a date."""
    columns = snapshot.columns
    dated = paragraphs[columns.dated[columns.run_of[paragraphs]]]
    if not len(dated):
        return None
    times = columns.by_date(dated, newest=False)
    place = int(times.argmax() if latest else times.argmin())
    speech = int(columns.speech_of(dated[place : place + 1])[0])
    return Mention(snapshot.entries[speech], *snapshot.engine.paragraphs([int(dated[place])]))
