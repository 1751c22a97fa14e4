"""A list of speeches: all of a corpus, or what filters leave, page by page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.i18n import p_
from indexer.store.speech_catalogue import Entry
from searchui.search.browsing.speech_table import SpeechSort, SpeechTable, speech_sort
from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import Facets
from searchui.search.filters.filters import Filters
from searchui.search.ranking.paging import check_page, pages_of
from searchui.search.results.answer import Answered
from searchui.search.results.hit import facet_column, speech_url
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.snapshot import Snapshot

SPEECHES_PER_PAGE = 50
SPEECH_COLUMNS = (
    Column("number", p_("column", "序号"), 6),
    Column("date", p_("column", "日期")),
    Column("title", p_("column", "标题"), 40),
    *(facet_column(facet) for facet in FACETS if facet != "year"),
    Column("characters", p_("column", "字数"), 10),
    Column("paragraphs", p_("column", "段数"), 8),
    Column("speech", p_("column", "编号"), 30),
    Column("url", p_("column", "地址"), 40),
)


@dataclass(frozen=True, slots=True)
class SpeechList(Answered, Tabular):
    """One page of the speeches that filters leave: `total` of them, which have so many `characters`.

    `facets` are how many speeches have each value, each facet under the filters of the others. A conversation counts for
    each of its speakers; it has no speaker where none is known.
    """

    total: int
    characters: int
    undated: int
    page: int
    pages: int
    sort: SpeechSort
    facets: Facets
    speeches: tuple[Entry, ...]

    def table_columns(self) -> tuple[Column, ...]:
        return SPEECH_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return speech_rows(self.speeches)


def list_speeches(snapshot: Snapshot, filters: Filters, sort: str, page: int, per_page: int | None) -> SpeechList:
    """One page of them; all on one page where `per_page` is None. Raises CallError, or PageError for no such page."""
    order, table = speech_sort(sort), snapshot.shared(SpeechTable)
    if per_page is not None:
        check_page(page, per_page)
    found = table.places(filters)
    size = len(found) if per_page is None else per_page
    pages = pages_of(len(found), page, max(size, 1))
    shown = table.ordered(found, order)[(page - 1) * size : page * size]
    return SpeechList(
        total=len(found),
        characters=table.characters(found),
        undated=table.undated(found),
        page=page,
        pages=pages,
        sort=order,
        facets=table.facets(filters),
        speeches=tuple(table.entries[place] for place in shown.tolist()),
    )


def speech_rows(speeches: Iterable[Entry], root: str = "") -> Iterator[Row]:
    """The cells of SPEECH_COLUMNS; `root` stands before each address."""
    for number, entry in enumerate(speeches, 1):
        facets = (facet.of_speech(entry) for name, facet in FACETS.items() if name not in ("year", "speaker"))
        date, speakers = str(entry.date) if entry.date else None, "、".join(entry.voices) or None
        size = entry.characters, entry.paragraphs
        yield number, date, entry.title, speakers, *facets, *size, entry.id, root + speech_url(entry.id)
