"""Results → words: how a query was read, how far partial matches go, what a score adds up; in the user's language."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import assert_never

from indexer.analysis import fold
from indexer.analysis.match_options import MatchOptions
from indexer.analysis.wildcard import MAX_SKIPPED, ONE, SOME, closing_part, open_part
from indexer.engine.query import (
    And,
    DateRange,
    DocRanges,
    Field,
    Leaf,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Synonyms,
    Unknown,
    Wildcard,
    Words,
)
from indexer.i18n import SOURCE, Language, Message, _, joined, n_, p_, units
from searchui.search.nearest.nearest_sentence import Verdict
from searchui.search.ranking.partial_match import Coverage
from searchui.search.ranking.ranking_rules import RULES
from searchui.search.ranking.speech_rank import FURTHER, FURTHER_TITLE

MANNER_WORDS = {
    "exact": _("繁简、全半角、大小写也须相同"),
    "loose": _("不计标点和空格"),
    "numbers": _("数字写法不限"),
}
UNKNOWN_FACTS = {"year": _("日期不详"), "speaker": _("讲话人不详"), "occasion": _("场合不详")}
NAMED_WORDS = 8  # more of them are only counted
PARTS = {
    "body": p_("score", "正文"),
    "headings": p_("score", "小标题"),
    "title": p_("score", "标题"),
    "verbatim": p_("score", "原样"),
    "pairs": p_("score", "相连的字"),
    **{rule.id: rule.title for rule in RULES},
    FURTHER: FURTHER_TITLE,
}


def describe_coverage(coverage: Coverage, language: Language = SOURCE) -> str:
    """What partial matches are: 没有一段含全部这些词：“甲”“乙”；以下 5 段与它最相近，词越少见，分量越重."""
    return coverage_message(coverage).text(language)


def coverage_message(coverage: Coverage) -> Message:
    """The same in any language. Of many words those are named that weigh most."""
    size, words, rarest = coverage.paragraphs, _quoted(coverage.words), _quoted(coverage.rarest)
    if len(coverage.words) <= NAMED_WORDS:
        return n_("没有一段同时含{words}；以下 {n} 段最相近，词越少见分量越重", size, words=words)
    if len(coverage.rarest) > NAMED_WORDS:
        return n_("没有一段含全部这些词；以下 {n} 段最相近，词越少见分量越重", size)
    return n_("没有一段含全部这些词；以下 {n} 段最相近，词越少见分量越重，最重的是{rarest}", size, rarest=rarest)


def _quoted(words: Sequence[str]) -> str:
    return "".join(f"“{word}”" for word in words)


def verdict_message(verdict: Verdict, occurrences: int) -> Message:
    """What is known of a sentence that was looked for."""
    match verdict:
        case Verdict.EXACT:
            return n_("原样出现 {n:,} 次", occurrences)
        case Verdict.MARKS:
            return _("没有原样的；有一句只差标点")
        case Verdict.ORDER:
            return _("没有原样的；有一句只差语序")
        case Verdict.NEAR:
            return _("没有原样的；最近的一句")
        case Verdict.NONE:
            return _("语料中没有相近的句子")
    assert_never(verdict)


def parts_message(parts: Mapping[str, float]) -> Message:
    """What a score adds up, without what adds nothing: 正文 2.10 + 原样 5.31."""
    added = [_("{name} {score:.2f}", name=PARTS[name], score=part) for name, part in parts.items() if part]
    return joined(" + ", added) if added else joined("", ["0"])


def describe(query: Query, language: Language = SOURCE) -> str:
    """The query in words: 含“基层”各词，且一字不差含“党的建设”，且年份 2024."""
    return description(query).text(language)


def description(query: Query) -> Message:
    """What a score adds up, without what adds nothing: 正文 2.10 + 原样 5.31."""
    match query:
        case And(parts):
            return joined(_("，且"), [_inner(part) for part in parts])
        case Or(parts):
            return joined(_("，或"), [_inner(part) for part in parts])
        case Not(part):
            return _("不要（{part}）", part=description(part))
        case Synonyms(own, other):
            return _(
                "{part}（也找 {names}）", part=_inner(own), names=joined(_("、"), list(dict.fromkeys(_synonyms(other))))
            )
        case DateRange():
            return _describe_period(query)
        case Unknown(field):
            return UNKNOWN_FACTS[field]
        case Field(name, value):
            return _field(name, value)
        case DocRanges():
            raise TypeError(f"not a node of the language: {query!r}")
        case Words() | Phrase() | Proximity() | Wildcard():
            return _leaf(query)
        case unknown:
            assert_never(unknown)


def _leaf(leaf: Leaf) -> Message:
    match leaf:
        case Phrase(text, manner):
            return _("一字不差含“{text}”{manner}", text=text, manner=_manner(manner))
        case Words(text):
            return _("含“{text}”各词{closing}", text=text, closing=_closing(text))
        case Proximity(texts, distance):
            quoted = reduce(_beside, (_("“{text}”", text=text) for text in texts))
            return _("{texts}相隔至多 {distance}，不论先后", texts=quoted, distance=units.characters(distance))
        case Wildcard(text):
            return _pattern(text)


def _beside(one: Message, other: Message) -> Message:
    return p_("texts near each other", "{one}{other}", one=one, other=other)


def _field(name: str, value: object) -> Message:
    match name:
        case "year":
            return _("年份 {value}", value=value)
        case "speaker":
            return _("讲话人含“{value}”", value=value)
        case "title":
            return _("标题含“{value}”", value=value)
        case "heading":
            return _("小标题含“{value}”", value=value)
        case "occasion":
            return _("场合含“{value}”", value=value)
    raise TypeError(f"not a field of the language: {name}")


def _manner(manner: MatchOptions) -> Message | str:
    """How strictly a phrase is meant; nothing where it is meant plainly."""
    options = [words for name, words in MANNER_WORDS.items() if getattr(manner, name)]
    return _("（{notes}）", notes=joined(_("，"), options)) if options else ""


def _synonyms(query: Query) -> Iterator[str]:
    return (leaf.text for leaf in query.positive_leaves() if isinstance(leaf, Phrase))


def _pattern(text: str) -> Message:
    written = open_part(text)
    signs = fold(written)
    notes = [_("? 代一个字")] if ONE in signs else []
    notes += [_("* 代 0 至 {most} 个字", most=MAX_SKIPPED)] if SOME in signs else []
    return _(
        "含“{text}”（{notes}，不跨句）{closing}", text=written, notes=joined(_("，"), notes), closing=_closing(text)
    )


def _closing(text: str) -> Message | str:
    """What is not taken for wildcards at the end of a text."""
    closing = closing_part(text)
    return _("（末尾的“{closing}”是标点）", closing=closing) if closing and closing != text else ""


def _describe_period(period: DateRange) -> Message:
    first, last = period.first, period.last
    if first == last:
        dated = _("日期 {first}", first=first)
    elif last is None:
        dated = _("日期 {first} 及以后", first=first)
    elif first is None:
        dated = _("日期 {last} 及以前", last=last)
    else:
        dated = _("日期 {first} 至 {last}", first=first, last=last)
    if all(bound is None or bound.month is None for bound in (first, last)):
        return dated
    return _("{dated}（只知道年或月的，整年整月在内才算）", dated=dated)


def _inner(query: Query) -> Message:
    """A part of a larger expression: and/or inside another are bracketed."""
    return _("（{part}）", part=description(query)) if isinstance(query, And | Or) else description(query)
