"""Results → words: how a query was read, how far partial matches go, what a score adds up; in the user's language."""

from collections.abc import Iterator, Mapping, Sequence

from indexer.analysis import fold
from indexer.analysis.match_options import MatchOptions
from indexer.analysis.wildcard import MOST_SKIPPED, ONE, SOME, closing_part, open_part
from indexer.engine.query import Alike, And, Dated, Field, Near, Not, Or, Pattern, Phrase, Query, Words, sought
from indexer.message import Language, Message
from searchui.search.ranking.partial_match import Coverage

FIELD_WORDS = {
    "year": ("年份 {}", "year {}"),
    "speaker": ("讲话人含“{}”", "speaker has “{}”"),
    "title": ("标题含“{}”", "title has “{}”"),
    "heading": ("小标题含“{}”", "heading has “{}”"),
    "occasion": ("场合含“{}”", "occasion has “{}”"),
}
MANNER_WORDS = {
    "exact": ("繁简、全半角、大小写也须相同", "traditional characters, width and case count"),
    "loose": ("不计标点和空格", "marks and white space do not count"),
    "numbers": ("数字写法不限", "numbers in any form"),
}
NAMED_WORDS = 8  # more of them are only counted
PARTS = {
    "body": Message("正文", "paragraph"),
    "headings": Message("小标题", "headings"),
    "title": Message("标题", "title"),
    "verbatim": Message("原样", "verbatim"),
    "closeness": Message("相近", "closeness"),
    "wholeness": Message("独立成词", "whole word"),
}


def describe_coverage(coverage: Coverage, language: Language = "zh") -> str:
    """What partial matches have: 没有一段同时含“甲”“乙”“丙”；以下 5 段各含其中 2 个以上，含得多的在前."""
    least, most, size, words = coverage.least, coverage.most, coverage.paragraphs, coverage.words
    have = "1 paragraph has" if size == 1 else f"{size} paragraphs have"
    named = "".join(f"“{word}”" for word in words) if len(words) <= NAMED_WORDS else ""
    if least == len(words):
        return Message(
            f"没有一段里{named or f'这 {len(words)} 处'}都单独成词；以下 {size} 段有这些字",
            f"In no paragraph are {named or f'these {len(words)}'} all words by themselves; {have} their characters",
        ).text(language)
    zh, en = ("", "") if least == most else ("以上，含得多的在前", " or more, the most first")
    return Message(
        f"没有一段同时含{named or f'这 {len(words)} 个词'}；以下 {size} 段各含其中 {least} 个{zh}",
        f"No paragraph has all of {named or f'the {len(words)} words'}; {have} {least} of them{en}",
    ).text(language)


def describe_parts(parts: Mapping[str, float], language: Language = "zh") -> str:
    """What a score adds up, without what adds nothing: 正文 2.10 + 原样 5.31."""
    added = [f"{PARTS[name].text(language)} {part:.2f}" for name, part in parts.items() if part]
    return " + ".join(added) or "0"


def describe(query: Query, language: Language = "zh") -> str:
    """The query in words: 含“基层”各词，且一字不差含“党的建设”，且年份 2024."""
    return _outer(query, language == "zh")


def _outer(query: Query, zh: bool) -> str:
    match query:
        case And(parts):
            return ("，且" if zh else ", and ").join(_inner(part, zh) for part in parts)
        case Or(parts):
            return ("，或" if zh else ", or ").join(_inner(part, zh) for part in parts)
        case Not(part):
            return ("不要（{}）" if zh else "not ({})").format(_outer(part, zh))
        case Alike(own, other):
            names = ("、" if zh else ", ").join(dict.fromkeys(_synonyms(other)))
            return ("{}（也找 {}）" if zh else "{} (also {})").format(_inner(own, zh), names)
    return _leaf(query, zh)


def _leaf(query: Query, zh: bool) -> str:
    match query:
        case Phrase(text, match_options):
            return ("一字不差含“{}”" if zh else "exactly “{}”").format(text) + _manner(match_options, zh)
        case Words(text):
            return ("含“{}”各词" if zh else "the words of “{}”").format(text) + _closing(text, zh)
        case Near(texts, distance):
            return _near(texts, distance, zh)
        case Pattern(text):
            return _pattern(text, zh)
        case Dated():
            return _dated(query, zh)
        case Field(name, value):
            return FIELD_WORDS[name][0 if zh else 1].format(value)
    raise TypeError(f"not a node of the language: {query!r}")


def _manner(match_options: MatchOptions, zh: bool) -> str:
    """How strictly a phrase is meant; nothing where it is meant plainly."""
    told = [words[0 if zh else 1] for name, words in MANNER_WORDS.items() if getattr(match_options, name)]
    return ("（{}）" if zh else " ({})").format(("，" if zh else ", ").join(told)) if told else ""


def _synonyms(query: Query) -> Iterator[str]:
    return (leaf.text for leaf in sought(query) if isinstance(leaf, Phrase))


def _near(texts: Sequence[str], distance: int, zh: bool) -> str:
    quoted = [f"“{text}”" for text in texts]
    if zh:
        return f"{''.join(quoted)}相隔至多 {distance} 字，不论先后"
    return f"{' and '.join(quoted)} at most {distance} characters apart, in any order"


def _pattern(text: str, zh: bool) -> str:
    written = open_part(text)
    signs = fold(written)
    notes = []
    if ONE in signs:
        notes.append("? 代一个字" if zh else "? is one character")
    if SOME in signs:
        notes.append(f"* 代 0 至 {MOST_SKIPPED} 个字" if zh else f"* is up to {MOST_SKIPPED} characters")
    if zh:
        return f"含“{written}”（{'，'.join(notes)}，不跨句）{_closing(text, zh)}"
    return f"“{written}” ({', '.join(notes)}, in one sentence){_closing(text, zh)}"


def _closing(text: str, zh: bool) -> str:
    """What is not taken for wildcards at the end of a text."""
    closing = closing_part(text)
    if not closing or closing == text:
        return ""
    return f"（末尾的“{closing}”是标点）" if zh else f" (“{closing}” at the end is punctuation)"


def _dated(period: Dated, zh: bool) -> str:
    first, last = period.first, period.last
    if first == last:
        text = f"日期 {first}" if zh else f"dated {first}"
    elif first is None or last is None:
        later, sooner = ("日期 {} 及以后", "日期 {} 及以前") if zh else ("dated {} or later", "dated {} or before")
        text = later.format(first) if first else sooner.format(last)
    else:
        text = f"日期 {first} 至 {last}" if zh else f"dated {first} to {last}"
    if all(bound is None or bound.month is None for bound in (first, last)):
        return text
    if zh:
        return text + "（只知道年或月的，整年整月在内才算）"
    return text + " (where only the year or month is known, all of it)"


def _inner(query: Query, zh: bool) -> str:
    """A part of a larger expression: and/or inside another are bracketed."""
    if isinstance(query, And | Or):
        return ("（{}）" if zh else "({})").format(_outer(query, zh))
    return _outer(query, zh)
