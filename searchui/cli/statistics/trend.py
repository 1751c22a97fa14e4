"""The command `trend`: some phrases by year, month or speaker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.i18n import N_, _, p_, units
from indexer.store import now
from searchui.cli.bundle import bundle_of
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import filter_options, match_options
from searchui.cli.output import Output, csv_option, exit_if_nothing, output_options_and
from searchui.cli.statistics.phrase_marks import tell_marks
from searchui.search import Filters, Trend
from searchui.search.export.formats import BUNDLE
from searchui.search.export.statistics_tables import trend_table
from searchui.search.filters.machine_read import machine_read_message
from searchui.search.statistics.trend import By, Point

HEADS = {By.YEAR: p_("column", "年份"), By.MONTH: p_("column", "月份"), By.SPEAKER: p_("column", "讲话人")}


@command("trend", help=N_("数一到六个 PHRASE 逐年、逐月或按讲话人各出现多少次、每万字几次、见于几篇。"))
@click.argument("phrases", metavar="PHRASE…", nargs=-1, required=True)
@option(
    "--by",
    type=click.Choice([by.value for by in By]),
    default=By.YEAR.value,
    show_default=True,
    help=N_("year、month 或 speaker。"),
)
@index_option
@filter_options
@match_options
@csv_option
@output_options_and(BUNDLE.name)
def trend_command(
    phrases: tuple[str, ...], by: str, index: Path, filters: Filters, output: Output, **options: Any
) -> None:
    with opened_corpus(index) as corpus:
        trend = corpus.trend(phrases, by, filters=filters, **options)
        output.write(
            text=lambda: _lines(trend),
            json=trend.as_json,
            table=lambda: trend_table(corpus, trend, filters, now(), language()),
            bundle=lambda: bundle_of(index, corpus, "trend", phrases=phrases, by=by, filters=filters, **options),
        )
        for course in trend.courses:
            if not course.whole.occurrences:
                say(_("没有“{phrase}”", phrase=course.phrase))
            tell_marks(corpus, course.phrase, filters=filters, **options)
    exit_if_nothing(any(course.whole.occurrences for course in trend.courses))


def _lines(trend: Trend) -> Iterator[str]:
    """A line for each bucket: its size, and of each phrase how often, per 10,000 characters and in how many speeches."""
    told = _("（{note}）", note=_("次数 · 每万字次数 · 用到的篇数")).text(language())
    size = _("篇/字").text(language())
    yield f"{'、'.join(course.phrase for course in trend.courses)}{told}"
    yield "\t".join([HEADS[By(trend.by)].text(language()), size, *(course.phrase for course in trend.courses)])
    for place, bucket in enumerate(trend.buckets):
        points = [_point(course.points[place]) for course in trend.courses]
        yield "\t".join([bucket.name, f"{bucket.speeches:,}/{bucket.characters:,}", *points])
    whole, points = trend.whole, [_point(course.whole) for course in trend.courses]
    total = _("全部").text(language())
    yield "\t".join([total, f"{whole.speeches:,}/{whole.characters:,}", *points])
    if machine_read := sum(course.machine_read for course in trend.courses):
        yield machine_read_message(units.occurrences(machine_read)).text(language())
    if trend.left_out:
        yield _left_out(trend)


def _left_out(trend: Trend) -> str:
    times = sum(course.left_out for course in trend.courses)
    return _(
        "另有 {left_out}没有或只有一部分列入（{what}不详），其中 {times}",
        left_out=units.speeches(trend.left_out),
        what=HEADS[By(trend.by)],
        times=units.occurrences(times),
    ).text(language())


def _point(point: Point) -> str:
    per_10k = "–" if point.per_10k is None else f"{point.per_10k:,.2f}"
    return f"{point.occurrences:,} · {per_10k} · {point.speeches:,}"
