"""The commands that count: `count`, a phrase at a glance, and `trend`, some phrases by year, month or speaker."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.localized import command, language, option
from indexer.cli.terminal import errors_shown, index_option, json_option, print_json
from indexer.i18n import N_, Message, _, p_, units
from searchui.cli.options import filter_options, match_options
from searchui.search import Card, Filters, MatchOptions, Mention, Trend, open_corpus
from searchui.search.export import Cell
from searchui.search.export.csv_writer import safe
from searchui.search.statistics.distribution import Leading
from searchui.search.statistics.trend import By, Point

EXIT_NOTHING_FOUND = 1
SHOWN_TIES = 3


@command("count", help=N_("数 PHRASE 一字不差出现多少次、每万字几次、在几段几篇、首次和最近见于何处、谁用得最多。"))
@click.argument("phrase")
@index_option
@filter_options
@match_options
@json_option
def count_command(
    phrase: str,
    index: Path,
    filters: Filters,
    as_json: bool,
    match_options: MatchOptions,
) -> None:
    with errors_shown(), open_corpus(index) as corpus:
        card = corpus.card(phrase, filters=filters, match_options=match_options)
    if as_json:
        print_json(card.as_json())
    else:
        click.echo("\n".join(line.text(language()) for line in _lines(card)))
    if not card.occurrences:
        sys.exit(EXIT_NOTHING_FOUND)


def _lines(card: Card) -> Iterator[Message]:
    yield _(
        "“{phrase}”：{occurrences}，{paragraphs}，{speeches}",
        phrase=card.phrase,
        occurrences=units.occurrences(card.occurrences),
        paragraphs=units.paragraphs(card.paragraphs),
        speeches=units.speeches(card.speeches),
    )
    if card.first and card.last:
        yield _("首见 {mention}", mention=_mention(card.first.mention))
        yield _("末见 {mention}", mention=_mention(card.last.mention))
    if card.undated:
        yield _("另有 {undated} 篇没有日期，不参与首见和末见", undated=card.undated)
    yield from _spread(card)


def _spread(card: Card) -> Iterator[Message]:
    if card.per_10k is not None:
        yield _(
            "每万字 {per_10k:.2f} 次（所查 {of_speeches}共 {characters} 字，不计空白）",
            per_10k=card.per_10k,
            of_speeches=units.speeches(card.of_speeches),
            characters=card.characters,
        )
    if card.years:
        first, last, speeches = card.years.first, card.years.last, card.years.speeches
        yield _("语料里 {first}–{last} 年共 {speeches}", first=first, last=last, speeches=units.speeches(speeches))
    for leading, what in (
        (card.peak, _("最密的年份")),
        (card.most, _("次数最多")),
        (card.densest, _("每万字最多")),
    ):
        if leading.tied:
            yield _("{what} {which}", what=what, which=_leading(leading))


def _leading(leading: Leading) -> str:
    shown = [
        _(
            "{name}（{occurrences}，每万字 {per_10k:.2f} 次，{of_speeches}里的 {speeches} 篇，共 {characters}）",
            name=use.name,
            occurrences=units.occurrences(use.occurrences),
            per_10k=use.per_10k,
            of_speeches=units.speeches(use.of_speeches),
            speeches=use.speeches,
            characters=units.characters(use.characters),
        ).text(language())
        for use in leading.named[:SHOWN_TIES]
    ]
    more = _("等 {tied} 个并列", tied=leading.tied).text(language())
    return "、".join(shown) + (f" {more}" if leading.tied > SHOWN_TIES else "")


def _mention(mention: Mention) -> str:
    facts = [str(fact) for fact in (mention.date, mention.speech.speaker, mention.speech.title) if fact]
    return f"{' · '.join(facts)}  {mention.url}"


@command("trend", help=N_("数一到六个 PHRASE 逐年、逐月或按讲话人各出现多少次、每万字几次、见于几篇。"))
@click.argument("phrases", metavar="PHRASE…", nargs=-1, required=True)
@option("--by", default=By.YEAR.value, show_default=True, help=N_("year、month 或 speaker。"))
@index_option
@filter_options
@match_options
@click.option("--csv", "as_csv", is_flag=True, help="以 CSV 输出，供表格软件读取。")
@json_option
def trend_command(
    phrases: tuple[str, ...],
    by: str,
    index: Path,
    filters: Filters,
    as_csv: bool,
    as_json: bool,
    match_options: MatchOptions,
) -> None:
    with errors_shown(), open_corpus(index) as corpus:
        trend = corpus.trend(phrases, by, filters=filters, match_options=match_options)
    if as_json:
        print_json(trend.as_json())
    elif as_csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows(map(safe, row) for row in _rows(trend))
    else:
        _show(trend)
    if not any(course.whole.occurrences for course in trend.courses):
        sys.exit(EXIT_NOTHING_FOUND)


HEADS = {By.YEAR: p_("column", "年份"), By.MONTH: p_("column", "月份"), By.SPEAKER: p_("column", "讲话人")}


def _rows(trend: Trend) -> Iterator[list[Cell]]:
    """A row for each phrase in each bucket, as tables like it."""
    yield ["phrase", trend.by, "occurrences", "per_10k", "speeches", "share", "of_speeches", "of_characters"]
    for course in trend.courses:
        for bucket, point in zip(trend.buckets, course.points, strict=True):
            figures = (point.occurrences, point.per_10k, point.speeches, point.share)
            yield [course.phrase, bucket.name, *figures, bucket.speeches, bucket.characters]


def _show(trend: Trend) -> None:
    """A line for each bucket: its size, and of each phrase how often, per 10,000 characters and in how many speeches."""
    told = _("次数 · 每万字次数 · 用到的篇数").text(language())
    size = _("篇/字").text(language())
    click.echo(f"{'、'.join(course.phrase for course in trend.courses)}（{told}）")
    click.echo("\t".join([HEADS[By(trend.by)].text(language()), size, *(course.phrase for course in trend.courses)]))
    for place, bucket in enumerate(trend.buckets):
        points = [_point(course.points[place]) for course in trend.courses]
        click.echo("\t".join([bucket.name, f"{bucket.speeches}/{bucket.characters}", *points]))
    whole, points = trend.whole, [_point(course.whole) for course in trend.courses]
    total = _("全部").text(language())
    click.echo("\t".join([total, f"{whole.speeches}/{whole.characters}", *points]))
    if trend.left_out:
        click.echo(_left_out(trend))


def _left_out(trend: Trend) -> str:
    times = sum(course.left_out for course in trend.courses)
    return _(
        "另有 {left_out}没有或只有一部分列入（{what}不详），其中 {times}",
        left_out=units.speeches(trend.left_out),
        what=HEADS[By(trend.by)],
        times=units.occurrences(times),
    ).text(language())


def _point(point: Point) -> str:
    per_10k = "–" if point.per_10k is None else f"{point.per_10k:.2f}"
    return f"{point.occurrences} · {per_10k} · {point.speeches}"
