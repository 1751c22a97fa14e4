"""The command `search`: what a query finds, page by page, or all of it as a table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Unpack

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.i18n import N_, Message, _, joined, units
from indexer.store import now
from searchui.cli.bundle import bundle_of
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import filter_options, match_options, site_option
from searchui.cli.output import Output, exit_if_nothing, output_options_and
from searchui.cli.quotations import layout_options, word_of
from searchui.search import Hit, Page
from searchui.search.describe import coverage_message, describe, parts_message, verdict_message
from searchui.search.export.formats import BUNDLE, WORD
from searchui.search.export.hit_table import hit_table
from searchui.search.export.quotations.layout import Layout
from searchui.search.export.quotations.quotation import hit_quotations
from searchui.search.filters.facet import FACETS, value_name
from searchui.search.filters.machine_read import MARK, machine_read_message
from searchui.search.highlighting.highlighter import merge_spans
from searchui.search.highlighting.snippet import snippet
from searchui.search.ranking.grouping import Group
from searchui.search.ranking.ordering import Sort
from searchui.search.ranking.search_request import SearchOptions
from searchui.search.results.crossing import crossing_message
from searchui.search.results.no_results import QUERY, Part

MAX_BELOW = 60  # characters of what follows under a heading that was found


@command("search", help=N_("查找 QUERY，例如：speechsearch search '\"党的建设\" 基层 year:2024'"))
@click.argument("query")
@index_option
@option("--page", type=int, default=1, show_default=True, help=N_("第几页。"))
@option("--per-page", type=int, default=10, show_default=True, help=N_("每页几条。"))
@option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default=Sort.RELEVANCE.value,
    show_default=True,
    help=N_("relevance（最相关在前）、newest（最新在前）或 oldest（最早在前）。"),
)
@filter_options
@match_options
@option("--no-synonyms", is_flag=True, help=N_("不找同义词，只找写下的词。"))
@option("--no-collapse", is_flag=True, help=N_("各篇里相同的段落逐一列出，不并在第一处之下。"))
@option("--explain", is_flag=True, help=N_("写明每条的得分由什么相加而成。"))
@option(
    "--group",
    type=click.Choice([group.value for group in Group]),
    default=Group.PARAGRAPH.value,
    show_default=True,
    help=N_("paragraph 逐段列，speech 每篇列一次。"),
)
@site_option
@layout_options
@output_options_and(WORD.name, BUNDLE.name)
def search_command(
    query: str,
    index: Path,
    page: int,
    per_page: int,
    no_synonyms: bool,
    no_collapse: bool,
    site: str,
    layout: Layout,
    output: Output,
    **others: Unpack[SearchOptions],
) -> None:
    options: SearchOptions = {**others, "synonyms": not no_synonyms, "collapse": not no_collapse}
    with opened_corpus(index) as corpus:
        found = corpus.search(query, page=1 if output.is_whole else page, per_page=per_page, **options)
        output.write(
            text=lambda: _lines(found, output.is_styled),
            json=found.as_json,
            table=lambda: hit_table(corpus, query, options, now(), language(), site.rstrip("/")),
            word=lambda: word_of(hit_quotations(corpus, query, options, now(), language()), layout, site.rstrip("/")),
            bundle=lambda: bundle_of(index, corpus, "search", q=query, **options),
        )
    exit_if_nothing(found.total or found.crossing)


def _lines(page: Page, styled: bool) -> Iterator[str]:
    reading = describe(page.query, language())
    say(
        _(
            "{found} · 读作：{reading} · 第 {page}/{pages} 页",
            found=page.heading,
            reading=reading,
            page=page.page,
            pages=page.pages,
        ),
    )
    if page.crossing:
        say(crossing_message(page.crossing))
    if page.verbatim:
        verbatim = page.verbatim
        occurrences = units.occurrences(verbatim.occurrences)
        say(_("原样出现 {occurrences}，一字不差查：{query}", occurrences=occurrences, query=verbatim.query))
    for line in _nearest(page):
        say(line)
    if page.machine_read:
        say(machine_read_message(units.paragraphs(page.machine_read)))
    if page.coverage:
        say(coverage_message(page.coverage))
    first = (page.page - 1) * page.per_page + 1
    for number, hit in enumerate(page.hits, first):
        yield hit_text(number, hit, styled)
    for line in list(_explained(page)) or _advice(page):
        say(line)


def hit_text(number: int, hit: Hit, styled: bool) -> str:
    """A hit in a list: where it stands, its text with what matched, its address; `styled`: whether styles are seen."""
    lines = [_heading(hit), _marked(hit, styled), hit.url, *_in_speech(hit), *_also(hit), *_parts(hit)]
    return f"{number}. " + "\n   ".join(lines) + "\n"


def _nearest(page: Page) -> Iterator[Message]:
    """What the corpus has of the sentences of a text."""
    for one in page.nearest.sentences if page.nearest else ():
        yield _("{sentence}：{verdict}", sentence=one.text, verdict=verdict_message(one.verdict, one.occurrences))
        if one.differences and one.mention:
            yield _("  原文：{source}  {url}", source=one.source_text, url=one.mention.url)


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
    if page.explanation and not page.nearest:
        for part in page.explanation.parts:
            yield _("单独查{shown}有 {total}", shown=_part_name(part), total=units.paragraphs(part.total))
        for part in page.explanation.helpful:
            yield _("去掉{shown}有 {without}", shown=_part_name(part), without=units.paragraphs(part.without))
        for torn in page.explanation.torn if page.crossing is None else ():
            yield _("“{text}”另有 {places}跨段", text=torn.text, places=units.places(torn.crossing))
        for left_out in page.explanation.left_out:
            places = units.places(left_out.places)
            yield _("没有收入正文的文字里有 {places}“{text}”，不计入次数", places=places, text=left_out.text)
    for near in (*page.nearby, *(page.explanation.longest if page.explanation else ())):
        yield _("语料里有{query}：{paragraphs}", query=near.query, paragraphs=units.paragraphs(near.paragraphs))


def _advice(page: Page) -> Iterator[Message]:
    if not page.total and not page.hits and not page.nearest:
        yield joined("", [_("可以试试："), _("少写几个词，或换一种说法")])


def _heading(hit: Hit) -> str:
    path = " › ".join((hit.speech.title, *hit.section_path))
    mark = MARK.text(language()) if hit.speech.machine_read else ""
    facts = [str(fact) for fact in (hit.speech.date, hit.speaker, mark) if fact]
    return f"{path}（{' · '.join(facts)}）" if facts else path


def _marked(hit: Hit, styled: bool) -> str:
    """The paragraph, or a part of it, with its matches in bold where styles are seen, in 【】 elsewhere."""
    text, part = hit.paragraph.text, snippet(hit.paragraph.text, hit.highlights)
    result, end = "……" if part.start else "", part.start
    for span in merge_spans(span for span in hit.highlights if part.start <= span.start and span.end <= part.end):
        match = text[span.start : span.end]
        match = click.style(match, bold=True, fg="red") if styled else f"【{match}】"
        result += text[end : span.start] + match
        end = span.end
    return result + text[end : part.end] + ("……" if part.end < len(text) else "") + _below(hit)


def _below(hit: Hit) -> str:
    """The beginning of what follows under a heading."""
    text = hit.following or ""
    return f"  {text[:MAX_BELOW]}{'……' if len(text) > MAX_BELOW else ''}" if text else ""


def _part_name(part: Part) -> Message | str:
    """A part of a search as a sentence names it."""
    if part.kind == QUERY:
        return part.shown
    return _(
        "{facet} {text}",
        facet=FACETS[part.kind].label,
        text=joined(_("、"), [value_name(value, part.kind) for value in part.values]),
    )
