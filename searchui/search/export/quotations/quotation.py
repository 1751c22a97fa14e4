"""Quotations: the paragraphs of a search, of lines or of a person's own choice, and where all of them come from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeAlias

from indexer.errors import CallError
from indexer.i18n import Language, Message, _
from indexer.model import Paragraph, Span
from indexer.store.speech_catalogue import Entry
from searchui.search.corpus import Corpus
from searchui.search.export.hit_table import hit_table
from searchui.search.export.provenance import Provenance
from searchui.search.export.statistics_tables import crossing_table, line_table
from searchui.search.export.table import Table
from searchui.search.highlighting.highlighter import merge_spans
from searchui.search.ranking.search_request import SearchOptions
from searchui.search.results.hit import Hit
from searchui.search.statistics.concordance import Line
from searchui.search.statistics.concordance_search import LineOptions
from searchui.search.statistics.crossing_lines import CrossingLine

MAX_QUOTATIONS = 5_000  # paragraphs of a document: some 1,500 pages


@dataclass(frozen=True, slots=True)
class Quotation:
    """A paragraph of a speech. `spans` of its text are what was asked for.

    `also_speeches` others say the same; `note` is what a person has written to it.
    """

    speech: Entry
    paragraph: Paragraph
    spans: tuple[Span, ...] = ()
    also_speeches: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A paragraph that was chosen at a `place` and is not in the corpus any more."""

    place: str
    note: str = ""


Item: TypeAlias = Quotation | Missing


@dataclass(frozen=True, slots=True)
class Quotations:
    """At most MAX_QUOTATIONS of them, in the order that they were found or put in."""

    name: Message
    items: tuple[Item, ...]
    provenance: Provenance


def hit_quotations(
    corpus: Corpus, query: str, options: SearchOptions, taken: datetime, language: Language = "zh"
) -> Quotations:
    """All hits of a search. Raises as `Corpus.search` does, and CallError for too many."""
    table = hit_table(corpus, query, options, taken, language)
    return _quotations(table, map(_of_hit, corpus.hits(query, **options)))


def line_quotations(
    corpus: Corpus, phrase: str, options: LineOptions, taken: datetime, language: Language = "zh"
) -> Quotations:
    """The paragraphs of all lines of a phrase, each once. Raises as `Corpus.kwic` does, and CallError for too many."""
    table = line_table(corpus, phrase, options, taken, language)
    return _quotations(table, _each_once(map(_of_line, corpus.kwic_lines(phrase, **options))))


def crossing_quotations(
    corpus: Corpus, phrase: str, options: LineOptions, taken: datetime, language: Language = "zh"
) -> Quotations:
    """The paragraphs that a phrase crosses, each once. Raises as `Corpus.crossings` does, and CallError for too many."""
    table = crossing_table(corpus, phrase, options, taken, language)
    places = corpus.crossing_lines(phrase, **options)
    return _quotations(table, _each_once(piece for place in places for piece in _of_crossing(place)))


def _quotations(table: Table, found: Iterable[Quotation]) -> Quotations:
    some = tuple(islice(found, MAX_QUOTATIONS + 1))
    if len(some) > MAX_QUOTATIONS:
        raise CallError(
            _("超过 {most:,} 段，一份 Word 文档装不下；请缩小范围，或下载表格", most=MAX_QUOTATIONS),
        )
    return Quotations(table.name, some, table.provenance)


def _of_hit(hit: Hit) -> Quotation:
    return Quotation(hit.speech, hit.paragraph, tuple(merge_spans(hit.highlights)), hit.also_speeches)


def _of_line(line: Line) -> Quotation:
    return Quotation(line.speech, line.paragraph, (Span(line.start, line.end),))


def _of_crossing(place: CrossingLine) -> Iterator[Quotation]:
    for piece in place.pieces:
        yield Quotation(place.speech, piece.paragraph, (piece.span,))


def _each_once(found: Iterable[Quotation]) -> Iterator[Quotation]:
    """Each paragraph where it comes first, with all that is marked in it."""
    gathered: dict[tuple[str, str], list[Quotation]] = {}
    for one in found:
        gathered.setdefault((one.speech.id, one.paragraph.anchor), []).append(one)
        if len(gathered) > MAX_QUOTATIONS:
            break  # too many already, which their number says
    for same in gathered.values():
        spans = tuple(merge_spans(span for one in same for span in one.spans))
        yield Quotation(same[0].speech, same[0].paragraph, spans)
