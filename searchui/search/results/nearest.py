"""The nearest sentences as they are told: each with where it first stands, or how its source differs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from indexer.analysis import fold
from indexer.errors import CallError
from indexer.i18n import _, p_
from indexer.model import Span
from indexer.shown_text import as_shown
from searchui.search.nearest.alignment import Difference, differences
from searchui.search.nearest.nearest_sentence import NearestSentence, SentenceFinder, Verdict
from searchui.search.nearest.sentences import core
from searchui.search.query import MAX_QUERY_LENGTH
from searchui.search.query.pasted import unwrap
from searchui.search.results.answer import Answered
from searchui.search.results.hit import Mention
from searchui.search.results.tabular import Cell, Column, Row, Tabular
from searchui.search.results.use_by_date import use_by_date
from searchui.search.snapshot import Snapshot

NEAREST_COLUMNS = (
    Column("number", p_("column", "序号"), 6),
    Column("text", p_("column", "所查的句子"), 60),
    Column("verdict", p_("column", "结果"), 10),
    Column("occurrences", p_("column", "次数"), 8),
    Column("source", p_("column", "原文"), 60),
    Column("date", p_("column", "日期")),
    Column("title", p_("column", "标题"), 40),
    Column("speaker", p_("column", "讲话人"), 12),
    Column("url", p_("column", "地址"), 40),
)


@dataclass(frozen=True, slots=True)
class SentenceMatch:
    """A sentence, the characters from `start` to `end` of the text, and what the corpus has of it.

    `verdict` is exact (it stands there, but for the marks at its ends, `occurrences` times), marks (with other marks),
    order (the same characters in another order), near (with other characters), or none. `mention` is where it first
    stands, or the nearest sentence does, at `source` of the paragraph; `differences` are all of the two in order.
    """

    text: str
    start: int
    end: int
    verdict: Verdict
    occurrences: int
    paragraphs: int
    mention: Mention | None
    source: Span | None
    differences: tuple[Difference, ...]

    @property
    def source_text(self) -> str:
        """The sentence of the corpus."""
        if self.mention is None or self.source is None:
            return ""
        return self.mention.paragraph.text[self.source.start : self.source.end]


@dataclass(frozen=True, slots=True)
class Nearest(Tabular, Answered):
    """A text as it is shown, on one line, and its sentences in order."""

    text: str
    sentences: tuple[SentenceMatch, ...]

    @property
    def found(self) -> int:
        """How many of the sentences stand in the corpus or have one that is near."""
        return sum(one.verdict is not Verdict.NONE for one in self.sentences)

    def table_columns(self) -> tuple[Column, ...]:
        return NEAREST_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return nearest_rows(self)


def nearest_rows(nearest: Nearest, root: str = "") -> Iterator[Row]:
    """The cells of NEAREST_COLUMNS for each sentence; `root` stands before each address."""
    for number, one in enumerate(nearest.sentences, 1):
        place: tuple[Cell, ...] = (None, None, None, None)
        if mention := one.mention:
            date = str(mention.date) if mention.date else None
            place = date, mention.speech.title, mention.speaker, root + mention.url
        yield number, one.text, one.verdict.value, one.occurrences, one.source_text or None, *place


def nearest_sentences(snapshot: Snapshot, text: str) -> Nearest:
    """The nearest sentences to those of a text. Raises CallError for none, and for a longer one than can be asked for."""
    shown = unwrap(as_shown(text))
    if not shown:
        raise CallError(_("请写下要找的词句"))
    if len(shown) > MAX_QUERY_LENGTH:
        raise CallError(
            _(
                "文字有 {count} 个字，一次最多查 {longest} 个字。请分成几次来查",
                count=len(shown),
                longest=MAX_QUERY_LENGTH,
            )
        )
    found = snapshot.shared(_finder).nearest(shown)
    return Nearest(shown, tuple(_told(snapshot, shown, one) for one in found))


def _finder(snapshot: Snapshot) -> SentenceFinder:
    return SentenceFinder(snapshot.engine)


def _told(snapshot: Snapshot, text: str, found: NearestSentence) -> SentenceMatch:
    said = text[found.span.start : found.span.end].strip()
    mention, source = None, found.source
    pieces: tuple[Difference, ...] = ()
    if found.verdict is Verdict.EXACT:
        mention = use_by_date(snapshot, found.paragraphs) or _mention(snapshot, int(found.paragraphs[0]))
        own = core(fold(said))
        sought = fold(said)[own.start : own.end] or fold(said)
        start = fold(mention.paragraph.text).find(sought)
        source = Span(start, start + len(sought))
    elif found.paragraph is not None and source is not None:
        mention = _mention(snapshot, found.paragraph)
        own, other = core(said), mention.paragraph.text[source.start : source.end]
        bare = said[own.start : own.end]
        pieces = differences(bare, other, fold(bare), fold(other))
    return SentenceMatch(
        text=said,
        start=found.span.start,
        end=found.span.end,
        verdict=found.verdict,
        occurrences=found.occurrences,
        paragraphs=len(found.paragraphs),
        mention=mention,
        source=source,
        differences=pieces,
    )


def _mention(snapshot: Snapshot, number: int) -> Mention:
    speech = int(snapshot.columns.speech_of(np.array([number]))[0])
    return Mention(snapshot.entries[speech], *snapshot.engine.paragraphs([number]))
