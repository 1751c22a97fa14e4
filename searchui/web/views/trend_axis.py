"""The scale of time: the years or months of a trend in their order, with the gaps between them, of which there is no speech."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from searchui.search.statistics.trend import Bucket, By

MAX_PLACES = 480  # places of a picture; of a longer time every gap is one place


class Gap(msgspec.Struct, frozen=True):
    """A year or month, or several from the first to the `last`, without any speech."""

    name: str
    last: str


def rows_of(buckets: Sequence[Bucket], by: str) -> list[Bucket | Gap]:
    """The buckets, and one gap between two that do not follow each other."""
    if by == By.SPEAKER or not buckets:
        return list(buckets)
    rows: list[Bucket | Gap] = [buckets[0]]
    for before, after in pairwise(buckets):
        first, last = _number(before.name, by) + 1, _number(after.name, by) - 1
        rows += [Gap(_name(first, by), _name(last, by))] if first <= last else []
        rows.append(after)
    return rows


def scale_of(buckets: Sequence[Bucket], by: str) -> list[Bucket | Gap]:
    """The same with a gap for each year or month, so that equal times are equally long, unless there were too many."""
    whole = [each for row in rows_of(buckets, by) for each in _each(row, by)]
    return whole if len(whole) <= MAX_PLACES else rows_of(buckets, by)


def _each(row: Bucket | Gap, by: str) -> Iterator[Bucket | Gap]:
    if isinstance(row, Bucket):
        yield row
        return
    for number in range(_number(row.name, by), _number(row.last, by) + 1):
        yield Gap(_name(number, by), _name(number, by))


def _number(name: str, by: str) -> int:
    """The number of a year or month, that of the next one being one more."""
    if by == By.YEAR:
        return int(name)
    year, month = name.split("-")
    return int(year) * 12 + int(month) - 1


def _name(number: int, by: str) -> str:
    return str(number) if by == By.YEAR else f"{number // 12:04d}-{number % 12 + 1:02d}"
