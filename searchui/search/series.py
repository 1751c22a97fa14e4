"""Which speeches are one series, the same body's from year to year, and which are of one kind, whoever gave them.

Both come from a name of which what changes from one time to the next is left out. The report of a province of each year
is a series; those of all provinces are of one kind, and have the same ritual wording.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

import numpy as np

from indexer.analysis import fold
from indexer.analysis.numbers.numeral import RUN, value
from indexer.engine.answers import Numbers
from indexer.store.speech_catalogue import Entry

SHORTEST_TITLE = 4  # characters; many letters are called 回信
END_OF_KIND = 6  # characters at the end of a title that are the same in all of a kind: before them are places
_NUMBER = r"(?:\d+|[〇零一二三四五六七八九十百]+)"
_ORDINAL = re.compile(rf"第?{_NUMBER}(?:个)?(?:届|次|季度|季|批|号|年度|年|月|日|周年)|第{_NUMBER}|\d{{4}}")
_SIGNS = re.compile(r"[^\w\n]+")
_REMARK = re.compile(r"[(（][^)）\n]*[)）][^\S\n]*$", re.MULTILINE)


def series_names(entries: Sequence[Entry]) -> list[set[str]]:
    """By which all speeches of the series of each are found; of many at once, which takes a third of one after another."""
    if not entries:
        return []
    occasions, titles = [entry.occasion or "" for entry in entries], [entry.title for entry in entries]
    names = zip(_names(_lines(occasions)), _title_names(titles), strict=True)
    return [{*each} - {""} for each in names]


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
    return _names(_lines([text]))[0]


def kinds_of(entries: Iterable[Entry]) -> Numbers:
    """The number of the kind of each speech: 政府工作报告 of any place and year."""
    numbers: dict[str, int] = {}
    titles = [one.title for one in entries]
    names = [name[-END_OF_KIND:] for name in _title_names(titles)] if titles else []
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def _title_name(title: str) -> str:
    return _title_names([title])[0]


def _title_names(titles: Sequence[str]) -> list[str]:
    """The names of some titles, each without a remark behind it: （摘要）."""
    return _names(_REMARK.sub("", _lines(titles)))


def _lines(texts: Sequence[str]) -> str:
    """Some texts as matching sees them, each on a line; what ends a line within one is a space then."""
    folded, bounds = fold("".join(texts)), accumulate(map(len, texts), initial=0)
    return "\n".join(folded[start:end] for start, end in pairwise(bounds))


def _names(lines: str) -> list[str]:
    return _SIGNS.sub("", _ORDINAL.sub("", lines)).split("\n")


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
