"""How much of each speech was said before, and how that changes over the years."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from indexer.i18n import p_
from indexer.store.speech_catalogue import Entry
from searchui.search.results.answer import Answer
from searchui.search.results.hit import speech_url
from searchui.search.results.json_answers import SpeechAnswer, speech_answer
from searchui.search.results.tabular import Column, Row, Tabular
from searchui.search.reuse.reuse import SHARE_RUNS, Shares
from searchui.search.reuse.runs.corpus_runs import CorpusRuns
from searchui.search.reuse.shares import reused_letters
from searchui.search.snapshot import Snapshot

OVERVIEW_COLUMNS = (
    Column("number", p_("column", "序号"), 6),
    Column("date", p_("column", "日期")),
    Column("speaker", p_("column", "讲话人"), 12),
    Column("title", p_("column", "标题"), 40),
    Column("letters", p_("column", "字数（不计标点）"), 12),
    Column("runs_8", p_("column", "连续 8 字相同的占"), 12),
    Column("runs_12", p_("column", "连续 12 字相同的占"), 12),
    Column("runs_16", p_("column", "连续 16 字相同的占"), 12),
    Column("speech", p_("column", "编号"), 30),
    Column("url", p_("column", "地址"), 40),
)


class SpeechShares(msgspec.Struct, frozen=True):
    """A speech, how many letters and digits it has, and how much of these earlier speeches have; None without a date."""

    speech: SpeechAnswer
    url: str
    letters: int
    shares: Shares | None


class YearShares(msgspec.Struct, frozen=True):
    """The same of all speeches of a year together."""

    year: int
    speeches: int
    letters: int
    shares: Shares


class ReuseOverview(Answer, Tabular, frozen=True):
    """Every speech, oldest first, those without a date last; versions of others are not listed. And every year."""

    speeches: tuple[SpeechShares, ...]
    years: tuple[YearShares, ...]

    def table_columns(self) -> tuple[Column, ...]:
        return OVERVIEW_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return overview_rows(self)


def overview_rows(overview: ReuseOverview, root: str = "") -> Iterator[Row]:
    """The cells of OVERVIEW_COLUMNS; `root` stands before each address."""
    for number, one in enumerate(overview.speeches, 1):
        shares = [None if one.shares is None else getattr(one.shares, name) for name in SHARE_RUNS]
        speech = one.speech
        yield number, speech.date, speech.speaker, speech.title, one.letters, *shares, speech.id, root + one.url


def reuse_overview(snapshot: Snapshot, speeches: Sequence[Entry]) -> ReuseOverview:
    """That of some speeches, in their order."""
    letters, reused = snapshot.shared(CorpusRuns).letters, reused_letters(snapshot)
    numbers = {entry.id: number for number, entry in enumerate(snapshot.entries)}
    sizes = [int(letters[numbers[entry.id]]) for entry in speeches]
    found = [[int(reused[name][numbers[entry.id]]) for name in SHARE_RUNS] for entry in speeches]
    rows = [
        SpeechShares(
            speech_answer(entry), speech_url(entry.id), size, _shares(own, size) if entry.date is not None else None
        )
        for entry, size, own in zip(speeches, sizes, found, strict=True)
    ]
    return ReuseOverview(tuple(rows), tuple(_years(speeches, sizes, found)))


def _years(speeches: Sequence[Entry], sizes: Sequence[int], found: Sequence[Sequence[int]]) -> Iterator[YearShares]:
    dated = [(one.date.year, size, own) for one, size, own in zip(speeches, sizes, found, strict=True) if one.date]
    for year, group in groupby(sorted(dated, key=lambda one: one[0]), key=lambda one: one[0]):
        rows = list(group)
        letters = sum(size for _year, size, _own in rows)
        sums = [sum(own[place] for _year, _size, own in rows) for place in range(len(SHARE_RUNS))]
        yield YearShares(year, len(rows), letters, _shares(sums, letters))


def _shares(reused: Sequence[int], letters: int) -> Shares:
    return Shares(*(round(one / max(letters, 1), 6) for one in reused))
