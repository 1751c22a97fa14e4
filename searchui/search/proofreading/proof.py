"""What proofreading gives: plain values, in the order of the draft."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from indexer.i18n import p_
from indexer.model import Span
from searchui.search.proofreading.attribution import Attribution
from searchui.search.proofreading.edits import Edit
from searchui.search.proofreading.evidence import Evidence, Source
from searchui.search.proofreading.long_unused import LongUnused
from searchui.search.results.answer import Answered
from searchui.search.results.hit import Mention
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.statistics.count import mention_cells


class Verdict(StrEnum):
    """What the corpus has of a sentence. Only what stands there letter for letter is exact."""

    EXACT = "exact"
    MARKS = "marks"
    ORDER = "order"
    ALTERED = "altered"
    NEAR = "near"
    NEW = "new"


DIFFERENT = frozenset({Verdict.MARKS, Verdict.ORDER, Verdict.ALTERED})
"""What stands there a little differently, and may be meant to be the same."""


class NoticeKind(StrEnum):
    """What is worth a second look."""

    SLIP = "slip"
    ORDER = "order"
    NUMBER = "number"
    MARKS = "marks"
    ATTRIBUTION = "attribution"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the draft, the characters `span` of it, or what it quotes.

    `evidence` is that of the sentence where it is exact, else that of the sentence of the corpus that it comes nearest to;
    `edits` are the differences from that.
    """

    span: Span
    text: str
    verdict: Verdict
    evidence: Evidence
    edits: tuple[Edit, ...]

    @property
    def count(self) -> int:
        """How often it stands in the corpus letter for letter."""
        return self.evidence.count if self.verdict is Verdict.EXACT else 0

    @property
    def speeches(self) -> int:
        """In how many speeches."""
        return self.evidence.speeches if self.verdict is Verdict.EXACT else 0

    @property
    def first(self) -> Mention | None:
        """The first dated use in the corpus, of it or of what it comes nearest to."""
        return self.evidence.first

    @property
    def last(self) -> Mention | None:
        return self.evidence.last

    @property
    def source(self) -> Source | None:
        """Where it stands, or what it comes nearest to; None where it is new."""
        return self.evidence.source


@dataclass(frozen=True, slots=True)
class Quotation(Sentence):
    """What stands between quotation marks, or in 《》, and whom the draft names as its speaker."""

    attribution: Attribution | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth a second look: the characters `span` of the draft, which say `said`, and what the corpus has instead.

    `said_count` and `count` are how often either stands in the corpus. `note` is what a user's own list says.
    """

    kind: NoticeKind
    span: Span
    said: str
    suggestion: str
    said_count: int
    count: int
    source: Source | None
    note: str = ""


PROOF_COLUMNS = (
    Column("number", p_("column", "序号"), 6),
    Column("kind", p_("column", "类别"), 10),
    Column("start", p_("column", "起"), 8),
    Column("end", p_("column", "止"), 8),
    Column("text", p_("column", "文稿"), 60),
    Column("verdict", p_("column", "结果"), 10),
    Column("count", p_("column", "次数"), 8),
    Column("speeches", p_("column", "篇数"), 8),
    Column("source", p_("column", "原文"), 60),
    Column("date", p_("column", "日期")),
    Column("speaker", p_("column", "讲话人"), 12),
    Column("title", p_("column", "标题"), 40),
    Column("url", p_("column", "地址"), 40),
    Column("edits", p_("column", "不同之处"), 40),
)


@dataclass(frozen=True, slots=True)
class Proof(Tabular, Answered):
    """A draft, and what the corpus has of it. All spans are of `text`.

    `long_unused` are phrases that the corpus used often, and not for years: to be known, nothing to be mended.
    """

    text: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    notices: tuple[Notice, ...]
    long_unused: tuple[LongUnused, ...]

    @property
    def share_exact(self) -> float:
        """Of the characters of all sentences, how many are in sentences that stand in the corpus; 0 to 1."""
        sizes = [(one.span.end - one.span.start, one.verdict is Verdict.EXACT) for one in self.sentences]
        return sum(size for size, exact in sizes if exact) / max(sum(size for size, _ in sizes), 1)

    @property
    def quotations_apart(self) -> tuple[Quotation, ...]:
        """The quotations of which more is to be said than of the sentences that they are in: these are near or new."""
        told = [one.span for one in self.sentences if one.verdict not in (Verdict.NEAR, Verdict.NEW)]
        whole = {one.span for one in self.sentences}

        def is_told(span: Span) -> bool:
            at = bisect_right(told, Span(span.start, len(self.text) + 1)) - 1
            return span in whole or (at >= 0 and span.end <= told[at].end)

        return tuple(one for one in self.quotations if one.verdict is not Verdict.NEW and not is_told(one.span))

    @property
    def is_clean(self) -> bool:
        """Whether nothing is worth a second look."""
        return not self.notices and not any(one.verdict in DIFFERENT for one in (*self.sentences, *self.quotations))

    def table_columns(self) -> tuple[Column, ...]:
        return PROOF_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return proof_rows(self)


def proof_rows(proof: Proof, root: str = "") -> Iterator[Row]:
    """The cells of PROOF_COLUMNS: sentences, then quotations, notices and phrases long unused; `root` stands before each address."""
    parts = [("sentence", one) for one in proof.sentences] + [("quotation", one) for one in proof.quotations]
    for number, (kind, one) in enumerate(parts, 1):
        edits = "；".join(f"{edit.said or '∅'}→{edit.source or '∅'}" for edit in one.edits) or None
        place = one.span.start, one.span.end
        yield (
            number,
            kind,
            *place,
            one.text,
            one.verdict.value,
            one.count,
            one.speeches,
            *_cells(one.source, root),
            edits,
        )
    for number, notice in enumerate(proof.notices, len(parts) + 1):
        change = f"{notice.said or '∅'}→{notice.suggestion or '∅'}"
        place = notice.span.start, notice.span.end
        own = notice.said, notice.kind.value, notice.said_count, None
        yield number, "notice", *place, *own, *_cells(notice.source, root), change
    for number, phrase in enumerate(proof.long_unused, len(parts) + len(proof.notices) + 1):
        evidence, place = phrase.evidence, (phrase.span.start, phrase.span.end)
        times = evidence.count, evidence.speeches
        yield number, "long_unused", *place, phrase.text, None, *times, None, *mention_cells(evidence.last, root), None


def _cells(source: Source | None, root: str) -> Row:
    return (source.text if source else None, *mention_cells(source.mention if source else None, root))
