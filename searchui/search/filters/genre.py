"""Genres: what kind of speech it is, by the word that its title ends on or by the turns of a conversation."""

import re
from collections.abc import Mapping
from functools import cache
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


def genre_of(entry: Entry) -> str:
    """The genre of a speech: that of the last word in its title that names one."""
    if entry.turns:
        return genres().talk
    last, of_word = _backwards()
    found = last.search(entry.title[::-1])
    return of_word[found[0]] if found else genres().other


@cache
def genres() -> Genres:
    """The table; a command that does not ask for genres does not wait for it."""
    return load_table(__package__, "genres", Genres)


@cache
def _backwards() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The words from their ends, and the genre of each: the first that a title has from its end is the one that ends last."""
    every = {word[::-1]: genre for genre, words in genres().genres.items() for word in words}
    return re.compile("|".join(map(re.escape, every))), every
