"""What a proof says, in words: the same for commands, pages and files. It always speaks of this corpus."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, assert_never

from indexer.i18n import Message, _, joined, n_
from indexer.model import Span
from searchui.search.proofreading.attribution import Attribution
from searchui.search.proofreading.edits import Change, Edit
from searchui.search.proofreading.evidence import Evidence
from searchui.search.proofreading.long_unused import LongUnused
from searchui.search.proofreading.proof import DIFFERENT, Notice, NoticeKind, Proof, Quotation, Sentence, Verdict
from searchui.search.results.hit import Mention

AUTHOR = _("核对文稿")
LONG_UNUSED = _("久未用到")
VERDICTS = {
    Verdict.EXACT: _("一致"),
    Verdict.MARKS: _("标点不同"),
    Verdict.ORDER: _("次序不同"),
    Verdict.ALTERED: _("有改动"),
    Verdict.NEAR: _("相近"),
    Verdict.NEW: _("未见"),
}
CHANGES = {
    Change.REPLACED: _("换字"),
    Change.EXTRA: _("多字"),
    Change.MISSING: _("少字"),
    Change.ORDER: _("颠倒语序"),
    Change.MARKS: _("标点"),
    Change.NUMBER: _("数字不同"),
}
NOTICES = {
    NoticeKind.SLIP: _("疑似笔误"),
    NoticeKind.ORDER: _("次序"),
    NoticeKind.NUMBER: _("数字"),
    NoticeKind.MARKS: _("标点"),
    NoticeKind.ATTRIBUTION: _("出处"),
    NoticeKind.OUTDATED: _("旧提法"),
}


def notice_message(notice: Notice) -> Message:
    """What is to be looked at, and why."""
    said, suggestion, times = notice.said, notice.suggestion, n_("{n:,} 次", notice.count)
    match notice.kind:
        case NoticeKind.SLIP:
            return _slip_message(notice)
        case NoticeKind.ORDER:
            own = n_("{n:,} 次", notice.said_count)
            return _(
                "语料里“{suggestion}”{times}，“{said}”{own}", suggestion=suggestion, times=times, said=said, own=own
            )
        case NoticeKind.NUMBER | NoticeKind.MARKS:
            return _("语料里同样的一句是“{suggestion}”，这里是“{said}”", suggestion=suggestion, said=said)
        case NoticeKind.ATTRIBUTION:
            if not suggestion:
                return _("语料里有此语，但不是{said}说的", said=said)
            return _("语料里有此语，但不是{said}，是{suggestion}说的", said=said, suggestion=suggestion)
        case NoticeKind.OUTDATED:
            note = _("（{note}）", note=notice.note) if notice.note else ""
            return _(
                "“{said}”现在说“{suggestion}”{note}；语料里新的提法 {times}",
                said=said,
                suggestion=suggestion,
                note=note,
                times=times,
            )
    assert_never(notice.kind)


def _slip_message(notice: Notice) -> Message:
    times = n_("{n:,} 次", notice.count)
    if not notice.said:
        return _("似少“{suggestion}”字：补上以后，前后几个字语料里 {times}", suggestion=notice.suggestion, times=times)
    if not notice.suggestion:
        return _("似多“{said}”字：去掉以后，前后几个字语料里 {times}", said=notice.said, times=times)
    return _(
        "“{said}”似应为“{suggestion}”：改了以后，前后几个字语料里 {times}",
        said=notice.said,
        suggestion=notice.suggestion,
        times=times,
    )


def sentence_message(one: Sentence) -> Message:
    """What the corpus has of a sentence: how often, where first and where last."""
    parts: list[Message] = [VERDICTS[one.verdict]]
    if one.verdict is Verdict.EXACT:
        parts.append(evidence_message(one.evidence))
    elif one.source is not None:
        parts.append(_("语料里的一句：{evidence}", evidence=evidence_message(one.evidence)))
    if isinstance(one, Quotation) and one.attribution and one.source is not None:
        parts += _attribution_messages(one.attribution)
    return joined(_("，"), parts)


def _attribution_messages(named: Attribution) -> Iterator[Message]:
    """What is to be said of whom a draft names as a speaker."""
    if named.person is not None:
        yield _("“{office}”是{person}", office=named.speaker, person=named.person)
    elif named.said is None:
        yield _("是不是{office}说的，语料不能断定", office=named.speaker)
    elif not named.said:
        yield _("有此语，但不是{speaker}说的", speaker=named.speaker)


def evidence_message(evidence: Evidence) -> Message:
    """How often a text stands in this corpus, in how many speeches, first and last."""
    parts = [
        _(
            "语料里 {times}（{speeches}）",
            times=n_("{n:,} 次", evidence.count),
            speeches=n_("{n:,} 篇", evidence.speeches),
        )
    ]
    if evidence.only is not None and evidence.source is not None:
        parts.append(_("只见于 {place}", place=place_message(evidence.source.mention)))
    elif evidence.first is not None:
        parts.append(_("首见 {place}", place=place_message(evidence.first)))
    if evidence.last is not None and evidence.speeches > 1:
        parts.append(_("末见 {place}", place=place_message(evidence.last)))
    if evidence.undated:
        parts.append(n_("另有 {n} 篇日期不详", evidence.undated))
    return joined(_("，"), parts)


def long_unused_message(one: LongUnused) -> Message:
    """How often the corpus used a phrase, and when last."""
    told = _("{evidence}，此后没有再用", evidence=evidence_message(one.evidence))
    return joined(_("；"), [told, n_("文稿里 {n} 处", len(one.spans))]) if len(one.spans) > 1 else told


def place_message(mention: Mention) -> Message:
    """The date, the speaker and the title of a speech."""
    facts = [str(fact) for fact in (mention.date, mention.speaker) if fact]
    return joined(" ", [*facts, _("《{title}》", title=mention.speech.title)])


def edit_message(edit: Edit) -> Message:
    """A difference by its kind: 换字：“兴”（文稿“形”）"""
    if not edit.said:
        return _("{kind}：原文有“{source}”", kind=CHANGES[edit.how], source=edit.source)
    if not edit.source:
        return _("{kind}：原文没有“{said}”", kind=CHANGES[edit.how], said=edit.said)
    return _("{kind}：原文“{source}”，文稿“{said}”", kind=CHANGES[edit.how], source=edit.source, said=edit.said)


class Remarked(NamedTuple):
    """What is to be said at a place of a draft."""

    span: Span
    message: Message


def remarks_on(proof: Proof) -> Iterator[Remarked]:
    """What a reader of the draft is to be told, in its order: what differs and by what, and what is to be looked at."""
    told = [
        Remarked(one.span, joined("\n", [sentence_message(one), *map(edit_message, one.edits)]))
        for one in (*proof.sentences, *proof.quotations_apart)
        if one.verdict in DIFFERENT and not _is_noticed(one, proof.notices)
    ]
    told += [Remarked(notice.span, _with_source(notice)) for notice in proof.notices]
    yield from sorted(told, key=lambda remark: remark.span)


def _is_noticed(one: Sentence, notices: Sequence[Notice]) -> bool:
    """Whether notices say all of how a sentence differs: where only its numbers do."""
    numbers = {notice.span for notice in notices if notice.kind is NoticeKind.NUMBER}
    return bool(one.edits) and all(edit.span in numbers for edit in one.edits)


def _with_source(notice: Notice) -> Message:
    if notice.source is None:
        return notice_message(notice)
    return joined("\n", [notice_message(notice), _("见 {place}", place=place_message(notice.source.mention))])


def summary_message(proof: Proof) -> Message:
    """How much of a draft stands in the corpus, and how much is to be looked at."""
    counts = [
        joined(" ", [VERDICTS[verdict], n_("{n} 句", number)])
        for verdict in Verdict
        if (number := sum(one.verdict is verdict for one in proof.sentences))
    ]
    percent = f"{proof.share_exact:.0%}"
    share = _("原样的占 {share} 的字数", share=percent)
    return joined(_("；"), [joined(_("，"), counts), share, n_("{n} 处要看", len(proof.notices))])
