"""Dates: 2024年5月1日, 2024年5月1号, 二〇二四年五月一日, 2024-05-01, 2024.5.1; 5月1日 and 五月一号."""

import re
from collections.abc import Iterator

from indexer.analysis.numbers.numeral import in_words, value

_YEAR = r"(?<!\d)[12]\d{3}|[一二][〇零一二三四五六七八九]{3}"
_SMALL = r"\d{1,2}|[一二三四五六七八九十廿卅]{1,3}"
DATE = re.compile(rf"(?:{_YEAR})年(?:{_SMALL})月(?:(?:{_SMALL})[日号])?")
DAY_OF_MONTH = re.compile(rf"(?:{_SMALL})月(?:{_SMALL})[日号]")
NUMERIC_DATE = re.compile(
    r"(?<![\d.\-/])[12]\d{3}([-./])\d{1,2}(?:(?<=-\d\d)-|(?<=[./-]\d)[-./]|(?<=[./]\d\d)[./])\d{1,2}(?![\d\-/])"
)
_PARTS = re.compile(r"[^年月日号\-./]+")
_MONTHS, _DAYS = range(1, 13), range(1, 32)


def date_forms(found: re.Match[str]) -> Iterator[str]:
    """All ways to write the day, or the month, of a text."""
    text = found.group()
    numbers = [value(part) for part in _PARTS.findall(text)]
    if None in numbers:
        return
    *year, month, day = (*map(int, filter(None, numbers)), *([0] if text.endswith("月") else []))
    if month not in _MONTHS or (day and day not in _DAYS):
        return
    years = _years(year[0]) if year else ("", ("",))
    yield from _with_signs(years[0], f"{month}", f"{day}", day)
    yield from _with_signs(years[0], f"{month:02d}", f"{day:02d}", day)
    for spoken in years[1]:
        for name in in_words(day) if day else ("",):
            yield from _with_signs(spoken, next(in_words(month)), name, day)
    if year and day:
        for sign in "-./":
            yield f"{year[0]}{sign}{month}{sign}{day}"
            yield f"{year[0]}{sign}{month:02d}{sign}{day:02d}"


def _years(year: int) -> tuple[str, tuple[str, ...]]:
    """A year in Arabic digits, and read out."""
    digits = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    return f"{year}年", tuple(dict.fromkeys((f"{digits}年", f"{digits}年".replace("〇", "零"))))


def _with_signs(year: str, month: str, day: str, has_day: int) -> Iterator[str]:
    if not has_day:
        yield f"{year}{month}月"
    else:
        yield from (f"{year}{month}月{day}{sign}" for sign in "日号")
