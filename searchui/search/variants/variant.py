"""What is known of a phrase and its variants: plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from indexer.i18n import Message, n_, p_
from indexer.model import Span
from searchui.search.nearest.alignment import Difference
from searchui.search.results.answer import Answered
from searchui.search.results.hit import Mention
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.statistics.count import USE_COLUMNS, mention_cells
from searchui.search.statistics.distribution import Leading
from searchui.search.statistics.trend import Bucket

VARIANT_COLUMNS = (
    Column("number", p_("column", "序号"), 6),
    Column("text", p_("column", "提法"), 24),
    Column("kind", p_("column", "与所查的不同"), 14),
    Column("occurrences", p_("column", "次数"), 8),
    Column("speeches", p_("column", "篇数"), 8),
    Column("by_year", p_("column", "逐年次数"), 40),
    *USE_COLUMNS,
    Column("most", p_("column", "次数最多"), 20),
    Column("pairs", p_("column", "对照的篇对"), 10),
)


class Kind(StrEnum):
    """How a variant differs from the phrase: other words, more, fewer, or another order."""

    REPLACED = "replaced"
    LONGER = "longer"
    SHORTER = "shorter"
    ORDER = "order"


KINDS: dict[Kind, Message] = {
    Kind.REPLACED: p_("variant", "换了字词"),
    Kind.LONGER: p_("variant", "多了字词"),
    Kind.SHORTER: p_("variant", "少了字词"),
    Kind.ORDER: p_("variant", "换了次序"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A text and its uses: how often it stands, in how many speeches, and how often in each of the years.

    `first` and `last` are by date, among dated speeches; `undated` speeches have it too. `most` are the speakers who use
    it most, where there is a base for saying so.
    """

    text: str
    occurrences: int
    speeches: int
    by_year: tuple[int, ...]
    first: Mention | None
    last: Mention | None
    undated: int
    most: Leading


@dataclass(frozen=True, slots=True)
class Use:
    """A sentence at `span` of a paragraph, with a wording at `highlight` of it."""

    mention: Mention
    span: Span
    highlight: Span

    @property
    def parts(self) -> tuple[str, str, str]:
        """The sentence before the wording, the wording, and the sentence after it."""
        text = self.mention.paragraph.text
        start, end = self.highlight.start, self.highlight.end
        return text[self.span.start : start], text[start:end], text[end : self.span.end]


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Two sentences of different speeches that say the same around the phrase and around a variant of it."""

    phrase: Use
    variant: Use

    @property
    def by_date(self) -> tuple[Use, Use]:
        """The earlier one, and the later one."""
        one, other = sorted(
            (self.phrase, self.variant), key=lambda use: use.mention.date.key if use.mention.date else 0
        )
        return one, other


@dataclass(frozen=True, slots=True)
class Variant:
    """A wording beside the phrase: how it differs, and sentences in which one stands where the other stands.

    `pairs` is how many pairs of speeches have such sentences, as far as was looked; `examples` are some of them.
    """

    wording: Wording
    kind: Kind
    differences: tuple[Difference, ...]
    pairs: int
    examples: tuple[AlignedPair, ...]

    @property
    def text(self) -> str:
        return self.wording.text


@dataclass(frozen=True, slots=True)
class Variants(Tabular, Answered):
    """A phrase and those of its variants that may have succeeded it, or it them, first; `found` is how many
    texts like it stand in the corpus.

    `years` are those of the corpus, ascending, and what text there is of each. Nothing is said of one having replaced
    another: what is to be seen are counts and sentences.
    """

    phrase: Wording
    years: tuple[Bucket, ...]
    found: int
    variants: tuple[Variant, ...]

    def table_columns(self) -> tuple[Column, ...]:
        return VARIANT_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return variant_rows(self)


def variant_rows(found: Variants, root: str = "") -> Iterator[Row]:
    """The cells of VARIANT_COLUMNS: first of the phrase itself, then of each variant; `root` stands before each address."""
    yield _row(0, found, found.phrase, None, None, root)
    for number, one in enumerate(found.variants, 1):
        yield _row(number, found, one.wording, one.kind.value, one.pairs, root)


def _row(number: int, found: Variants, one: Wording, kind: str | None, pairs: int | None, root: str) -> Row:
    years = " ".join(f"{year.name}:{count}" for year, count in zip(found.years, one.by_year, strict=True) if count)
    places = (*mention_cells(one.first, root), *mention_cells(one.last, root))
    most = "、".join(use.name for use in one.most.named) or None
    return (number, one.text, kind, one.occurrences, one.speeches, years, *places, one.undated, most, pairs)


def differs_message(one: Variant) -> Message:
    """How a variant differs, and how many pairs of speeches show the two in the same sentence."""
    return n_("{kind}，{n:,} 对句子", one.pairs, kind=KINDS[one.kind]) if one.pairs else KINDS[one.kind]
