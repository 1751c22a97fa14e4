"""Times in queries: what is written after date: or year:, and the days that it means."""

import re
from calendar import monthrange
from datetime import date as calendar_date
from datetime import timedelta

from indexer.analysis import fold
from indexer.engine.query import DateRange
from indexer.errors import QueryError
from indexer.i18n import _
from indexer.model import SpeechDate

_DATE = r"[12]\d{3}(?:年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|[-./]\d{1,2}(?:[-./]\d{1,2})?)?"
_OPEN = r"\.{2,3}|…{1,2}|[~〜]|至|到"
_TO = rf"\s*(?:{_OPEN}|[-–]|—{{1,2}})\s*"
_ONE = re.compile(rf"=?\s*({_DATE})")
_COMPARED = re.compile(rf"([<>]=?|=[<>]|[≤≥≦≧])\s*({_DATE})")
_BETWEEN = re.compile(rf"({_DATE}){_TO}({_DATE})")
# The year, and the month, are said once: 2023年5月至6月, 2023年5—6月, 2023年5月1日至6月3日; 2023年5月1日至3日, 2023年5月1—3日.
_MONTHS = re.compile(
    rf"([12]\d{{3}})年(\d{{1,2}})(?:月(?:(\d{{1,2}})[日号])?)?{_TO}(\d{{1,2}})月(?:(\d{{1,2}})[日号])?"
)
_DAYS = re.compile(rf"([12]\d{{3}})年(\d{{1,2}})月(\d{{1,2}})[日号]?{_TO}()(\d{{1,2}})[日号]")
_HALF = re.compile(rf"({_DATE})?\s*(?:{_OPEN})\s*({_DATE})?")
_SINCE = re.compile(rf"({_DATE})\s*(?:以来|起|[至到]今)")
_AT_LEAST, _AT_MOST = frozenset({">=", "=>", "≥", "≧"}), frozenset({"<=", "=<", "≤", "≦"})
# A value goes on after white space where such a sign stands beside that.
SIGNS = "<>＜＞=＝≤≥≦≧.．…~～〜至到-－–—"
PIECE = re.compile(rf"[0-9０-９年月日号號今/／{re.escape(SIGNS)}]+")


def read_period(text: str, position: int, end: int) -> DateRange:
    """`2024`, `2023-05..2024-06`, `>2020`, `<=2023年5月`, `2023..`, `2023年以来`, in full-width forms too.

    It stands from `position` to `end` of the query.
    Raises QueryError with this place for what is not a time, and for a range that ends before it begins.
    """
    period = _read(fold(text.strip()))
    if period is None:
        raise QueryError(
            _(
                "第 {number} 个字：看不懂“{text}”这个时间。年份写四位数字，例如 year:2024；"
                "也可以写 date:2023-05..2024-06、date:>2020、date:2023年5月",
                number=position + 1,
                text=text,
            ),
            position=position,
        )
    if period.first and period.last and first_day(period.first) > last_day(period.last):
        raise QueryError(
            _(
                "第 {number} 个字：起点 {first} 晚于终点 {last}。请写成 {last}..{first}",
                number=position + 1,
                first=period.first,
                last=period.last,
            ),
            position=position,
            edit=(position, end, f"{period.last}..{period.first}"),
        )
    return period


def first_day(date: SpeechDate) -> int:
    """The first day that a date may be, as yyyymmdd."""
    return date.year * 10000 + (date.month or 1) * 100 + (date.day or 1)


def last_day(date: SpeechDate) -> int:
    """The last one."""
    month = date.month or 12
    return date.year * 10000 + month * 100 + (date.day or monthrange(date.year, month)[1])


def _read(folded: str) -> DateRange | None:
    if found := _ONE.fullmatch(folded):
        date = _date(found.group(1))
        return DateRange(date, date) if date else None
    if found := _COMPARED.fullmatch(folded):
        date = _date(found.group(2))
        return _compare(found.group(1), date) if date else None
    if found := _SINCE.fullmatch(folded):
        date = _date(found.group(1))
        return DateRange(date, None) if date else None
    if found := _MONTHS.fullmatch(folded) or _DAYS.fullmatch(folded):
        return _within_year(*found.groups())
    bounds = _BETWEEN.fullmatch(folded) or _HALF.fullmatch(folded)
    if not bounds or not any(bounds.groups()):
        return None
    first, last = [_date(text) if text else None for text in bounds.groups()]
    known = [date for date in (first, last) if date]
    return DateRange(first, last) if len(known) == len([text for text in bounds.groups() if text]) else None


def _within_year(year: str, month: str, day: str | None, last_month: str, last_day: str | None) -> DateRange | None:
    """From one day or month of a year to another; where no month is said for the last day, in that of the first."""
    first, last = _date(f"{year}-{month}-{day or ''}"), _date(f"{year}-{last_month or month}-{last_day or ''}")
    return DateRange(first, last) if first and last else None


def _compare(sign: str, date: SpeechDate) -> DateRange:
    if sign in _AT_LEAST:
        return DateRange(date, None)
    if sign in _AT_MOST:
        return DateRange(None, date)
    return DateRange(_shift(date, 1), None) if sign == ">" else DateRange(None, _shift(date, -1))


def _date(text: str) -> SpeechDate | None:
    """A date of the form of _DATE; None where the calendar has none such."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    year, month, day = (*numbers, None, None)[:3]
    try:
        calendar_date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return SpeechDate(year or 0, month, day)


def _shift(date: SpeechDate, step: int) -> SpeechDate:
    """The next year, month or day (`step` 1), or the one before (-1), as precise as the date is."""
    if date.month is None:
        return SpeechDate(date.year + step)
    if date.day is None:
        months = date.year * 12 + date.month - 1 + step
        return SpeechDate(months // 12, months % 12 + 1)
    shifted = calendar_date(date.year, date.month, date.day) + timedelta(days=step)
    return SpeechDate(shifted.year, shifted.month, shifted.day)
