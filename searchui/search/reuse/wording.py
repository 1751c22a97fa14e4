"""What is told of reuse, in words: of a passage, and of a text in sum."""

from indexer.i18n import Message, _, joined, n_, units
from searchui.search.proofreading.wording import place_message
from searchui.search.reuse.reuse import KINDS, Passage, PassageKind, Precedence, Reuse, Shares

UNDATED = _("没有日期，分不出谁先谁后，不算沿用了多少")


def first_message(passage: Passage) -> Message:
    """Where it stands first in this corpus, or beside which it cannot be told."""
    place = place_message(passage.first.mention)
    if passage.precedence is Precedence.EARLIER:
        return _("语料里最早见于 {place}", place=place)
    if passage.precedence is Precedence.SAME:
        return _("又见于 {place}，日期分不出先后", place=place)
    return _("又见于 {place}，两者有一个没有日期", place=place)


def uses_message(passage: Passage) -> Message:
    """How often its longest common run stands in the corpus: 共 3 次，在 2 篇里."""
    return _(
        "共 {times}，在 {speeches}里", times=units.occurrences(passage.uses), speeches=units.speeches(passage.speeches)
    )


def shares_message(shares: Shares | None) -> Message:
    """How much of a text earlier speeches have."""
    if shares is None:
        return UNDATED
    eight, twelve, sixteen = (f"{share:.1%}" for share in (shares.runs_8, shares.runs_12, shares.runs_16))
    return _(
        "较早的讲话里已有的：连续 12 字以上相同的占 {twelve}（8 字以上 {eight}，16 字以上 {sixteen}）",
        twelve=twelve,
        eight=eight,
        sixteen=sixteen,
    )


def summary_message(reuse: Reuse) -> Message:
    """The shares, how many passages of each kind there are, and which speeches were left out."""
    counts = [
        _("{kind} {places}", kind=KINDS[kind], places=units.places(number))
        for kind in PassageKind
        if (number := len(reuse.of_kind(kind)))
    ]
    parts = [shares_message(reuse.shares), joined(_("，"), counts)] if counts else [shares_message(reuse.shares)]
    if reuse.versions:
        parts.append(n_("同一篇的 {n} 个版本不计", len(reuse.versions)))
    return joined(_("；"), parts)
