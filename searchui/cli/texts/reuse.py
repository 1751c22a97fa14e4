"""The command `reuse`: what of a speech or a draft was said before, or how much of every speech."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.errors import CallError, ReadError
from indexer.i18n import N_, _
from indexer.readers import read_bytes
from indexer.store import now
from searchui.cli.bundle import bundle_of
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import site_option
from searchui.cli.output import Output, exit_if_nothing, output_options_and
from searchui.cli.text_table import TITLE, shortened, text_table
from searchui.drafts.reading import read_draft
from searchui.search import Corpus
from searchui.search.export.formats import BUNDLE
from searchui.search.export.reuse.table import overview_table, reuse_table
from searchui.search.reuse.overview import ReuseOverview
from searchui.search.reuse.reuse import LEAST, SHARE_RUNS, PassageKind, Reuse
from searchui.search.reuse.wording import first_message, summary_message, uses_message

STDIN = "-"


@command(
    "reuse",
    help=N_(
        "一篇讲话（写编号）或文稿（写文件，- 为标准输入）里，哪些话语料里早就有：最早见于哪一篇，共有几处，占多少。"
        "只比汉字、字母和数字；同一篇的版本不计；同一天的分不出先后。"
    ),
)
@click.argument("text", metavar="ID|FILE", required=False)
@index_option
@option(
    "--least",
    type=int,
    default=LEAST,
    show_default=True,
    help=N_("至少连续几个字相同才列出。"),
)
@option("--ritual", is_flag=True, help=N_("到处都说的套语、名单与数字也列出。"))
@option("--all", "overview", is_flag=True, help=N_("不列段落，列每一篇讲话有多少字较早的讲话里已有。"))
@site_option
@output_options_and(BUNDLE.name)
def reuse_command(
    text: str | None, index: Path, least: int, ritual: bool, overview: bool, site: str, output: Output
) -> None:
    with opened_corpus(index) as corpus:
        if (text is None) is not overview:
            raise CallError(_("请写一篇讲话的编号或一个文件，或者写 --all"))
        if text is not None and output.format == BUNDLE.name:
            raise CallError(_("只有 --all 的表能存为引用包"))
        if text is None:
            all_ = corpus.reuse_overview()
            output.write(
                text=lambda: _overview_lines(all_),
                json=all_.as_json,
                table=lambda: overview_table(corpus, all_, now(), language(), site.rstrip("/")),
                bundle=lambda: bundle_of(index, corpus, "reuse"),
            )
            return
        found, name = _reuse(corpus, text, least)
        output.write(
            text=lambda: _lines(found, ritual),
            json=found.as_json,
            table=lambda: reuse_table(corpus, found, name, now(), language(), site.rstrip("/")),
        )
    exit_if_nothing(len(found.passages))


def _reuse(corpus: Corpus, named: str, least: int) -> tuple[Reuse, str]:
    """That of the speech of an id, else of the text of a file; and the name of it. Raises CallError for what cannot be read."""
    if corpus.has_speech(named):
        return corpus.reuse(named, least=least), corpus.entry(named).title
    if named == STDIN:
        return corpus.reuse(text=sys.stdin.read() or "\n", least=least), ""
    file = Path(named)
    if not file.is_file():
        raise CallError(_("没有编号为“{name}”的讲话，也没有这个文件", name=named))
    try:
        return corpus.reuse(text=read_draft(read_bytes(file), file.name) or "\n", least=least), file.name
    except ReadError as error:
        raise CallError(error.message) from error


def _lines(found: Reuse, ritual: bool) -> Iterator[str]:
    told = found.passages if ritual else found.of_kind(PassageKind.PASSAGE)
    for number, one in enumerate(told, 1):
        said = _("{first}；{uses}", first=first_message(one), uses=uses_message(one)).text(language())
        yield f"{number}. {one.text}\n   {said}\n   {one.first.mention.url}\n"
    say(summary_message(found))
    if len(told) < len(found.passages):
        say(_("套语、名单与数字没有列出；加 --ritual 就列"))


def _overview_lines(found: ReuseOverview) -> Iterator[str]:
    heads = [_("讲话"), _("日期"), _("字数"), *(_("连续 {n} 字", n=length) for length in SHARE_RUNS.values())]
    rows = [
        [
            shortened(one.speech.title, TITLE),
            one.speech.date or "",
            f"{one.letters:,}",
            *(f"{getattr(one.shares, name):.1%}" if one.shares else "" for name in SHARE_RUNS),
        ]
        for one in found.speeches
    ]
    yield from text_table([head.text(language()) for head in heads], rows)
    say(_("每一篇里，较早的讲话已有的连续 8、12、16 字以上相同的字占多少；没有日期的不算"))
