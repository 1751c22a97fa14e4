"""Which speeches are one series, the same body's from year to year, and which are of one kind, whoever gave them.

Both come from a name of which what changes from one time to the next is left out. The report of a province of each year
is a series; those of all provinces are of one kind, and have the same ritual wording.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from indexer.analysis import fold
from indexer.analysis.numbers.numeral import RUN, value
from indexer.engine.answers import Numbers
from indexer.store.speech_catalogue import Entry

SHORTEST_TITLE = 4  # characters; many letters are called 回信
END_OF_KIND = 6  # characters at the end of a title that are the same in all of a kind: before them are places
_NUMBER = r"(?:\d+|[〇零一二三四五六七八九十百]+)"
_ORDINAL = re.compile(rf"第?{_NUMBER}(?:个)?(?:届|次|季度|季|批|号|年度|年|月|日|周年)|第{_NUMBER}|\d{{4}}")
_SIGNS = re.compile(r"\W+")
_REMARK = re.compile(r"[(（][^)）]*[)）]\s*$")


def series_names(entry: Entry) -> set[str]:
    """By which all speeches of its series are found."""
    return {series_name(entry.occasion or ""), _title_name(entry.title)} - {""}


def is_of_series(one: Entry, other: Entry) -> bool:
    """Whether two speeches are of one series, whichever comes first."""
    title, other_title = _title_name(one.title), _title_name(other.title)
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


def kinds_of(entries: Iterable[Entry]) -> Numbers:
    """The number of the kind of each speech: 政府工作报告 of any place and year."""
    numbers: dict[str, int] = {}
    names = (_title_name(one.title)[-END_OF_KIND:] for one in entries)
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def _title_name(title: str) -> str:
    """The name of a title, without a remark behind it: （摘要）."""
    return series_name(_REMARK.sub("", fold(title)))


def _is_numbered(title: str) -> bool:
    return _ORDINAL.search(fold(title)) is not None


def _ordinals(text: str) -> Sequence[str]:
    return [number[0] for found in _ORDINAL.finditer(fold(text)) for number in RUN.finditer(found[0])]


def is_next(one: str, other: str) -> bool:
    """Whether an occasion is the next one after another by its last number: 第九届第二次, 第九届第三次, not 第十届第二次."""
    before, after = ([value(number) for number in _ordinals(text)] for text in (one, other))
    different = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
    numbers = [(int(a), int(b)) for a, b in different if a and b and a.isdigit() and b.isdigit()]
    follows = len(before) == len(after) and len(numbers) == len(different) == 1 and before[-1] != after[-1]
    return follows and numbers[0][1] == numbers[0][0] + 1
