"""Which speeches are of one series: those whose titles end alike, whatever their years, sessions and places."""

import re
from collections.abc import Sequence

import numpy as np

from indexer.analysis import fold
from indexer.engine.answers import Numbers
from indexer.store.speech_catalogue import Entry

END_OF_TITLE = 6  # letters that speeches of one series have alike
_NUMBER = re.compile(r"[\d零〇一二三四五六七八九十百]+")
_MARK = re.compile(r"[\W_]+")


def series_of(entries: Sequence[Entry]) -> Numbers:
    """The number of the series that each speech is of."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(series_name(one.title), len(numbers)) for one in entries], dtype=np.int64)


def series_name(title: str) -> str:
    """What speeches of one series have in common in their titles: 政府工作报告 of 2025年安徽省政府工作报告."""
    bare = re.sub(r"[(（][^)）]*[)）]\s*$", "", fold(title))
    return _NUMBER.sub("", _MARK.sub("", bare))[-END_OF_TITLE:]
