"""Which speech comes before another of its series: reports of the same office, addresses at the same occasion."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.analysis import fold
from indexer.analysis.numbers.numeral import RUN, value
from indexer.store.speech_catalogue import Entry

SHORTEST_TITLE = 4  # characters; many letters are called 回信
_NUMBER = r"(?:\d+|[〇零一二三四五六七八九十百]+)"
_ORDINAL = re.compile(rf"第?{_NUMBER}(?:个)?(?:届|次|季度|季|批|号|年度|年|月|日|周年)|第{_NUMBER}|\d{{4}}")
_SIGNS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The speech of a series before one, and the years between of which the corpus has none of it."""

    entry: Entry
    missing: tuple[int, ...]


def predecessor(entry: Entry, entries: Iterable[Entry]) -> Predecessor | None:
    """The latest speech of an earlier year that is of the same series; None where there is none."""
    if entry.date is None:
        return None
    year = entry.date.year
    earlier = [one for one in entries if one.date and one.date.year < year and one.version_of is None]
    found = max((one for one in earlier if is_of_series(one, entry)), key=lambda one: (_key(one), one.id), default=None)
    if found is None or found.date is None:
        return None
    follows = _ordinals(found.occasion or "")[-1:] and _is_next(found.occasion or "", entry.occasion or "")
    return Predecessor(found, () if follows else tuple(range(found.date.year + 1, year)))


def _key(entry: Entry) -> int:
    return entry.date.key if entry.date else 0


def is_of_series(one: Entry, other: Entry) -> bool:
    """Whether two speeches are of one series, whichever comes first."""
    title, other_title = _masked(one.title), _masked(other.title)
    if one.occasion and other.occasion:
        return _masked(one.occasion) == _masked(other.occasion) and _are_alike(title, other_title)
    if title != other_title or len(title) < SHORTEST_TITLE:
        return False
    has_number = _is_numbered(one.title) and _is_numbered(other.title)
    same_office = one.office is not None and one.office == other.office
    same_speaker = one.speaker is not None and one.speaker == other.speaker
    return same_office or (same_speaker and has_number)


def _are_alike(one: str, other: str) -> bool:
    """Whether titles are the same, or one is the other with a place before it: 政府工作报告."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if longer == shorter:
        return True
    same = 0
    while same < len(shorter) and longer[-1 - same] == shorter[-1 - same]:
        same += 1
    return same >= SHORTEST_TITLE and same * 2 >= len(shorter)


def _masked(text: str) -> str:
    """A title or an occasion without what changes from one time to the next: years, 届, 次, and signs."""
    return _SIGNS.sub("", _ORDINAL.sub("", fold(text)))


def _is_numbered(title: str) -> bool:
    return _ORDINAL.search(fold(title)) is not None


def _ordinals(text: str) -> Sequence[str]:
    return [number[0] for found in _ORDINAL.finditer(fold(text)) for number in RUN.finditer(found[0])]


def _is_next(one: str, other: str) -> bool:
    """Whether an occasion is the next one after another by its number: 第十九次, 第二十次."""
    before, after = ([value(number) for number in _ordinals(text)] for text in (one, other))
    different = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
    numbers = [(int(a), int(b)) for a, b in different if a and b and a.isdigit() and b.isdigit()]
    return len(before) == len(after) and len(numbers) == len(different) == 1 and numbers[0][1] == numbers[0][0] + 1
