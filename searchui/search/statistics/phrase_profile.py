"""Phrase cards: what is worth knowing of a phrase at a glance, and against how much text."""

from collections.abc import Iterator, Sequence

import msgspec

from indexer.analysis import Analysis
from indexer.analysis.match_options import MatchOptions
from indexer.engine.query import Phrase
from indexer.i18n import p_
from indexer.model import Span
from searchui.search.filters.filters import Filters
from searchui.search.highlighting.highlight_terms import highlight_terms
from searchui.search.highlighting.highlighter import highlights_of
from searchui.search.query.match_options import read_phrase
from searchui.search.results.answer import Answered
from searchui.search.results.crossing import CrossingPlaces
from searchui.search.results.hit import Mention
from searchui.search.results.tabular import Column, Row, Tabular, html_record
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.count import COUNT_COLUMNS, Uses, mention_cells
from searchui.search.statistics.distribution import Leading, Usage, Years
from searchui.search.statistics.subcorpus_size import RunCounts, SubcorpusSizes, rate

CARD_COLUMNS = (
    *COUNT_COLUMNS,
    Column("of_speeches", p_("column", "所查篇数"), 10),
    Column("of_characters", p_("column", "所查字数"), 12),
    Column("per_10k", p_("column", "每万字次数"), 12),
    Column("peak", p_("column", "高峰年份"), 10),
    Column("most", p_("column", "次数最多"), 20),
    Column("densest", p_("column", "每万字最多"), 20),
)


class Quotation(msgspec.Struct, frozen=True):
    """A use of a phrase, and where it stands in the text of its paragraph."""

    mention: Mention
    highlights: tuple[Span, ...]


class Card(msgspec.Struct, Tabular, Answered, frozen=True):
    """A phrase in a corpus, or in what filters leave of it: `of_speeches`, of `characters` without white space.

    `per_10k` = 10,000 · occurrences ÷ characters. `first` and `last` are by date: of the `dated` speeches that have the
    phrase, None where there are none; `undated` ones have it and no date, and may be earlier or later. At `crossing`
    places more, in no other figure, it crosses from a paragraph that does not end a sentence to the next; the first of
    these by date may be before `first`. `machine_read` of the paragraphs are text that a machine has read. `years` are
    those from the first to the last use. `peak` has the years, `densest` the speakers who use it most per 10,000
    characters, of those with a base for saying so; `most` those who do most often, where they have one.
    """

    phrase: str
    occurrences: int
    paragraphs: int
    speeches: int
    first: Quotation | None
    last: Quotation | None
    dated: int
    undated: int
    crossing: int
    crossing_first: Mention | None
    machine_read: int
    characters: int
    of_speeches: int
    per_10k: float | None
    years: Years | None
    peak: Leading
    most: Leading
    densest: Leading

    def table_columns(self) -> tuple[Column, ...]:
        return CARD_COLUMNS

    def _repr_html_(self) -> str:
        return html_record(CARD_COLUMNS, next(iter(self.table_rows())))

    def table_rows(self) -> Iterator[Row]:
        return iter([card_row(self)])


def card_row(card: Card, root: str = "") -> Row:
    """The cells of CARD_COLUMNS; `root` stands before each address."""
    first, last = (use.mention if use else None for use in (card.first, card.last))
    leading = ("、".join(use.name for use in each.named) or None for each in (card.peak, card.most, card.densest))
    counts = (card.phrase, card.occurrences, card.paragraphs, card.speeches)
    places = (*mention_cells(first, root), *mention_cells(last, root))
    rest = (card.undated, card.crossing, card.machine_read, card.of_speeches, card.characters, card.per_10k)
    return *counts, *places, *rest, *leading


def phrase_profile(snapshot: Snapshot, phrase: str, filters: Filters, match_options: MatchOptions) -> Card:
    """The card of a phrase. Raises CallError or QueryError for what cannot be counted."""
    phrase = read_phrase(phrase, match_options)
    size = snapshot.shared(SubcorpusSizes).of(filters)
    found = size.within(snapshot.uses(phrase, match_options))
    uses = Uses(found, snapshot, CrossingPlaces(snapshot, phrase, match_options, filters))
    by_run, occurrences = RunCounts(found.runs, found.counts), int(found.counts.sum())
    years = Usage(snapshot.columns.of("year"), size, by_run)
    speakers = Usage(snapshot.columns.of("speaker"), size, by_run)
    first, last = _quotations((uses.first, uses.last), Phrase(phrase, match_options), snapshot.analysis)
    return Card(
        phrase=phrase,
        occurrences=occurrences,
        paragraphs=int(found.paragraphs.sum()),
        speeches=uses.speeches,
        first=first,
        last=last,
        dated=uses.dated,
        undated=uses.undated,
        crossing=uses.crossing,
        crossing_first=uses.crossing_first,
        machine_read=uses.machine_read,
        characters=size.characters,
        of_speeches=size.speeches,
        per_10k=rate(occurrences, size.characters),
        years=years.years(),
        peak=years.densest(),
        most=speakers.most(),
        densest=speakers.densest(),
    )


def _quotations(mentions: Sequence[Mention | None], phrase: Phrase, analysis: Analysis) -> Iterator[Quotation | None]:
    """Some uses, and where the phrase stands in each; all are looked through at once."""
    texts = [mention.paragraph.text for mention in mentions if mention]
    found = iter(highlights_of(texts, highlight_terms(phrase, analysis), analysis))
    return (Quotation(mention, next(found)) if mention else None for mention in mentions)
