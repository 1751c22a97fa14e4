"""The hits of a search as a table: one row each, in the order of the pages."""

from collections.abc import Iterator
from datetime import datetime

from indexer.message import Language, Message
from searchui.search.corpus import Corpus
from searchui.search.describe import describe
from searchui.search.export.provenance import provenance
from searchui.search.export.table import Column, Row, Table
from searchui.search.filters.genre import genre_of
from searchui.search.highlighting.highlighter import merged
from searchui.search.ranking.search_request import SearchOptions, asked
from searchui.search.results.page import Hit

NAME = Message("查找结果", "search results")
COLUMNS = (
    Column("number", Message("序号", "no."), 6),
    Column("date", Message("日期", "date")),
    Column("year", Message("年份", "year"), 6),
    Column("speaker", Message("讲话人", "speaker")),
    Column("occasion", Message("场合", "occasion"), 20),
    Column("genre", Message("文种", "genre"), 8),
    Column("title", Message("题目", "title"), 40),
    Column("headings", Message("小标题", "headings"), 40),
    Column("text", Message("段落", "paragraph"), 100),
    Column("matches", Message("相符处", "matches"), 30),
    Column("also_speeches", Message("又见于几篇", "in other speeches"), 10),
    Column("in_speech", Message("本篇找到几段", "found in the speech"), 10),
    Column("score", Message("得分", "score"), 10),
    Column("speech", Message("编号", "speech"), 30),
    Column("anchor", Message("段落锚", "anchor"), 16),
    Column("url", Message("地址", "address"), 40),
)


def hit_table(
    corpus: Corpus, query: str, options: SearchOptions, taken: datetime, language: Language = "zh", root: str = ""
) -> Table:
    """All hits of a search. `root` stands before each address. Raises as `Corpus.search` does, and at once."""
    page = corpus.search(query, per_page=1, **options)
    told = provenance(
        corpus,
        view=NAME.text(language),
        query=query,
        reading=describe(page.query, language),
        filters=asked(query, **options).filters,
        options=_told(options),
        found={"paragraphs": page.total, "speeches": page.speeches, "rows": page.pages if page.hits else 0},
        taken=taken,
    )
    return Table(NAME, COLUMNS, _rows(corpus.hits(query, **options), root), told)


def _rows(hits: Iterator[Hit], root: str) -> Iterator[Row]:
    return (_row(number, hit, root) for number, hit in enumerate(hits, 1))


def _row(number: int, hit: Hit, root: str) -> Row:
    speech, text = hit.speech, hit.paragraph.text
    return (
        number,
        str(speech.date) if speech.date else None,
        speech.date.year if speech.date else None,
        hit.speaker,
        speech.occasion,
        genre_of(speech),
        speech.title,
        " › ".join(hit.section_path),
        text,
        "；".join(text[span.start : span.end] for span in merged(hit.highlights)),
        hit.also_speeches,
        hit.in_speech,
        round(hit.score, 6),
        speech.id,
        hit.anchor,
        root + hit.url,
    )


def _told(options: SearchOptions) -> dict[str, str]:
    """The options that no filter is, where they are not as usual."""
    given = asked("", **options)
    switches = {"synonyms": given.synonyms, "collapse": options.get("collapse", True)}
    match_options = {name: "on" for name in ("exact", "loose", "numbers") if getattr(given.match_options, name)}
    return {
        "sort": given.sort.value,
        "group": given.group.value,
        **{name: "off" for name, on in switches.items() if not on},
        **match_options,
    }
