"""What a comparison says, in words: the same for commands, pages and files."""

from collections.abc import Iterator
from typing import NamedTuple

from indexer.i18n import Message, _, joined, n_
from indexer.model import Span
from searchui.search.comparison.compared_text import ComparedText
from searchui.search.comparison.comparison import (
    ComparedRow,
    Comparison,
    NumberChange,
    PhraseChange,
    RowKind,
    SectionKind,
)
from searchui.search.comparison.predecessor import Predecessor
from searchui.search.nearest.sentences import core
from searchui.search.proofreading.wording import place_message

TITLE = _("两篇对照")
_CLAUSE_ENDS = "，。；！？：\n"
ROW_KINDS = {
    RowKind.KEPT: _("保留"),
    RowKind.CHANGED: _("改动"),
    RowKind.NUMBERS: _("数字变动"),
    RowKind.SPLIT: _("拆开"),
    RowKind.MERGED: _("合并"),
    RowKind.MOVED: _("移动"),
    RowKind.DROPPED: _("删去"),
    RowKind.NEW: _("新增"),
}
SECTION_KINDS = {
    SectionKind.SAME: _("保留"),
    SectionKind.RENAMED: _("改名"),
    SectionKind.SPLIT: _("拆开"),
    SectionKind.MERGED: _("合并"),
    SectionKind.DROPPED: _("删去"),
    SectionKind.NEW: _("新增"),
}


def name_message(text: ComparedText) -> Message:
    """Which text it is: the date and the title of a speech, the name of a draft."""
    if text.entry is None:
        return joined("", [text.name]) if text.name else _("文稿")
    return joined(" ", [str(part) for part in (text.entry.date, text.entry.title) if part])


def summary_message(found: Comparison) -> Message:
    """How much of the first text stands in the second, and how."""
    if not found.rows:
        return _("两篇都没有句子")
    if found.is_same:
        return n_("两篇逐句相同，共 {n:,} 句", len(found.rows))
    counts = [
        _("{kind} {count}", kind=ROW_KINDS[kind], count=n_("{n:,} 处", count))
        for kind, count in found.counts.items()
        if count
    ]
    sizes = [n_("{n:,} 句", len(text.sentences)) for text in (found.a, found.b)]
    return _("甲 {a}，乙 {b}：{counts}", a=sizes[0], b=sizes[1], counts=joined(_("，"), counts))


def kind_message(row: ComparedRow) -> Message:
    """What became of a row; also that it was moved, where it was split or merged too."""
    said = ROW_KINDS[row.kind]
    if row.moved and row.kind is not RowKind.MOVED:
        return _("{kind}并移动", kind=said)
    return _("移动并改动") if row.kind is RowKind.MOVED and row.edits else said


def phrase_message(change: PhraseChange) -> Message:
    """How often the corpus has a set phrase, first and last."""
    evidence = change.evidence
    parts = [
        _(
            "语料里 {times}（{speeches}）",
            times=n_("{n:,} 次", evidence.count),
            speeches=n_("{n:,} 篇", evidence.speeches),
        )
    ]
    if evidence.first is not None:
        parts.append(_("首见 {place}", place=place_message(evidence.first)))
    if evidence.last is not None and evidence.speeches > 1:
        parts.append(_("末见 {place}", place=place_message(evidence.last)))
    return joined(_("，"), parts)


def number_context(found: Comparison, change: NumberChange) -> str:
    """The clause of the second text that a number is in."""
    text = found.b.text
    start = max((text.rfind(mark, 0, change.b.start) for mark in _CLAUSE_ENDS), default=-1) + 1
    ends = (end for mark in _CLAUSE_ENDS if (end := text.find(mark, change.b.end)) >= 0)
    return text[start : min(ends, default=len(text))].strip()


def series_message(before: Predecessor, year: int) -> Message:
    """Both years of a comparison with the speech before, and those between that the corpus has none of."""
    earlier = before.entry.date.year if before.entry.date else year
    years = _("{earlier} → {year}", earlier=str(earlier), year=str(year))
    if not before.missing:
        return years
    missing = joined(_("、"), [str(one) for one in before.missing])
    return _("{years}（{missing} 年的不在语料中）", years=years, missing=missing)


class Difference(NamedTuple):
    """A stretch that both texts of a row have, or what either has there."""

    a: str
    b: str
    changed: bool


def differences(found: Comparison, row: ComparedRow) -> Iterator[Difference]:
    """The sentences of a row piece by piece, of both texts at once."""
    if row.a is None or row.b is None:
        yield Difference(found.a.of(row.a), found.b.of(row.b), changed=True)
        return
    (a, a_end), (b, b_end) = _bounds(found.a.text, row.a), _bounds(found.b.text, row.b)
    if row.edits:
        inner = core(found.a.text[a:a_end]).start, core(found.b.text[b:b_end]).start
        yield Difference(found.a.text[a : a + inner[0]], found.b.text[b : b + inner[1]], changed=False)
        a, b = a + inner[0], b + inner[1]
    for edit in row.edits:
        kept = edit.span.start - b
        yield Difference(found.a.text[a : a + kept], found.b.text[b : b + kept], changed=False)
        yield Difference(edit.source, edit.said, changed=True)
        a, b = a + kept + len(edit.source), edit.span.end
    yield Difference(found.a.text[a:a_end], found.b.text[b:b_end], changed=False)


def _bounds(text: str, span: Span) -> tuple[int, int]:
    """A span without the white space at its ends."""
    own = text[span.start : span.end]
    start = span.start + len(own) - len(own.lstrip())
    return start, start + len(own.strip())
