"""The words of the interface, by data/messages.toml, in the language that the reader chose."""

import tomllib
from functools import cache
from importlib import resources

from flask import g, request

from indexer.message import Language

COOKIE = "lang"
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


def words(name: str, **values: object) -> str:
    """The sentence `name` in the reader's language, filled in."""
    return messages()[language()][name].format(**values)
