"""A trend as a table: one row for each phrase in each year, month or of each speaker, with what it is counted against."""

from collections.abc import Iterator
from datetime import datetime

from indexer.message import Language, Message
from searchui.search.corpus import Corpus
from searchui.search.export.provenance import EXACT, provenance
from searchui.search.export.table import Column, Row, Table
from searchui.search.filters.filters import Filters
from searchui.search.statistics.trend import Trend

NAME = Message("趋势", "trend")
COLUMNS = (
    Column("bucket", Message("年份、月份或讲话人", "year, month or speaker"), 20),
    Column("phrase", Message("词句", "phrase"), 20),
    Column("occurrences", Message("次数", "occurrences"), 10),
    Column("per_10k", Message("每万字次数", "per 10,000 characters"), 12),
    Column("speeches", Message("用到的篇数", "speeches that use it"), 12),
    Column("share", Message("占比", "share of speeches"), 10),
    Column("of_speeches", Message("共几篇", "speeches"), 10),
    Column("of_characters", Message("共几字", "characters"), 12),
)


def trend_table(corpus: Corpus, trend: Trend, filters: Filters, taken: datetime, language: Language = "zh") -> Table:
    """All numbers of a trend."""
    rows = list(_rows(trend))
    told = provenance(
        corpus,
        view=NAME.text(language),
        query=" | ".join(course.phrase for course in trend.courses),
        reading=EXACT.text(language),
        filters=filters,
        options={"by": trend.by},
        found={"occurrences": sum(course.whole.occurrences for course in trend.courses), "rows": len(rows)},
        taken=taken,
    )
    return Table(NAME, COLUMNS, iter(rows), told)


def _rows(trend: Trend) -> Iterator[Row]:
    for place, bucket in enumerate(trend.buckets):
        for course in trend.courses:
            point = course.points[place]
            yield (
                bucket.name,
                course.phrase,
                point.occurrences,
                point.per_10k,
                point.speeches,
                point.share,
                bucket.speeches,
                bucket.characters,
            )
