"""A user's dictionary, in the format of jieba: one word on each line, optionally with its frequency and part of speech."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from indexer.analysis.fold import DATA, fold
from indexer.analysis.wordlist import check_word, entries_of
from indexer.errors import WordListError
from indexer.i18n import _

MAX_FREQUENCY = 1_000_000_000
_WHOLE = re.compile(r"[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_COMMA = re.compile(r"(.*[\u3400-\u9fff]) ?[,;|、] ?[0-9]+\b.*")


class DictionaryEntry(NamedTuple):
    """A folded word; `frequency` is on the scale of jieba's dictionary, None for as much as it takes to be found."""

    word: str
    frequency: int | None = None


def read_dictionary(lines: Iterable[str], file: str) -> tuple[DictionaryEntry, ...]:
    """The entries of a dictionary. Raises WordListError, which names `file` and the line."""
    return tuple(_entry(text, file, line) for line, text in entries_of(lines))


@cache
def set_phrases() -> tuple[DictionaryEntry, ...]:
    """The words of data/set_phrases.txt."""
    text = _data("set_phrases.txt")
    return read_dictionary(text.splitlines(), "set_phrases.txt")


def _entry(text: str, file: str, line: int) -> DictionaryEntry:
    """A word may have spaces in it, so only a known part of speech or a frequency is removed from its end."""
    parts = text.split(" ")
    if len(parts) > 1 and parts[-1] in _kinds():
        parts.pop()
    frequency = None
    if len(parts) > 1 and _NUMBER.fullmatch(fold(parts[-1])):
        frequency = _frequency(fold(parts.pop()), " ".join(parts), file, line)
    word = " ".join(parts)
    check_word(word, file, line)
    if comma := _COMMA.fullmatch(fold(word)):
        raise WordListError(
            file,
            line,
            _("词与词频之间用空格，不用“,”之类。请写成“{value} 词频”", value=comma[1]),
        )
    return DictionaryEntry(fold(word), frequency)


def _frequency(number: str, word: str, file: str, line: int) -> int:
    if _WHOLE.fullmatch(number) and 1 <= int(number) <= MAX_FREQUENCY:
        return int(number)
    raise WordListError(
        file,
        line,
        _(
            "词频“{number}”要写成 1 到 {most_frequency} 的整数，也可不写；如果它是词的一部分，请在后面再写词频：“{word} {number} 1000”",
            number=number,
            most_frequency=MAX_FREQUENCY,
            word=word,
        ),
    )


@cache
def _kinds() -> frozenset[str]:
    """jieba's names for kinds of words, by data/kinds.txt; they are not used."""
    return frozenset(text for _, line in entries_of(_data("kinds.txt").splitlines()) for text in line.split(" "))


def _data(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")
