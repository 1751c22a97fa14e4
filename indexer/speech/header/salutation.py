"""Addresses to the listeners (同志们： 各位代表！ 老师们，同学们：), and the thanks that close a speech."""

import re
from functools import cache, lru_cache

from indexer.speech.header.words import alternatives, header_words

_NEVER_LAST = "。；？?"
_TO_ALL = re.compile(r"各位|尊敬的|敬爱的|亲爱的|親愛的|[们們]$")
_MARK = re.compile(r"[、，,\s]")
_COURTESY = re.compile(r"(?:先生|女士|阁下|閣下|同志)$")
CACHED_TEXTS = 512  # lines of a speech, of which head, body and outline ask
MAX_FIRST = 20  # characters of one who is addressed before all others


@cache
def _pattern() -> re.Pattern[str]:
    addressees = alternatives(header_words().addressees)
    part = rf"[^。；？！，、,:：!?\s]{{0,14}}?(?:{addressees}|(?<![我你您他她它咱人])[们們])"
    return re.compile(rf"(?P<address>{part}(?:[、，,\s]+{part})*)\s*(?P<end>[:：!！，,]|\Z)")


@lru_cache(maxsize=CACHED_TEXTS)
def _match(text: str) -> re.Match[str] | None:
    """The address at the beginning of a text; those in office may stand first: 主席、各位嘉宾 · 尊敬的林校长、各位老师."""
    start = 0
    while (found := _pattern().match(text, start)) is None:
        mark = _MARK.search(text, start, start + MAX_FIRST)
        if mark is None or not _is_in_office(text[start : mark.start()]):
            return None
        start = mark.end()
    return found


def _is_in_office(text: str) -> bool:
    return text[-1:] in _last_characters() and _COURTESY.sub("", text).endswith(header_words().offices)


@cache
def _last_characters() -> frozenset[str]:
    """Those of offices and of what courtesy adds to them: few other texts need a look."""
    return frozenset(word[-1] for word in (*header_words().offices, "先生", "女士", "阁下", "閣下", "同志"))


def address(text: str) -> str | None:
    """The address that `text` opens with, without its last mark: 同志们 of “同志们，面对新的形势…”; or None.

    Before a comma only a plural or 各位 makes an address: “有的同志，平时不学习” speaks of somebody.
    """
    match = _match(text)
    if match is None or (match.group("end") in {"，", ","} and not _TO_ALL.search(match.group("address"))):
        return None
    return text[: match.end("address")]


def is_address(text: str) -> bool:
    """Whether the whole line is an address."""
    if text[-1:] in _NEVER_LAST:  # as nearly every paragraph: the pattern need not be tried
        return False
    match = _match(text)
    return match is not None and match.end() == len(text)


def salutation_of(text: str) -> str | None:
    """The address glued to a first sentence (同志们：今天我们…), told by its colon or exclamation mark."""
    match = _match(text)
    return text[: match.end("address")] if match and match.group("end") in set(":：!！") else None


def is_thanks(text: str) -> bool:
    return _thanks().match(text) is not None


@cache
def _thanks() -> re.Pattern[str]:
    return re.compile(alternatives(header_words().thanks))
