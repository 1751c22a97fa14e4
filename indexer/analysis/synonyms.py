"""Synonyms: what unquoted text of a query also finds. They are lists of groups, one group on each line, with commas."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from indexer.analysis.fold import DATA, fold
from indexer.analysis.wordlist import check_word, entries_of
from indexer.errors import WordListError
from indexer.i18n import _

Group = tuple[str, ...]
_COMMA = re.compile("[,，]")
_ARROW = re.compile("[=＝-]+[>＞]")


def read_synonyms(lines: Iterable[str], file: str) -> tuple[Group, ...]:
    """The groups of a list, as they are written. Raises WordListError, which names `file` and the line."""
    return tuple(_group(text, file, line) for line, text in entries_of(lines))


@cache
def shipped_synonyms() -> tuple[Group, ...]:
    """The groups of data/synonyms.txt."""
    text = (DATA / "synonyms.txt").read_text(encoding="utf-8")
    return read_synonyms(text.splitlines(), "synonyms.txt")


def synonyms_by_member(groups: Iterable[Group]) -> Mapping[str, Group]:
    """For each member of a group, by its `key_of`, the other members; of all its groups if there are several."""
    others: dict[str, dict[str, str]] = {}
    for group in groups:
        for member in group:
            own = others.setdefault(key_of(member), {})
            for other in group:
                if key_of(other) != key_of(member):
                    own.setdefault(fold(other), other)
    return {key: tuple(own.values()) for key, own in others.items()}


def key_of(text: str) -> str:
    """The key of a text, the same for every way of writing it: folded, and without white space."""
    return fold(text).replace(" ", "")


def _group(text: str, file: str, line: int) -> Group:
    if _ARROW.search(text):
        raise WordListError(
            file,
            line,
            _("同义词不分方向，不用“=>”。请用逗号隔开：“二十大, 党的二十大”"),
        )
    members = {fold(member): member for part in _COMMA.split(text) if (member := part.strip())}
    for member in members.values():
        check_word(member, file, line)
    if len(members) < 2:
        raise WordListError(
            file,
            line,
            _("“{text}”只有一个说法。请写两个以上，用逗号隔开：“二十大, 党的二十大”", text=text),
        )
    return tuple(members.values())
