"""The tags of web pages: the table data/tags.toml."""

import re
from functools import cache

import msgspec

from indexer.tables import load_table


class Tags(msgspec.Struct, frozen=True):
    """Names of tags, and of the classes of page furniture."""

    silent: frozenset[str]
    readings: frozenset[str]
    around: frozenset[str]
    blocks: frozenset[str]
    names: tuple[str, ...]


@cache
def tags() -> Tags:
    return load_table("indexer.readers", "tags", Tags)


@cache
def furniture_names() -> re.Pattern[str]:
    """A class or an id that has the name of page furniture as a whole word."""
    names = "|".join(map(re.escape, tags().names))
    return re.compile(rf"(?:^|[-_ ])(?:{names})(?:$|[-_ ])", re.IGNORECASE)
