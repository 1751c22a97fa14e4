"""Genres: what kind of speech it is, by the word that its title ends on or by the turns of a conversation."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from indexer.store.speech_catalogue import Entry


def genre_of(entry: Entry) -> str:
    """The genre of a speech: that of the last word in its title that names one."""
    table = _table()
    if entry.turns:
        talk: str = table["talk"]
        return talk
    ends = {genre: _last_end(entry.title, words) for genre, words in table["genres"].items()}
    best = max(ends, key=lambda genre: ends[genre])
    other: str = table["other"]
    return best if ends[best] else other


def _last_end(title: str, words: list[str]) -> int:
    """Where the last of some words ends in a title; 0 where it has none."""
    return max((title.rfind(word) + len(word) for word in words if word in title), default=0)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("data/genres.toml").read_text(encoding="utf-8"))
