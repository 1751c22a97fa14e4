"""Passages that a person has gathered: looked up anew in the corpus, which alone says what stands there."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.errors import NotFoundError, QueryError
from indexer.i18n import Language, _, p_
from indexer.model import Span
from searchui.search.corpus import Corpus
from searchui.search.export.provenance import provenance
from searchui.search.export.quotations.quotation import Item, Missing, Quotation, Quotations
from searchui.search.export.table import Cell, Column, Row, Table
from searchui.search.filters.filters import NO_FILTERS
from searchui.search.highlighting.highlighter import merge_spans
from searchui.search.results.citation import paragraph_of
from searchui.search.results.hit import HIT_COLUMNS, Hit, hit_rows, read_place

NAME = p_("table", "摘录篮")
NOTE = Column("note", p_("column", "备注"), 40)
GATHERED_COLUMNS = (
    *(column for column in HIT_COLUMNS if column.key not in ("matches", "also_speeches", "in_speech", "score")),
    NOTE,
)


class Asked(NamedTuple):
    """The query by which a passage was found, and how it was matched: what is marked in it."""

    query: str = ""
    match_options: MatchOptions = PLAIN
    synonyms: bool = True


class Chosen(NamedTuple):
    """A passage by its address, ID#ANCHOR or /speech/…, how it was found, and what a person has written to it."""

    place: str
    asked: Asked = Asked()
    note: str = ""


def gathered(corpus: Corpus, chosen: Iterable[Chosen], taken: datetime, language: Language = "zh") -> Quotations:
    """The passages in their order. What is not there any more is Missing, and stands in its place."""
    items = tuple(_looked_up(corpus, list(chosen)))
    there = [one for one in items if isinstance(one, Quotation)]
    source = provenance(
        corpus,
        view=NAME.text(language),
        query="",
        reading="",
        filters=NO_FILTERS,
        options={},
        found={"paragraphs": len(there), "speeches": len({one.speech.id for one in there})},
        taken=taken,
    )
    return Quotations(NAME, items, source)


def _looked_up(corpus: Corpus, chosen: list[Chosen]) -> Iterator[Item]:
    found: dict[int, Quotation] = {}
    asked: dict[Asked, list[int]] = {}
    for number, one in enumerate(chosen):
        speech, anchor = read_place(one.place)
        with suppress(NotFoundError):
            paragraph = paragraph_of(corpus.speech(speech), anchor)
            found[number] = Quotation(corpus.entry(speech), paragraph, note=one.note)
            asked.setdefault(one.asked, []).append(number)
    marked = {number: one for how, numbers in asked.items() for number, one in _marked(corpus, how, numbers, found)}
    for number, one in enumerate(chosen):
        yield marked.get(number) or Missing(one.place, one.note)


def _marked(
    corpus: Corpus, asked: Asked, numbers: list[int], found: Mapping[int, Quotation]
) -> Iterator[tuple[int, Quotation]]:
    """Those that were found by one query, with what it marks; a query that cannot be read marks nothing."""
    items = [found[number] for number in numbers]
    spans: list[tuple[Span, ...]] = [()] * len(items)
    if asked.query.strip():
        with suppress(QueryError):
            texts = [one.paragraph.text for one in items]
            how = asked.match_options
            spans = corpus.highlights_of(texts, asked.query, match_options=how, synonyms=asked.synonyms)
    for number, one, marks in zip(numbers, items, spans, strict=True):
        yield number, Quotation(one.speech, one.paragraph, tuple(merge_spans(marks)), note=one.note)


def gathered_table(found: Quotations, language: Language = "zh", root: str = "") -> Table:
    """A row for each; one that is not there any more has its address, its note, and says so."""
    rows = (_row(number, item, language, root) for number, item in enumerate(found.items, 1))
    return Table(found.name, GATHERED_COLUMNS, rows, found.provenance)


def _row(number: int, item: Item, language: Language, root: str) -> Row:
    if isinstance(item, Missing):
        gone = _("这一段现在不在语料里：{place}", place=item.place).text(language)
        known: dict[str, Cell] = {"number": number, "citation": gone}
    else:
        [cells] = hit_rows([Hit(item.paragraph, item.speech, item.spans, 0.0)], number, root)
        known = {column.key: cell for column, cell in zip(HIT_COLUMNS, cells, strict=True)}
    known[NOTE.key] = item.note or None
    return tuple(known.get(column.key) for column in GATHERED_COLUMNS)
