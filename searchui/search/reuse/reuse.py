"""What of a text was said before: plain values, in the order of the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from indexer.i18n import Message, p_
from indexer.model import Span
from indexer.store.speech_catalogue import Entry
from searchui.search.proofreading.evidence import Source
from searchui.search.results.answer import Answered
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.statistics.count import mention_cells

LEAST, FEWEST, MOST = 12, 8, 100  # letters of a run that is told, as a rule and at the least and most


class PassageKind(StrEnum):
    """Whether a passage is worth reading, is said in very many places, or is a list of names and figures."""

    PASSAGE = "passage"
    RITUAL = "ritual"
    LIST = "list"


class Precedence(StrEnum):
    """Whether the other text came earlier; or dates do not tell which came first; or one of the two has none."""

    EARLIER = "earlier"
    SAME = "same"
    UNDATED = "undated"


KINDS: Mapping[PassageKind, Message] = {
    PassageKind.PASSAGE: p_("reuse", "沿用"),
    PassageKind.RITUAL: p_("reuse", "套语"),
    PassageKind.LIST: p_("reuse", "名单与数字"),
}


class Shares(msgspec.Struct, frozen=True):
    """How much of a text, 0 to 1, is in runs of 8, 12, 16 letters that earlier speeches have; letters are letters and digits."""

    runs_8: float
    runs_12: float
    runs_16: float


SHARE_RUNS: Mapping[str, int] = {"runs_8": 8, "runs_12": 12, "runs_16": 16}
"""How many letters the runs of each share have."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `span` of a text, which stand elsewhere in the corpus too; `shown` are they without parts of words at the
    ends. `anchor` is that of its paragraph, empty in a draft.

    `first` is where it stands first among the speeches of `precedence` that have about as much of it as any; the longest
    run of letters that this has in common with it is `core`, which stands in `uses` places of the corpus, in `speeches`
    speeches, this one among them. `matched` is the number of letters that `first` has of it.
    """

    span: Span
    shown: Span
    text: str
    anchor: str
    kind: PassageKind
    precedence: Precedence
    first: Source
    matched: int
    core: Span
    uses: int
    speeches: int


REUSE_COLUMNS = (
    Column("number", p_("column", "序号"), 6),
    Column("kind", p_("column", "类别"), 10),
    Column("precedence", p_("column", "先后"), 10),
    Column("start", p_("column", "起"), 8),
    Column("end", p_("column", "止"), 8),
    Column("text", p_("column", "段落"), 60),
    Column("anchor", p_("column", "段落锚"), 16),
    Column("matched", p_("column", "相同字数"), 10),
    Column("uses", p_("column", "次数"), 8),
    Column("speeches", p_("column", "篇数"), 8),
    Column("source", p_("column", "首见"), 60),
    Column("date", p_("column", "日期")),
    Column("speaker", p_("column", "讲话人"), 12),
    Column("title", p_("column", "标题"), 40),
    Column("url", p_("column", "地址"), 40),
)


@dataclass(frozen=True, slots=True)
class Reuse(Tabular, Answered):
    """What of a text stands in the corpus. All spans are of `text`; of a `speech` that is its paragraphs, a line each.

    `letters` is how many letters and digits it has, `shares` how much of these earlier speeches have; None for a speech
    without a date, to which nothing is earlier. `versions` of the same speech are left out everywhere.
    """

    text: str
    speech: Entry | None
    least: int
    letters: int
    shares: Shares | None
    passages: tuple[Passage, ...]
    versions: tuple[Entry, ...]

    def of_kind(self, *kinds: PassageKind) -> tuple[Passage, ...]:
        """The passages of some kinds."""
        return tuple(one for one in self.passages if one.kind in kinds)

    def table_columns(self) -> tuple[Column, ...]:
        return REUSE_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return reuse_rows(self)


def reuse_rows(reuse: Reuse, root: str = "") -> Iterator[Row]:
    """The cells of REUSE_COLUMNS; `root` stands before each address."""
    for number, one in enumerate(reuse.passages, 1):
        kind = one.kind.value, one.precedence.value
        place = one.span.start, one.span.end, one.text, one.anchor or None
        first = one.first.text, *mention_cells(one.first.mention, root)
        yield number, *kind, *place, one.matched, one.uses, one.speeches, *first
