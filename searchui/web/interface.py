"""The words of the interface, by data/messages.toml, in the language that the reader chose."""

import tomllib
from functools import cache
from importlib import resources

from flask import g, request

from indexer.catalogue import Entry
from indexer.message import Language

COOKIE = "lang"
NAMED_VOICES = 2
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def messages() -> dict[str, dict[str, str]]:
    """All words, by language and name; not to be written to."""
    return tomllib.loads(resources.files(__package__).joinpath("data/messages.toml").read_text(encoding="utf-8"))


def language() -> Language:
    """The reader's language: ?lang= of this request, else the cookie, else Chinese."""
    if "language" not in g:
        asked = request.args.get("lang") or request.cookies.get(COOKIE)
        g.language = asked if asked in LANGUAGES else "zh"
    chosen: Language = g.language
    return chosen


def shown_voices(entry: Entry) -> str:
    """Who speaks in a speech, as a list shows it: 唐某, or 唐某、陈某 等 5 人."""
    voices = entry.voices
    if not voices:
        return words("unnamed")
    named = "、".join(voices[:NAMED_VOICES])
    return named if len(voices) <= NAMED_VOICES else words("voices", named=named, count=len(voices))


def words(name: str, **values: object) -> str:
    """The sentence `name` in the reader's language, filled in."""
    return messages()[language()][name].format(**values)
