"""Genres: what kind of speech it is, by the word that its title ends on or by the turns of a conversation."""

import msgspec

from indexer.store.speech_catalogue import Entry
from indexer.tables import load_table


class Genres(msgspec.Struct, frozen=True):
    """The words that name each of the `genres`, and what conversations (`talk`) and all `other` speeches are called."""

    other: str
    talk: str
    genres: dict[str, tuple[str, ...]]


GENRES = load_table(__package__, "genres", Genres)


def genre_of(entry: Entry) -> str:
    """The genre of a speech: that of the last word in its title that names one."""
    if entry.turns:
        return GENRES.talk
    ends = {genre: _last_end(entry.title, words) for genre, words in GENRES.genres.items()}
    best = max(ends, key=lambda genre: ends[genre])
    return best if ends[best] else GENRES.other


def _last_end(title: str, words: tuple[str, ...]) -> int:
    """Where the last of some words ends in a title; 0 where it has none."""
    return max((title.rfind(word) + len(word) for word in words if word in title), default=0)
