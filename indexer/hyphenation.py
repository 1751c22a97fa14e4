"""Latin words that the end of a line has parted: whether the hyphen there is the word's own."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

import msgspec

from indexer.tables import load_table

HYPHENS = "-\u00ad\u2010"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_PARTED = re.compile(rf"([{_LATIN}]{{2,}})[{HYPHENS}]\Z")
_REST = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u00ff]{2,}")
_WORDS = re.compile(rf"[{_LATIN}]+(?:-[{_LATIN}]+)*+(?![{_LATIN}{HYPHENS}])")


class _Table(msgspec.Struct, frozen=True):
    always_first: str
    always_last: str
    first: str
    last: str


@cache
def _compounds() -> Mapping[str, frozenset[str]]:
    """The table data/hyphenation.toml: name of the list → its words."""
    table = load_table("indexer", "hyphenation", _Table)
    return {name: frozenset(getattr(table, name).split()) for name in _Table.__struct_fields__}


def is_parted(left: str, right: str) -> bool:
    """Whether a line ends within a Latin word, or behind the first part of a compound one, and the next goes on with it."""
    return _PARTED.search(left) is not None and _REST.match(right) is not None


class Hyphens:
    """The hyphens at the ends of the lines of one text."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def joined(self, left: str, right: str) -> str | None:
        """Two lines as one where the first ends within a word; None where it does not."""
        parted, rest = _PARTED.search(left), _REST.match(right)
        if parted is None or rest is None:
            return None
        return (left if self._is_own(parted[1].lower(), rest[0]) else left[:-1]) + right

    def _is_own(self, before: str, after: str) -> bool:
        """Whether the hyphen between these belongs to the word: it does elsewhere in the text, or in such compounds."""
        words = self._words
        if f"{before}-{after}" in words or f"{before}{after}" in words:
            return f"{before}-{after}" in words
        known = _compounds()
        always = before in known["always_first"] or after in known["always_last"]
        return always or (before in known["first"] and after in known["last"])

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words of the text in small letters; not what lines end with before a hyphen."""
        return frozenset(word.lower() for line in self._lines for word in _WORDS.findall(line))
