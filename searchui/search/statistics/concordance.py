"""A concordance: every occurrence of a phrase, a line each, with what stands before and after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import msgspec

from indexer.i18n import _, p_, units
from indexer.model import Paragraph, Span, SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui.search.citation.plain import source_line
from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import FilteredMatches
from searchui.search.results.answer import Answered
from searchui.search.results.crossing import CrossingPlaces
from searchui.search.results.hit import InSpeech, facet_column
from searchui.search.results.tabular import Column, Row, Tabular, html_cell, html_table, marked_html

LINE_COLUMNS = (
    Column("number", p_("column", "序号"), 6),
    Column("date", p_("column", "日期")),
    facet_column("year"),
    facet_column("speaker"),
    Column("left", p_("column", "前文"), 50),
    Column("match", p_("column", "词句"), 20),
    Column("right", p_("column", "后文"), 50),
    Column("title", p_("column", "标题"), 40),
    Column("headings", p_("column", "小标题"), 40),
    Column("speech", p_("column", "编号"), 30),
    Column("anchor", p_("column", "段落锚"), 16),
    Column("url", p_("column", "地址"), 40),
    Column("citation", p_("column", "出处"), 50),
    facet_column("origin"),
)


class Line(msgspec.Struct, InSpeech, Answered, frozen=True):
    """One occurrence: `match` is from `start` to `end` (exclusive) in `paragraph.text`.

    `left` and `right` are as much of the paragraph as was asked for before and after it.
    """

    left: str
    match: str
    right: str
    paragraph: Paragraph
    speech: Entry
    start: int
    end: int


def line_of(paragraph: Paragraph, speech: Entry, start: int, end: int, width: int) -> Line:
    """The line of what stands from `start` to `end` (exclusive) in a paragraph, with `width` characters a side."""
    text = paragraph.text
    return Line(
        text[max(start - width, 0) : start], text[start:end], text[end : end + width], paragraph, speech, start, end
    )


class ConcordanceLine(Protocol):
    """What has a row in a table of lines: something that was found, with what stands on both its sides, in a speech."""

    @property
    def left(self) -> str: ...
    @property
    def match(self) -> str: ...
    @property
    def right(self) -> str: ...
    @property
    def speech(self) -> Entry: ...
    @property
    def paragraph(self) -> Paragraph: ...
    @property
    def date(self) -> SpeechDate | None: ...
    @property
    def speaker(self) -> str | None: ...
    @property
    def section_path(self) -> tuple[str, ...]: ...
    @property
    def anchor(self) -> str: ...
    @property
    def url(self) -> str: ...


def line_rows(lines: Iterable[ConcordanceLine], first: int = 1, root: str = "") -> Iterator[Row]:
    """The cells of LINE_COLUMNS for each line, numbered from `first`; `root` stands before each address."""
    return (
        (
            number,
            str(line.date) if line.date else None,
            line.date.year if line.date else None,
            line.speaker,
            line.left,
            line.match,
            line.right,
            line.speech.title,
            " › ".join(line.section_path),
            line.speech.id,
            line.anchor,
            root + line.url,
            source_line(line.speech, line.paragraph),
            FACETS["origin"].of_speech(line.speech),
        )
        for number, line in enumerate(lines, first)
    )


@dataclass(frozen=True, eq=False)
class Concordance(Tabular, Answered):
    """One page of `lines`, in the order `sort`. `total` occurrences in `paragraphs` in `speeches`, on `pages` pages.

    `facets["year"]`, `"speaker"`, `"occasion"`, `"genre"` and `"origin"` map each value to its number of occurrences, each under
    all filters but its own. `crossing` places more are where the phrase crosses from one paragraph to the next.
    `machine_read` of the occurrences are in text that a machine has read.
    """

    phrase: str
    width: int
    sort: str
    page: int
    pages: int
    per_page: int
    total: int
    paragraphs: int
    lines: tuple[Line, ...]
    found: FilteredMatches
    places: CrossingPlaces

    @property
    def crossing(self) -> int:
        return self.places.total

    @cached_property
    def speeches(self) -> int:
        return self.found.speeches

    @cached_property
    def machine_read(self) -> int:
        return self.found.machine_read

    @cached_property
    def undated(self) -> int:
        """How many of the occurrences are in speeches without a date: by date they come last."""
        return self.found.undated

    @cached_property
    def facets(self) -> Mapping[str, Mapping[Any, int]]:
        return self.found.facets

    def table_columns(self) -> tuple[Column, ...]:
        return LINE_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return line_rows(self.lines, (self.page - 1) * self.per_page + 1)

    def _repr_html_(self) -> str:
        """For notebooks: the lines, with the phrase in one column."""
        shown = ("date", "speaker", "left", "match", "right", "title")
        titles = [str(column.title) for column in LINE_COLUMNS if column.key in shown]
        found = _("“{phrase}”：{total}", phrase=self.phrase, total=units.places(self.total))
        return html_table(titles, map(_line_html, self.lines), str(found))


def _line_html(line: Line) -> list[str]:
    match = marked_html(line.match, [Span(0, len(line.match))])
    date, speaker, title = str(line.date) if line.date else None, line.speaker, line.speech.title
    return [*map(html_cell, (date, speaker, line.left)), match, *map(html_cell, (line.right, title))]
