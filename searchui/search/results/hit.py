"""Hits and mentions: paragraphs that were found, with the speech that each is in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote, unquote

import msgspec

from indexer.i18n import p_
from indexer.model import Paragraph, Span, SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui.search.citation.plain import source_line
from searchui.search.filters.facet import FACETS
from searchui.search.highlighting.highlighter import merge_spans
from searchui.search.results.answer import Answered
from searchui.search.results.tabular import Column, Row, html_cell, marked_html

SPEECHES = "/speech/"
KEPT_ADDRESSES = 4096  # of speeches: about half a megabyte
_ANCHOR = re.compile(r"p[0-9a-z]{8}(-[0-9]+)?")


def facet_column(facet: str) -> Column:
    """The column of a facet in a table."""
    row = FACETS[facet]
    return Column(row.name, row.title, row.width)


HIT_COLUMNS = (
    Column("number", p_("column", "序号"), 6),
    Column("date", p_("column", "日期")),
    *(facet_column(facet) for facet in FACETS),
    Column("title", p_("column", "标题"), 40),
    Column("headings", p_("column", "小标题"), 40),
    Column("text", p_("column", "段落"), 100),
    Column("matches", p_("column", "相符处"), 30),
    Column("also_speeches", p_("column", "又见篇数"), 10),
    Column("in_speech", p_("column", "本篇找到几段"), 10),
    Column("score", p_("column", "得分"), 10),
    Column("speech", p_("column", "编号"), 30),
    Column("anchor", p_("column", "段落锚"), 16),
    Column("url", p_("column", "地址"), 40),
    Column("citation", p_("column", "出处"), 50),
)


def speech_url(speech_id: str, anchor: str = "") -> str:
    """The lasting address of a speech, or of a paragraph in it: /speech/<id>#<anchor>."""
    return f"{SPEECHES}{_quoted(speech_id)}" + (f"#{anchor}" if anchor else "")


_quoted = lru_cache(KEPT_ADDRESSES)(quote)


def read_place(place: str) -> tuple[str, str]:
    """The id and the anchor in an address of `speech_url`, or in the same written plainly: ID or ID#ANCHOR.

    The anchor is empty where there is none. An id may have a # of its own, which an anchor never has.
    """
    whole, _, tail = place.rpartition("#")
    path, anchor = (whole, tail) if whole and _ANCHOR.fullmatch(tail) else (place, "")
    start = SPEECHES if path.startswith(SPEECHES) else ""
    return (unquote(path.removeprefix(start)) if start else path), anchor


class _Placed(Protocol):
    """What stands in a paragraph of a speech."""

    @property
    def speech(self) -> Entry: ...

    @property
    def paragraph(self) -> Paragraph: ...


class InSpeech:
    """What is to be told of anything that stands in a `paragraph` of a `speech`."""

    __slots__ = ()

    @property
    def date(self: _Placed) -> SpeechDate | None:
        return self.speech.date

    @property
    def speaker(self: _Placed) -> str | None:
        """Who speaks here: in a conversation the one whose turn it is."""
        return self.speech.speaker_of(self.paragraph)

    @property
    def anchor(self: _Placed) -> str:
        return self.paragraph.anchor

    @property
    def section_path(self: _Placed) -> tuple[str, ...]:
        return self.paragraph.section_path

    @property
    def url(self: _Placed) -> str:
        return speech_url(self.speech.id, self.paragraph.anchor)


@dataclass(frozen=True, slots=True)
class Mention(InSpeech, Answered):
    """One use of a phrase: its paragraph, and the speech that it is in."""

    speech: Entry
    paragraph: Paragraph


class Hit(msgspec.Struct, InSpeech, Answered, frozen=True):
    """A paragraph that was found. `highlights` are spans of `paragraph.text`.

    `parts` add up to `score`, where they were asked for. `also`: where it stands in the first of the
    `also_speeches` other speeches that say the same. `in_speech`: how many paragraphs of its speech were found, where
    each speech is listed once. `following` is the text under a heading, where the paragraph is only that.
    """

    paragraph: Paragraph
    speech: Entry
    highlights: tuple[Span, ...]
    score: float
    parts: Mapping[str, float] | None = None
    also: tuple[Mention, ...] = ()
    also_speeches: int = 0
    in_speech: int | None = None
    following: str | None = None


def hit_rows(hits: Iterable[Hit], first: int = 1, root: str = "") -> Iterator[Row]:
    """The cells of HIT_COLUMNS for each hit, numbered from `first`; `root` stands before each address."""
    return (_row(number, hit, root) for number, hit in enumerate(hits, first))


def hit_html(hit: Hit) -> list[str]:
    """The date, speaker, title and text of a hit, as cells of HTML."""
    cells = map(html_cell, (str(hit.speech.date) if hit.speech.date else None, hit.speaker, hit.speech.title))
    return [*cells, marked_html(hit.paragraph.text, merge_spans(hit.highlights))]


def _row(number: int, hit: Hit, root: str) -> Row:
    speech, text = hit.speech, hit.paragraph.text
    return (
        number,
        str(speech.date) if speech.date else None,
        *(facet.of_paragraph(speech, hit.paragraph) for facet in FACETS.values()),
        speech.title,
        " › ".join(hit.section_path),
        text,
        "；".join(text[span.start : span.end] for span in merge_spans(hit.highlights)),
        hit.also_speeches,
        hit.in_speech,
        round(hit.score, 6),
        speech.id,
        hit.anchor,
        root + hit.url,
        source_line(speech, hit.paragraph),
    )
