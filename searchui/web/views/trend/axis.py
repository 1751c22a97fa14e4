"""The scale of time: where on it the years or months of a trend stand, which of them are written, and what is between."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from searchui.search.statistics.trend import Bucket, By

LABELLED = 36  # characters along the scale, so that its labels stay apart on a phone
MONTHS = 12
YEAR_DIGITS, MONTH_SIGNS = 4, 7  # 2024, 2024-05
STEPS = (1, 2, 5)  # of years between labels, and ten times, a hundred times as many
MONTH_STEPS = (1, 3, 6)
MAX_YEARS = 10_000


class Gap(msgspec.Struct, frozen=True):
    """A year or month, or several from the first to the `last`, without any speech."""

    name: str
    last: str


class Label(msgspec.Struct, frozen=True):
    """What is written at a place of the scale."""

    place: int
    text: str


def rows_of(buckets: Sequence[Bucket], by: str) -> list[Bucket | Gap]:
    """The buckets, and one gap between two that do not follow each other."""
    if by == By.SPEAKER or not buckets:
        return list(buckets)
    rows: list[Bucket | Gap] = [buckets[0]]
    for before, after in pairwise(buckets):
        first, last = place_of(before.name, by) + 1, place_of(after.name, by) - 1
        rows += [Gap(_name(first, by), _name(last, by))] if first <= last else []
        rows.append(after)
    return rows


def place_of(name: str, by: str) -> int:
    """The place of a year or month, that of the next one being one more: equal times are equally far apart."""
    if by == By.YEAR:
        return int(name)
    year, month = name.split("-")
    return int(year) * MONTHS + int(month) - 1


def labels_of(first: int, last: int, by: str) -> list[Label]:
    """As many places from the first to the last as can be written, at even distances: round years, or months."""
    for step, signs in _steps(by):
        places = range(-(-first // step) * step, last + 1, step)
        if places and len(places) * signs <= LABELLED:
            return [Label(place, _label(place, step, by)) for place in places]
    return [Label(first, _name(first, by))]


def _steps(by: str) -> Iterator[tuple[int, int]]:
    """How far apart labels may be, in places, and how many characters each takes."""
    if by == By.MONTH:
        yield from ((step, MONTH_SIGNS) for step in MONTH_STEPS)
    unit, scale = MONTHS if by == By.MONTH else 1, 1
    while scale <= MAX_YEARS:
        yield from ((unit * scale * step, YEAR_DIGITS) for step in STEPS)
        scale *= 10


def _label(place: int, step: int, by: str) -> str:
    """A year, also of its January where only years are written."""
    return str(place // MONTHS) if by == By.MONTH and step % MONTHS == 0 else _name(place, by)


def _name(place: int, by: str) -> str:
    return str(place) if by == By.YEAR else f"{place // MONTHS:04d}-{place % MONTHS + 1:02d}"
