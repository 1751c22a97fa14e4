"""What a new generation has that the one before had not: the paragraphs that entered the corpus, and no others.

A speech that goes by another id, its file renamed or a better copy of it found, brings only what it says in other words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from indexer.analysis import Analysis
from indexer.engine.embedded import EmbeddedReader
from indexer.errors import IndexUnusableError, SpeechsearchError
from indexer.store.arrivals import Arrival, load_arrivals, save_arrivals, state_of
from indexer.store.generation import Generation
from indexer.store.speech_catalogue import ENTRIES, Catalogue, Entry

Anchors: TypeAlias = tuple[str, ...]


def log_arrivals(
    staging: Path, entries: Sequence[Entry], read: Iterable[str], before: Generation, analysis: Analysis
) -> None:
    """Write into a staged generation what of it was not in the live one `before`; `read` are the ids of speeches that were read.

    Raises IndexUnusableError where the live generation is damaged.
    """
    try:
        _log_arrivals(staging, entries, read, before, analysis)
    except SpeechsearchError:
        raise
    except Exception as error:  # of what is damaged nobody knows what it does
        raise before.damage() or error from error


def _log_arrivals(
    staging: Path, entries: Sequence[Entry], read: Iterable[str], before: Generation, analysis: Analysis
) -> None:
    old_entries = {entry.id: entry for entry in Catalogue(before.folder).entries}
    new_entries = {entry.id: entry for entry in entries}
    removed = [entry for id_, entry in old_entries.items() if id_ not in new_entries]
    wanted = [new_entries[id_] for id_ in read if id_ in new_entries]
    with (
        closing(EmbeddedReader(before.folder, analysis, before.manifest.paragraphs)) as old,
        closing(EmbeddedReader(staging, analysis, sum(entry.paragraphs for entry in entries))) as new,
    ):
        is_any_new = any(entry.id not in old_entries for entry in wanted)
        same = {_anchors(old, entry): entry for entry in removed} if is_any_new else {}
        added: dict[str, Anchors | None] = {}
        moved: dict[str, tuple[str, Anchors]] = {}
        for entry in wanted:
            own = _anchors(new, entry)
            known = {one.id: _anchors(old, one) for one in _before(entry, own, old_entries, same)}
            moved |= {id_: (entry.id, anchors) for id_, anchors in known.items() if id_ not in new_entries}
            fresh = _fresh(own, known.values())
            if fresh is None or fresh:
                added[entry.id] = fresh
    earlier = (_under_new_names(arrival, moved) for arrival in load_arrivals(before))
    save_arrivals((*earlier, Arrival(state_of(before.manifest), added)), staging)


def _before(
    entry: Entry, own: Anchors, old_entries: Mapping[str, Entry], same: Mapping[Anchors, Entry]
) -> Iterator[Entry]:
    """What was there of a speech: under its id, as what is a version of it now, or word for word under an id that is gone."""
    ids = [entry.id, *(version.id for version in entry.versions)]
    found = [old_entries[id_] for id_ in ids if id_ in old_entries]
    yield from found or ([same[own]] if own in same else [])


def _fresh(own: Anchors, known: Iterable[Anchors]) -> Anchors | None:
    """The paragraphs that were not there; None where nothing of the speech was."""
    anchors = list(known)
    there = {anchor for one in anchors for anchor in one}
    return tuple(anchor for anchor in own if anchor not in there) if anchors else None


def _under_new_names(arrival: Arrival, moved: Mapping[str, tuple[str, Anchors]]) -> Arrival:
    """The same where speeches go by other ids since; of these it names the paragraphs that they had under the ids before."""
    added: dict[str, Anchors | None] = {}
    for id_, anchors in arrival.added.items():
        now, had = moved.get(id_, (id_, None))
        added[now] = had if anchors is None else anchors
    return Arrival(arrival.since, added)


def _anchors(reader: EmbeddedReader, entry: Entry) -> Anchors:
    """Of the paragraphs of a speech. Raises IndexUnusableError where the index has not all of them."""
    if entry.first + entry.paragraphs > reader.size:
        raise IndexUnusableError.damaged(ENTRIES)
    return tuple(one.anchor for one in reader.paragraphs(range(entry.first, entry.first + entry.paragraphs)))
