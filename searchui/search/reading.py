"""Results → words: how a query was read, how far partial matches go, what a score adds up; in the user's language."""

from collections.abc import Mapping

from indexer.engine.query import And, Field, Not, Or, Phrase, Query, Words
from indexer.message import Language, Message
from searchui.search.partial import Coverage

FIELD_WORDS = {
    "year": ("年份 {}", "year {}"),
    "speaker": ("讲话人含“{}”", "speaker has “{}”"),
    "title": ("标题含“{}”", "title has “{}”"),
    "occasion": ("场合含“{}”", "occasion has “{}”"),
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
        case Phrase(text):
            return ("一字不差含“{}”" if zh else "exactly “{}”").format(text)
        case Words(text):
            return ("含“{}”各词" if zh else "the words of “{}”").format(text)
        case Field(name, value):
            return FIELD_WORDS[name][0 if zh else 1].format(value)
    raise TypeError(f"not a node of the language: {query!r}")


def _inner(query: Query, zh: bool) -> str:
    """A part of a larger expression: and/or inside another are bracketed."""
    if isinstance(query, And | Or):
        return ("（{}）" if zh else "({})").format(_outer(query, zh))
    return _outer(query, zh)
