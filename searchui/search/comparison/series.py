"""Which speech comes before another of its series: reports of the same office, addresses at the same occasion."""

import re
from collections import defaultdict
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


class SeriesFinder:
    """Finds it among the speeches of a corpus; what is compared of them is worked out once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.date is not None and entry.version_of is None:
                for name in _names(entry):
                    self._by_name[name].append(entry)

    def predecessor(self, entry: Entry) -> Predecessor | None:
        """The latest speech of an earlier year that is of the same series; None where there is none."""
        if entry.date is None:
            return None
        year = entry.date.year
        near = (one for name in _names(entry) for one in self._by_name.get(name, ()))
        found = [
            (one.date.key, one.id, one)
            for one in near
            if one.date and one.date.year < year and is_of_series(one, entry)
        ]
        if not found:
            return None
        key, _id, last = max(found, key=lambda each: each[:2])
        follows = _is_next(last.occasion or "", entry.occasion or "")
        return Predecessor(last, () if follows else tuple(range(key // 10_000 + 1, year)))


def _names(entry: Entry) -> set[str]:
    """By which all speeches of its series are found."""
    return {series_name(entry.occasion or ""), series_name(entry.title)} - {""}


def is_of_series(one: Entry, other: Entry) -> bool:
    """Whether two speeches are of one series, whichever comes first."""
    title, other_title = series_name(one.title), series_name(other.title)
    if one.occasion and other.occasion:
        return series_name(one.occasion) == series_name(other.occasion) and _are_alike(title, other_title)
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


def series_name(text: str) -> str:
    """What is the same in all of a series: a title or an occasion without what changes from one time to the next: years, 届, 次, and signs."""
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
