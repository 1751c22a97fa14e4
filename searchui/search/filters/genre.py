"""Genres: what kind of speech it is, by the word that its title ends on or by the turns of a conversation."""

import re
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from indexer.i18n import Message, p_
from indexer.store.speech_catalogue import Entry
from indexer.tables import load_table


class Genres(msgspec.Struct, frozen=True):
    """The words that name each of the `genres`, and what conversations (`talk`) and all `other` speeches are called."""

    other: str
    talk: str
    genres: dict[str, tuple[str, ...]]


# The genres of the table in the languages of people; a test holds the two together.
GENRE_NAMES: Mapping[str, Message] = MappingProxyType(
    {
        "讲话": p_("genre", "讲话"),
        "报告": p_("genre", "报告"),
        "致辞": p_("genre", "致辞"),
        "发言": p_("genre", "发言"),
        "主持词": p_("genre", "主持词"),
        "说明": p_("genre", "说明"),
        "对话": p_("genre", "对话"),
        "其他": p_("genre", "其他"),
    }
)
GENRES = load_table(__package__, "genres", Genres)


# Titles and words are read from their ends: the first word that is found is the one that ends last.
_BACKWARDS = {word[::-1]: genre for genre, words in reversed(GENRES.genres.items()) for word in words}
_LAST = re.compile("|".join(re.escape(word[::-1]) for words in GENRES.genres.values() for word in words))


def genre_of(entry: Entry) -> str:
    """The genre of a speech: that of the last word in its title that names one."""
    if entry.turns:
        return GENRES.talk
    found = _LAST.search(entry.title[::-1])
    return _BACKWARDS[found[0]] if found else GENRES.other
