"""Dates as speeches write them (2025年1月19日, ２０２５, 二〇二六年, 一九六○年, 民國101年, 2025.1.24)."""

import re
from collections.abc import Iterator, Sequence
from datetime import date as calendar_date
from functools import lru_cache

from indexer.model import Span, SpeechDate
from indexer.speech.numeral import digits, numeral

_D = f"[{digits()}]"
_N = f"[{digits()}十百]"
# 5日至6日, 8日-9日, 3月30日至4月2日: a speech over several days is dated by the first.
_RANGE = rf"(?:\s*(?:至|到|—|－|-|~|～)\s*(?:{_N}{{1,3}}\s*月\s*)?{_N}{{1,3}}\s*[日号號])?"
_WRITTEN = (
    re.compile(
        rf"(?P<era>中[華华]民[國国]|民[國国])?\s*(?P<year>{_D}{{4}}|(?<=[國国]){_N}{{1,6}}|(?<=[國国]\s){_N}{{1,6}})\s*年"
        rf"(?:\s*(?P<month>{_N}{{1,3}})\s*月(?:\s*(?P<day>{_N}{{1,3}})\s*[日号號]{_RANGE})?)?"
    ),
    # 101年10月22日, alone on its line: three digits are a year of the Republic; two might be 1998 as well.
    re.compile(r"^(?P<republic>1\d\d)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"),
)
_BEFORE_YEAR = frozenset(digits() + "十百")
_IN_FIGURES = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[-./])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?(?!\d)"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)")  # 20240501, and nothing beside it
_COMPACT_LENGTH = 8
# 113-05-06, as offices in Taiwan write, and nothing beside it.
_OF_REPUBLIC = re.compile(r"(?P<republic>1\d\d)(?P<mark>[-./])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)")
_OF_REPUBLIC_LENGTH = 9
CACHED_TEXTS = 256  # lines of a speech that several readers of its head look at
ROC_OFFSET = 1911  # the year before the first of the Republic's calendar


def find_dates(text: str) -> Iterator[tuple[SpeechDate, Span]]:
    """The dates in a text and where they stand, in order; impossible ones (13月) are none."""
    return iter(_found(text))


@lru_cache(maxsize=CACHED_TEXTS)
def _found(text: str) -> Sequence[tuple[SpeechDate, Span]]:
    found = [(date, Span(*match.span())) for match in _matches(text) if (date := _date(match))]
    return sorted(found, key=lambda pair: pair[1])


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The patterns are only tried where a text has the signs that they ask for; most have none."""
    if _has_year(text):
        for pattern in _WRITTEN:
            yield from pattern.finditer(text)
    if ("19" in text or "20" in text) and ("." in text or "-" in text or "/" in text):
        yield from _IN_FIGURES.finditer(text)
    if len(text) == _COMPACT_LENGTH and (compact := _COMPACT.fullmatch(text)):
        yield compact
    if len(text) == _OF_REPUBLIC_LENGTH and (of_republic := _OF_REPUBLIC.fullmatch(text)):
        yield of_republic


def _has_year(text: str) -> bool:
    """Whether a number stands before 年 anywhere."""
    place = text.find("年")
    while place >= 0:
        before = text[:place][-1:]
        if before in _BEFORE_YEAR or before.isdecimal() or before.isspace():
            return True
        place = text.find("年", place + 1)
    return False


def _date(match: re.Match[str]) -> SpeechDate | None:
    groups = match.groupdict()
    year = numeral(groups.get("year") or groups["republic"])
    if year is None:
        return None
    if groups.get("era") or groups.get("republic"):
        year += ROC_OFFSET
    month = numeral(groups["month"] or "")
    day = numeral(groups["day"] or "")
    try:
        calendar_date(year, month or 1, day or 1)
    except ValueError:
        return None
    return SpeechDate(year, month, day) if 1800 <= year <= 2200 else None


def declared_date(text: str) -> SpeechDate | None:
    """A date from a field: `2024`, `2024-05`, `2024-05-03`, or any of the written forms; None if it is none."""
    stripped = text.strip()
    if re.fullmatch(r"\d{4}", stripped):
        stripped += "年"
    return next((date for date, _ in find_dates(stripped)), None)
