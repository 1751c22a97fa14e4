"""The commands that count: `count`, a phrase at a glance, and `trend`, some phrases by year, month or speaker."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.terminal import errors_shown, index_option, json_option, language, print_json
from indexer.message import Message
from searchui.cli.options import filter_options, match_options
from searchui.search import Card, Filters, MatchOptions, Mention, Trend, open_corpus
from searchui.search.export import Cell
from searchui.search.export.csv_writer import safe
from searchui.search.statistics.distribution import Leading
from searchui.search.statistics.trend import By, Point

EXIT_NOTHING_FOUND = 1
SHOWN_TIES = 3


@click.command("count", help="数 PHRASE 一字不差出现多少次、每万字几次、在几段几篇、首次和最近见于何处、谁用得最多。")
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
    yield Message(
        f"“{card.phrase}”：{card.occurrences} 次，{card.paragraphs} 段，{card.speeches} 篇",
        f"“{card.phrase}”: {card.occurrences} times, {card.paragraphs} paragraphs, {card.speeches} speeches",
    )
    if card.first and card.last:
        yield Message(f"首见 {_mention(card.first.mention)}", f"first {_mention(card.first.mention)}")
        yield Message(f"末见 {_mention(card.last.mention)}", f"last {_mention(card.last.mention)}")
    if card.undated:
        yield Message(
            f"另有 {card.undated} 篇没有日期，不参与首见和末见",
            f"{card.undated} more without a date are not compared for first and last",
        )
    yield from _spread(card)


def _spread(card: Card) -> Iterator[Message]:
    if card.per_10k is not None:
        yield Message(
            f"每万字 {card.per_10k:.2f} 次（所查 {card.of_speeches} 篇共 {card.characters} 字，不计空白）",
            f"{card.per_10k:.2f} per 10,000 characters"
            f" (of {card.characters} in {card.of_speeches} speeches, white space not counted)",
        )
    if card.years:
        first, last, speeches = card.years.first, card.years.last, card.years.speeches
        yield Message(
            f"语料里 {first}–{last} 年共 {speeches} 篇", f"this corpus has {speeches} speeches of {first}–{last}"
        )
    for leading, zh, en in (
        (card.peak, "最密的年份", "peak year"),
        (card.most, "次数最多", "most often by"),
        (card.densest, "每万字最多", "most per 10,000 characters by"),
    ):
        if leading.tied:
            yield Message(f"{zh} {_leading(leading)}", f"{en} {_leading(leading)}")


def _leading(leading: Leading) -> str:
    shown = [
        Message(
            f"{use.name}（{use.occurrences} 次，每万字 {use.per_10k:.2f} 次，{use.of_speeches} 篇里的 {use.speeches} 篇，共 {use.characters} 字）",
            f"{use.name} ({use.occurrences} times, {use.per_10k:.2f} per 10,000,"
            f" in {use.speeches} of {use.of_speeches} speeches, of {use.characters} characters)",
        ).text(language())
        for use in leading.named[:SHOWN_TIES]
    ]
    more = Message(f"等 {leading.tied} 个并列", f"and others, {leading.tied} in all").text(language())
    return "、".join(shown) + (f" {more}" if leading.tied > SHOWN_TIES else "")


def _mention(mention: Mention) -> str:
    facts = [str(fact) for fact in (mention.date, mention.speech.speaker, mention.speech.title) if fact]
    return f"{' · '.join(facts)}  {mention.url}"


@click.command("trend", help="数一到六个 PHRASE 逐年、逐月或按讲话人各出现多少次、每万字几次、见于几篇。")
@click.argument("phrases", metavar="PHRASE…", nargs=-1, required=True)
@click.option("--by", default=By.YEAR.value, show_default=True, help="year、month 或 speaker。")
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


HEADS = {By.YEAR: Message("年份", "year"), By.MONTH: Message("月份", "month"), By.SPEAKER: Message("讲话人", "speaker")}


def _rows(trend: Trend) -> Iterator[list[Cell]]:
    """A row for each phrase in each bucket, as tables like it."""
    yield ["phrase", trend.by, "occurrences", "per_10k", "speeches", "share", "of_speeches", "of_characters"]
    for course in trend.courses:
        for bucket, point in zip(trend.buckets, course.points, strict=True):
            figures = (point.occurrences, point.per_10k, point.speeches, point.share)
            yield [course.phrase, bucket.name, *figures, bucket.speeches, bucket.characters]


def _show(trend: Trend) -> None:
    """A line for each bucket: its size, and of each phrase how often, per 10,000 characters and in how many speeches."""
    told = Message("次数 · 每万字次数 · 用到的篇数", "occurrences · per 10,000 characters · speeches that use it").text(
        language()
    )
    size = Message("篇/字", "speeches/characters").text(language())
    click.echo(f"{'、'.join(course.phrase for course in trend.courses)}（{told}）")
    click.echo("\t".join([HEADS[By(trend.by)].text(language()), size, *(course.phrase for course in trend.courses)]))
    for place, bucket in enumerate(trend.buckets):
        points = [_point(course.points[place]) for course in trend.courses]
        click.echo("\t".join([bucket.name, f"{bucket.speeches}/{bucket.characters}", *points]))
    whole, points = trend.whole, [_point(course.whole) for course in trend.courses]
    total = Message("全部", "all").text(language())
    click.echo("\t".join([total, f"{whole.speeches}/{whole.characters}", *points]))
    if trend.left_out:
        click.echo(_left_out(trend))


def _left_out(trend: Trend) -> str:
    times = sum(course.left_out for course in trend.courses)
    return Message(
        f"另有 {trend.left_out} 篇没有或只有一部分列入（{HEADS[By(trend.by)].zh}不详），其中 {times} 次",
        f"{trend.left_out} speeches are not or only partly listed ({trend.by} unknown), with {times} occurrences",
    ).text(language())


def _point(point: Point) -> str:
    per_10k = "–" if point.per_10k is None else f"{point.per_10k:.2f}"
    return f"{point.occurrences} · {per_10k} · {point.speeches}"
