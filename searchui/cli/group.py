"""The whole command `speechsearch`: the indexer's commands, and search, count, kwic, serve."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.cli.group import commands as indexer_commands
from indexer.cli.localized import Group, language, option
from indexer.cli.terminal import errors_shown, index_option, json_option, print_json, say
from indexer.i18n import N_, Message, _, units
from searchui.cli.cite import cite_command
from searchui.cli.counting import count_command, trend_command
from searchui.cli.export import file_options, write_hits
from searchui.cli.kwic import kwic_command
from searchui.cli.options import filter_options, match_options
from searchui.cli.phraseology import around_command, compare_command, ngrams_command
from searchui.cli.server_protection import ProtectionOptions, is_here, password_command, protection_options
from searchui.search import Filters, Hit, MatchOptions, Page, open_corpus
from searchui.search.describe import coverage_message, describe, parts_message
from searchui.search.highlighting.highlighter import merged
from searchui.search.highlighting.snippet import snippet
from searchui.search.ranking.grouping import Group as Grouping
from searchui.search.ranking.ordering import Sort
from searchui.search.ranking.search_request import SearchOptions

if TYPE_CHECKING:  # the web is only loaded to serve it
    from searchui.web.server.waitress import Site

EXIT_NOTHING_FOUND = 1


@click.group(cls=Group, help=N_("在讲话稿里查找：原样的提法一字不差，次数、出处、首次出现都确切。"))
@click.version_option(package_name="speechsearch")
def commands() -> None:
    pass


for command in indexer_commands.commands.values():
    commands.add_command(command)


@commands.command("search", help=N_("查找 QUERY，例如：speechsearch search '\"党的建设\" 基层 year:2024'"))
@click.argument("query")
@index_option
@click.option("--page", type=int, default=1, show_default=True, help="第几页。")
@click.option("--per-page", type=int, default=10, show_default=True, help="每页几条。")
@click.option("--sort", default=Sort.RELEVANCE.value, show_default=True, help="relevance、newest 或 oldest。")
@filter_options
@match_options
@click.option("--no-synonyms", is_flag=True, help="不找同义词，只找写下的词。")
@click.option("--no-collapse", is_flag=True, help="各篇里相同的段落逐一列出，不并在第一处之下。")
@click.option("--explain", is_flag=True, help="写明每条的得分由什么相加而成。")
@click.option(
    "--group", default=Grouping.PARAGRAPH.value, show_default=True, help="paragraph 逐段列，speech 每篇列一次。"
)
@file_options
@json_option
def search_command(
    query: str,
    index: Path,
    page: int,
    per_page: int,
    sort: str,
    filters: Filters,
    no_synonyms: bool,
    no_collapse: bool,
    explain: bool,
    group: str,
    form: str | None,
    output: Path | None,
    as_json: bool,
    match_options: MatchOptions,
) -> None:
    options: SearchOptions = {
        "sort": sort,
        "filters": filters,
        "match_options": match_options,
        "synonyms": not no_synonyms,
        "collapse": not no_collapse,
        "group": group,
        "explain": explain,
    }
    if form or output:
        write_hits(index, query, options, form, output)
        return
    with errors_shown(), open_corpus(index) as corpus:
        found = corpus.search(query, page=page, per_page=per_page, **options)
        explained = () if as_json else tuple(_explained(found))
    if as_json:
        print_json(found.as_json())
    else:
        _show_page(found)
        for line in explained:
            say(line)
    if not found.total:
        sys.exit(EXIT_NOTHING_FOUND)


def _show_page(page: Page) -> None:
    reading = describe(page.query, language())
    say(
        _(
            "找到 {total}，出自 {speeches} · 读作：{reading} · 第 {page}/{pages} 页",
            total=units.paragraphs(page.total),
            speeches=units.speeches(page.speeches),
            reading=reading,
            page=page.page,
            pages=page.pages,
        ),
    )
    if page.coverage:
        say(coverage_message(page.coverage))
    first = (page.page - 1) * page.per_page + 1
    for number, hit in enumerate(page.hits, first):
        lines = [_heading(hit), _marked(hit), hit.url, *_in_speech(hit), *_also(hit), *_parts(hit)]
        click.echo(f"{number}. " + "\n   ".join(lines) + "\n")


def _in_speech(hit: Hit) -> list[str]:
    """How much of its speech was found, where each speech is listed once."""
    if hit.in_speech is None:
        return []
    return [_("这一篇找到 {in_speech} 段", in_speech=hit.in_speech).text(language())]


def _also(hit: Hit) -> list[str]:
    """Where else the paragraph stands; none where it does nowhere else."""
    if not hit.also:
        return []
    count = hit.also_speeches
    said = _("又见于 {count} 篇", count=count).text(language())
    more = ["……"] if len(hit.also) < count else []
    return ["  ".join([f"{said}：", *(mention.url for mention in hit.also), *more])]


def _parts(hit: Hit) -> list[str]:
    if hit.parts is None:
        return []
    return [_("得分 {score:.2f} = {parts}", score=hit.score, parts=parts_message(hit.parts)).text(language())]


def _explained(page: Page) -> Iterator[Message]:
    """Why nothing was found, and what is nearby."""
    if page.explanation:
        for part in page.explanation.parts:
            yield _("单独查{shown}有 {total}", shown=part.shown, total=units.paragraphs(part.total))
        for part in page.explanation.helpful:
            yield _("去掉{shown}有 {without}", shown=part.shown, without=units.paragraphs(part.without))
    for near in (*page.nearby, *(page.explanation.longest if page.explanation else ())):
        yield _("语料里有{query}：{paragraphs}", query=near.query, paragraphs=units.paragraphs(near.paragraphs))


def _heading(hit: Hit) -> str:
    path = " › ".join((hit.speech.title, *hit.section_path))
    facts = [str(fact) for fact in (hit.speech.date, hit.speaker) if fact]
    return f"{path}（{' · '.join(facts)}）" if facts else path


def _marked(hit: Hit) -> str:
    """The paragraph, or a part of it, with its matches in bold on a terminal, in 【】 elsewhere."""
    text, part = hit.paragraph.text, snippet(hit.paragraph.text, hit.highlights)
    result, end = "……" if part.start else "", part.start
    for span in merged(span for span in hit.highlights if part.start <= span.start and span.end <= part.end):
        match = text[span.start : span.end]
        match = click.style(match, bold=True, fg="red") if sys.stdout.isatty() else f"【{match}】"
        result += text[end : span.start] + match
        end = span.end
    return result + text[end : part.end] + ("……" if part.end < len(text) else "")


@commands.command("serve", help=N_("打开查找网页。"))
@option("--host", default="127.0.0.1", show_default=True, help=N_("监听的地址。"))
@option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help=N_("监听的端口。"))
@option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help=N_("同时答几个请求。"))
@option(
    "--log-format",
    type=click.Choice(["text", "json", "none"]),
    default="text",
    show_default=True,
    help=N_("每个请求记一行：给人看的，或 JSON；none 只记差错。查询只记开头 40 个字。"),
)
@option(
    "--log-file",
    type=click.Path(path_type=Path),
    help=N_("日志写进这个文件，满 10 MB 换一个，留 5 个；不写则在标准错误。"),
)
@index_option
@protection_options
def serve_command(
    host: str,
    port: int,
    threads: int,
    log_format: str,
    log_file: Path | None,
    index: Path,
    protection: ProtectionOptions,
) -> None:
    from searchui.web.logging.setup import LogFormat, logs
    from searchui.web.server.waitress import Listening, Site, serve

    listening = Listening(host, port, threads)

    def ready(site: Site) -> None:
        _say_where(site)
        if not (is_here(host) or protected.asks_who):
            say(
                _("请留意：没有密码，能连到这台机器的人都能查看全部讲话稿。可加 --password-file。"),
            )

    with errors_shown(), logs(LogFormat(log_format), log_file, language()):
        protected = protection.of(host)
        serve(index, listening, ready, protected)


def _say_where(site: "Site") -> None:
    folder, speeches = site.generation.folder, site.generation.manifest.speeches
    say(
        _(
            "请用浏览器打开 {url} （按 Ctrl+C 结束）；索引是 {folder}，{speeches}",
            url=site.url,
            folder=folder,
            speeches=units.speeches(speeches),
        ),
    )


for command in (
    count_command,
    kwic_command,
    trend_command,
    around_command,
    compare_command,
    ngrams_command,
    cite_command,
    password_command,
):
    commands.add_command(command)


def main() -> None:
    """Entry point of `speechsearch` and `python -m searchui`."""
    commands(prog_name="speechsearch")
