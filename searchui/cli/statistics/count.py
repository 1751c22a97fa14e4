"""The command `count`: a phrase at a glance."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.i18n import N_, Message, _, joined, n_, units
from indexer.store import now
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import filter_options, match_options, site_option
from searchui.cli.output import Output, exit_if_nothing, output_options
from searchui.cli.statistics.phrase_marks import tell_marks
from searchui.search import Card, Corpus, Filters, Mention
from searchui.search.export.table import Table
from searchui.search.filters.machine_read import MARK, machine_read_message
from searchui.search.results.crossing import crossing_message
from searchui.search.results.left_out import LeftOutPlace
from searchui.search.statistics.base import base_message
from searchui.search.statistics.distribution import Leading

SHOWN_TIES = 3


@command("count", help=N_("数 PHRASE 一字不差出现多少次、每万字几次、在几段几篇、首见和末见、谁用得最多。"))
@click.argument("phrase")
@index_option
@filter_options
@match_options
@option("--left-out", "left_out", is_flag=True, help=N_("也列出没有收入正文的文字（页面杂物、图片说明等）里的各处。"))
@site_option
@output_options
def count_command(
    phrase: str, index: Path, filters: Filters, left_out: bool, site: str, output: Output, **options: Any
) -> None:
    with opened_corpus(index) as corpus:
        card = corpus.card(phrase, filters=filters, **options)
        places = corpus.left_out(phrase) if left_out or not card.occurrences else []
        tell_marks(corpus, phrase, filters=filters, **options)
        output.write(
            text=lambda: (line.text(language()) for line in _lines(card)),
            json=lambda: (
                {**card.as_json(), "left_out": [_as_json(one) for one in places]} if left_out else card.as_json()
            ),
            table=lambda: _table(corpus, card, filters, site.rstrip("/")),
        )
    _tell_left_out(places, listed=left_out)
    exit_if_nothing(card.occurrences or card.crossing or (left_out and places))


def _as_json(place: LeftOutPlace) -> dict[str, object]:
    return {"speech": place.speech.id, "line": place.item.line, "text": place.item.text, "occurrences": place.times}


def _tell_left_out(places: Sequence[LeftOutPlace], *, listed: bool) -> None:
    """Notes on a phrase in the text that is in no count."""
    if not places:
        return
    total = units.places(sum(place.times for place in places))
    say(_("没有收入正文的文字里有 {places}，不计入次数", places=total))
    if not listed:
        say(_("要看是哪些：加上 --left-out"))
    for place in places if listed else ():
        say(_("{file} 第 {line} 行：{text}", file=place.speech.id, line=place.item.line, text=place.item.text))


def _table(corpus: Corpus, card: Card, filters: Filters, site: str) -> Table:
    from searchui.search.export.statistics_tables import count_table  # and all other statistics with it

    return count_table(corpus, card, filters, now(), language(), site)


def _lines(card: Card) -> Iterator[Message]:
    yield _(
        "“{phrase}”：{occurrences}，{paragraphs}，{speeches}",
        phrase=card.phrase,
        occurrences=units.occurrences(card.occurrences),
        paragraphs=units.paragraphs(card.paragraphs),
        speeches=units.speeches(card.speeches),
    )
    if card.crossing:
        yield crossing_message(card.crossing)
        if card.crossing_first:
            yield _("跨段最早见于 {mention}", mention=_mention(card.crossing_first))
    if card.machine_read:
        yield machine_read_message(units.paragraphs(card.machine_read))
    if card.first and card.last:
        yield _("首见 {mention}", mention=_mention(card.first.mention))
        yield _("末见 {mention}", mention=_mention(card.last.mention))
    if card.undated and card.first:
        yield _(
            "首见和末见只在有日期的 {dated}里比；另有 {undated}日期不详，可能更早（要看是哪些：加上 --year none）",
            dated=units.speeches(card.dated),
            undated=units.speeches(card.undated),
        )
    elif card.undated:
        yield n_("用到它的 {n:,} 篇日期不详，不知最早见于何时", card.undated)
    yield from _spread(card)


def _spread(card: Card) -> Iterator[Message]:
    if card.per_10k is not None:
        yield _(
            "每万字 {per_10k:.2f} 次（所查 {of_speeches}共 {characters}，不计空白）",
            per_10k=card.per_10k,
            of_speeches=units.speeches(card.of_speeches),
            characters=units.characters(card.characters),
        )
    if card.years:
        first, last, speeches = card.years.first, card.years.last, card.years.speeches
        yield _(
            "语料里 {first}–{last} 年共 {speeches}", first=str(first), last=str(last), speeches=units.speeches(speeches)
        )
    firsts = (
        (card.peak, _("高峰年份")),
        (card.most, _("次数最多")),
        (card.densest, _("每万字最多")),
    )
    for leading, what in firsts:
        if leading.tied:
            yield _("{what} {which}", what=what, which=_leading(leading))
    left_out = [what for leading, what in firsts if leading.is_left_out]
    if left_out:
        yield _("{what} 没有列：{why}", what=joined(_("、"), left_out), why=base_message())


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
    mark = MARK.text(language()) if mention.speech.machine_read else ""
    facts = [str(fact) for fact in (mention.date, mention.speaker, mention.speech.title, mark) if fact]
    return f"{' · '.join(facts)}  {mention.url}"
