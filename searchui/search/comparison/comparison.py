"""What a comparison of two texts gives: plain values, in the order of the second text."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from indexer.i18n import p_
from indexer.model import Span
from searchui.search.comparison.compared_text import ComparedSection, ComparedText
from searchui.search.proofreading.edits import Edit
from searchui.search.proofreading.evidence import Evidence
from searchui.search.results.answer import Answered
from searchui.search.results.tabular import Column, Tabular
from searchui.search.results.tabular import Row as Cells


class RowKind(StrEnum):
    """What became of sentences of the first text in the second."""

    KEPT = "kept"
    CHANGED = "changed"
    NUMBERS = "numbers"
    SPLIT = "split"
    MERGED = "merged"
    MOVED = "moved"
    DROPPED = "dropped"
    NEW = "new"


class SectionKind(StrEnum):
    """What became of a section."""

    SAME = "same"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    DROPPED = "dropped"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """Sentences of the first text, the characters `a`, and what they are in the second, the characters `b`.

    Either is None where the other has no counterpart. Of what was split and merged several sentences stand in one row.
    `moved`: it stands elsewhere among the others; `similarity` is from 0 to 1. `edits` lead from `a` to `b`: their
    spans are characters of the second text, `said` is what it has and `source` what the first one had there.
    """

    kind: RowKind
    a: Span | None
    b: Span | None
    moved: bool
    similarity: float
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRow:
    """Sections of both texts that say much the same, by their sentences; one side is empty where there is none."""

    kind: SectionKind
    a: tuple[ComparedSection, ...]
    b: tuple[ComparedSection, ...]


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number that changed where all around it, at least between two marks, is the same: its places in both texts.

    `row` is the row of its sentence.
    """

    row: int
    a: Span
    b: Span


@dataclass(frozen=True, slots=True)
class PhraseChange:
    """A set phrase that only one of the texts has: how often each has it, and what the corpus has of it."""

    phrase: str
    in_a: int
    in_b: int
    evidence: Evidence

    @property
    def appeared(self) -> bool:
        return self.in_b > 0


COMPARISON_COLUMNS = (
    Column("number", p_("column", "序号"), 6),
    Column("kind", p_("column", "类别"), 10),
    Column("moved", p_("column", "移动"), 6),
    Column("similarity", p_("column", "相近"), 8),
    Column("a_section", p_("column", "甲的小标题"), 30),
    Column("a", p_("column", "甲"), 60),
    Column("b_section", p_("column", "乙的小标题"), 30),
    Column("b", p_("column", "乙"), 60),
    Column("edits", p_("column", "改动"), 40),
    Column("a_start", p_("column", "甲起"), 8),
    Column("a_end", p_("column", "甲止"), 8),
    Column("b_start", p_("column", "乙起"), 8),
    Column("b_end", p_("column", "乙止"), 8),
    Column("a_url", p_("column", "甲的地址"), 40),
    Column("b_url", p_("column", "乙的地址"), 40),
)


@dataclass(frozen=True, slots=True)
class Comparison(Answered, Tabular):
    """Two texts side by side. Every sentence of either stands in exactly one row.

    `phrases` are set phrases that only one of them has: those that were given up, then those that appeared, what is
    used most first; of each at most MOST_PHRASES.
    """

    a: ComparedText
    b: ComparedText
    rows: tuple[ComparedRow, ...]
    sections: tuple[SectionRow, ...]
    numbers: tuple[NumberChange, ...]
    phrases: tuple[PhraseChange, ...]

    @property
    def counts(self) -> Mapping[RowKind, int]:
        """How many rows there are of each kind."""
        found = Counter(row.kind for row in self.rows)
        return {kind: found[kind] for kind in RowKind}

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return all(row.kind is RowKind.KEPT for row in self.rows)

    def table_columns(self) -> tuple[Column, ...]:
        return COMPARISON_COLUMNS

    def table_rows(self) -> Iterator[Cells]:
        return comparison_rows(self, "")


def comparison_rows(found: Comparison, root: str) -> Iterator[Cells]:
    """A row a row; `root` stands before each address."""
    for number, row in enumerate(found.rows, 1):
        edits = "；".join(f"{edit.source or '∅'}→{edit.said or '∅'}" for edit in row.edits) or None
        alike = round(row.similarity, 4) if row.a and row.b else None
        (a_section, a, *a_place, a_url), (b_section, b, *b_place, b_url) = (
            _cells(found.a, row.a, root),
            _cells(found.b, row.b, root),
        )
        yield (
            number, row.kind.value, int(row.moved), alike, a_section, a, b_section, b, edits, *a_place, *b_place, a_url, b_url,
        )  # fmt: skip


def _cells(text: ComparedText, span: Span | None, root: str) -> Cells:
    if span is None:
        return (None,) * 5
    section, url = text.section_at(span.start), text.url_at(span.start)
    return (section.heading if section else None, text.of(span), span.start, span.end, root + url if url else None)
