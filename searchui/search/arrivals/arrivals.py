"""What a search finds that entered the corpus since a state of it: by the log of its generations, not by dates of speeches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from indexer.engine.answers import Numbers
from indexer.store.speech_catalogue import Entry
from searchui.search.ranking.grouping import Group
from searchui.search.ranking.ordering import Sort
from searchui.search.ranking.search_request import SearchRequest
from searchui.search.results.answer import Answered
from searchui.search.results.hit import Hit
from searchui.search.results.searcher import search_among
from searchui.search.snapshot import Snapshot

Added = Mapping[str, tuple[str, ...] | None]


@dataclass(frozen=True, slots=True)
class Arrivals(Answered):
    """What of a search is new since the state `since`; `state` is that of now, to be asked from the next time.

    `total` paragraphs are, of which the first are `hits`, the latest speeches first. None: the log of the index does not reach
    back to that state, and nobody can say.
    """

    since: str
    state: str
    total: int | None
    hits: tuple[Hit, ...] = ()


def new_hits(
    snapshot: Snapshot, request: SearchRequest, added: Iterable[Added], most: int
) -> tuple[int, tuple[Hit, ...]]:
    """How many paragraphs that were added match a search, each listed by itself, and the first of them."""
    each = replace(request, sort=Sort.NEWEST, collapse=False, group=Group.PARAGRAPH)
    total, hits = search_among(snapshot, each, _paragraphs(snapshot, added))
    return total, tuple(islice(hits, most))


def _paragraphs(snapshot: Snapshot, added: Iterable[Added]) -> Numbers:
    """The numbers of the paragraphs that were added and are still there."""
    entries = {entry.id: entry for entry in snapshot.entries}
    found = [
        number
        for each in added
        for id_, anchors in each.items()
        if id_ in entries
        for number in _in_speech(snapshot, entries[id_], anchors)
    ]
    return np.unique(np.array(found, dtype=np.int64))


def _in_speech(snapshot: Snapshot, entry: Entry, anchors: Sequence[str] | None) -> Iterator[int]:
    numbers = range(entry.first, entry.first + entry.paragraphs)
    if anchors is None:
        yield from numbers
        return
    wanted = set(anchors)
    for number, paragraph in zip(numbers, snapshot.engine.paragraphs(numbers), strict=True):
        if paragraph.anchor in wanted:
            yield number
