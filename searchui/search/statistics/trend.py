"""Trends: how often some phrases are used by year, by month or by speaker, and against how much text."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

import msgspec
import numpy as np

from indexer.analysis.match_options import MatchOptions
from indexer.engine.answers import Numbers
from indexer.errors import CallError
from indexer.i18n import _, p_
from searchui.search.filters.columns import Columns, EncodedColumn
from searchui.search.filters.filters import Filters
from searchui.search.query.match_options import read_phrases
from searchui.search.results.answer import Answer
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.base import has_base
from searchui.search.statistics.subcorpus_size import RunCounts, SubcorpusSize, SubcorpusSizes, rate, share

TREND_COLUMNS = (
    Column("bucket", p_("column", "年份、月份或讲话人"), 20),
    Column("phrase", p_("column", "词句"), 20),
    Column("occurrences", p_("column", "次数"), 10),
    Column("per_10k", p_("column", "每万字次数"), 12),
    Column("speeches", p_("column", "用到的篇数"), 12),
    Column("share", p_("column", "占比"), 10),
    Column("of_speeches", p_("column", "总篇数"), 10),
    Column("of_characters", p_("column", "总字数"), 12),
)


class By(StrEnum):
    """What uses are spread over."""

    YEAR = "year"
    MONTH = "month"
    SPEAKER = "speaker"


class Bucket(msgspec.Struct, frozen=True):
    """A year (2024), a month (2024-05) or a speaker: how many characters and speeches of it there are.

    Characters are of the text shown, white space not counted; of a conversation a speaker has those of his turns.
    """

    name: str
    characters: int
    speeches: int

    @property
    def has_base(self) -> bool:
        """Whether there is enough of it for a rate or a share to say anything."""
        return has_base(self.speeches, self.characters)


class Point(msgspec.Struct, frozen=True):
    """How a phrase is used in a bucket: how often, and in how many of its speeches.

    `per_10k` = 10,000 · occurrences ÷ characters of the bucket; `share` = speeches ÷ speeches of the bucket.
    """

    occurrences: int
    speeches: int
    per_10k: float | None
    share: float | None


class Course(msgspec.Struct, frozen=True):
    """A phrase: its points, one a bucket, and `whole`, the same of everything that was asked about.

    `left_out` occurrences are in no bucket. `machine_read` of all are in text that a machine has read.
    """

    phrase: str
    whole: Point
    left_out: int
    machine_read: int
    points: tuple[Point, ...]


class Trend(Answer, Tabular, frozen=True):
    """Some phrases by year, month or speaker.

    Years and months ascend, and speakers are from the one who has most of all phrases, then by name. Only those are
    buckets of which there are speeches: where the corpus has none there is a gap, and not a zero.
    `whole` is everything that was asked about; its name is empty. `left_out` of its speeches are in no bucket, or only
    partly in one: they have no date, none that tells the month, or somebody unknown speaks.
    """

    by: str
    whole: Bucket
    left_out: int
    buckets: tuple[Bucket, ...]
    courses: tuple[Course, ...]

    def by_speaker(self, measure: str) -> "Trend":
        """The speakers in the order of what is drawn of them: the sum over all phrases of a measure of their points.

        Of equal ones by name. Where it is a rate or a share, those come last who have too little text for any.
        """
        counts = measure == "occurrences"

        def key(place: int) -> tuple[bool, float, str]:
            total = sum(getattr(course.points[place], measure) or 0 for course in self.courses)
            bucket = self.buckets[place]
            return not (counts or bucket.has_base), -total, bucket.name

        order = sorted(range(len(self.buckets)), key=key)
        courses = (
            msgspec.structs.replace(course, points=tuple(course.points[place] for place in order))
            for course in self.courses
        )
        return msgspec.structs.replace(
            self, buckets=tuple(self.buckets[place] for place in order), courses=tuple(courses)
        )

    def table_columns(self) -> tuple[Column, ...]:
        return TREND_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        for place, bucket in enumerate(self.buckets):
            for course in self.courses:
                point = course.points[place]
                figures = (point.occurrences, point.per_10k, point.speeches, point.share)
                yield (bucket.name, course.phrase, *figures, bucket.speeches, bucket.characters)


def trend(snapshot: Snapshot, phrases: Sequence[str], by: str, filters: Filters, match_options: MatchOptions) -> Trend:
    """How some phrases are used. Raises CallError or QueryError for what cannot be counted."""
    phrases = read_phrases(phrases, match_options)
    way = by_of(by)
    column, size = _column(way, snapshot.columns), snapshot.shared(SubcorpusSizes).of(filters)
    snapshot.engine.prepare(phrases=phrases, match_options=match_options)
    uses = [size.by_run(snapshot.uses(phrase, match_options)) for phrase in phrases]
    order = _order(way, column, size, uses)
    buckets = tuple(_buckets(column, size, way, order))
    whole = Bucket("", size.characters, size.speeches)
    courses = [_course(*item, column, size, order, (whole, buckets)) for item in zip(phrases, uses, strict=True)]
    return Trend(way.value, whole, int(size.all_speeches_by(column)[-1]), buckets, tuple(courses))


def _column(by: By, columns: Columns) -> EncodedColumn[Any]:
    return columns.months if by is By.MONTH else columns.of(by.value)


def _order(by: By, column: EncodedColumn[Any], size: SubcorpusSize, uses: Sequence[RunCounts]) -> Numbers:
    """The codes that become buckets, in their order."""
    codes = size.all_speeches_by(column)[:-1].nonzero()[0]
    if by is not By.SPEAKER:
        return codes
    total = sum(size.sums_by(column, each) for each in uses)
    return codes[np.argsort(-np.asarray(total)[codes], kind="stable")]  # codes run by name


def _buckets(column: EncodedColumn[Any], size: SubcorpusSize, by: By, order: Numbers) -> Iterator[Bucket]:
    characters, speeches = size.characters_by(column), size.all_speeches_by(column)
    for code in order.tolist():
        value = column.values[code]
        name = f"{value // 100:04d}-{value % 100:02d}" if by is By.MONTH else str(value)
        yield Bucket(name, int(characters[code]), int(speeches[code]))


def _course(
    phrase: str,
    uses: RunCounts,
    column: EncodedColumn[Any],
    size: SubcorpusSize,
    order: Numbers,
    sizes: tuple[Bucket, Sequence[Bucket]],
) -> Course:
    """The course of a phrase that some runs have so often."""
    whole, buckets = sizes
    occurrences, speeches = size.sums_by(column, uses), size.speeches_by(column, uses.runs)
    points = zip(occurrences[order].tolist(), speeches[order].tolist(), buckets, strict=True)
    everywhere = _point(int(occurrences.sum()), size.speeches_having(uses.runs), whole)
    machine_read = int(uses.counts[size.machine_read[uses.runs]].sum())
    return Course(phrase, everywhere, int(occurrences[-1]), machine_read, tuple(_point(*point) for point in points))


def _point(occurrences: int, speeches: int, bucket: Bucket) -> Point:
    return Point(occurrences, speeches, rate(occurrences, bucket.characters), share(speeches, bucket.speeches))


def by_of(name: str) -> By:
    """What a name stands for. Raises CallError for one that there is not."""
    if name not in list(By):
        raise CallError(
            _("没有“{by}”这种分法，可用 year（按年）、month（按月）、speaker（按讲话人）", by=name),
        )
    return By(name)
