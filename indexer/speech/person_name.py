"""Whether a text can be the name of a person, by its family name (data/surnames.toml) or its form; and what rather is a word."""

import re
from functools import cache

import msgspec

from indexer.tables import load_table

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_GIVEN = rf"[{_HAN}]{{1,2}}"
_DOTTED = re.compile(rf"[{_HAN}]{{1,8}}(?:[·•・．‧][{_HAN}]{{1,8}})+")  # 嘎玛·泽登, 艾尔肯·吐尼亚孜
_LATIN = re.compile(r"[A-Z][\w.'’-]*(?:\s+[\w.'’-]+){0,4}")  # Sam Robbins


class _Table(msgspec.Struct, frozen=True):
    """`single`: characters; `compound`: words parted by white space."""

    single: str
    compound: str


class _Words(msgspec.Struct, frozen=True):
    """`words` and `seldom`: parted by white space."""

    words: str
    seldom: str


@cache
def _common_words() -> frozenset[str]:
    return frozenset(_words().words.split())


@cache
def _seldom_words() -> frozenset[str]:
    return frozenset(_words().seldom.split())


@cache
def _words() -> _Words:
    return load_table(__package__, "common_words", _Words)


@cache
def _surnames() -> _Table:
    return load_table(__package__, "surnames", _Table)


@cache
def _with_surname() -> re.Pattern[str]:
    table = _surnames()
    compound = "|".join(table.compound.split())
    return re.compile(rf"(?:{compound}){_GIVEN}|[{''.join(table.single.split())}]{_GIVEN}")


def is_chinese_name(text: str) -> bool:
    """Whether `text` is a family name and one or two characters, or parts joined by dots; blanks inside do not matter."""
    squeezed = "".join(text.split())
    return _with_surname().fullmatch(squeezed) is not None or _DOTTED.fullmatch(squeezed) is not None


def has_two_surnames(text: str) -> bool:
    """Whether `text` is four characters that begin with two family names (洪簡某某), as names of married women may."""
    return len(text) == 4 and all(character in _surnames().single for character in text[:2])


def is_latin_name(text: str) -> bool:
    """Whether `text` is one to five words of letters, the first with a capital."""
    return _LATIN.fullmatch(text) is not None


def is_common_word(text: str) -> bool:
    """Whether `text` is a word of every day that only begins as a name does: 任务, 方法, 强调."""
    return text in _common_words()


def is_dictionary_word(text: str) -> bool:
    """Whether `text` is any word that begins as a name does: 党建, 祝福, 高清; some are names of people too (江海)."""
    return is_common_word(text) or text in _seldom_words()
