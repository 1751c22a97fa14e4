"""Tree → words: how a query was read, in the user's language."""

from collections.abc import Iterator

from indexer.analysis.manner import Manner
from indexer.engine.query import Alike, And, Field, Not, Or, Phrase, Query, Words, sought
from indexer.message import Language

FIELD_WORDS = {
    "year": ("年份 {}", "year {}"),
    "speaker": ("讲话人含“{}”", "speaker has “{}”"),
    "title": ("标题含“{}”", "title has “{}”"),
    "occasion": ("场合含“{}”", "occasion has “{}”"),
}

MANNER_WORDS = {
    "exact": ("繁简、全半角、大小写也须相同", "traditional characters, width and case count"),
    "loose": ("不计标点和空格", "marks and white space do not count"),
    "numbers": ("数字写法不限", "numbers in any form"),
}


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
        case Phrase(text, manner):
            return ("一字不差含“{}”" if zh else "exactly “{}”").format(text) + _manner(manner, zh)
        case Words(text):
            return ("含“{}”各词" if zh else "the words of “{}”").format(text)
        case Alike(own, other):
            names = ("、" if zh else ", ").join(dict.fromkeys(_synonyms(other)))
            return ("{}（也找 {}）" if zh else "{} (also {})").format(_inner(own, zh), names)
        case Field(name, value):
            return FIELD_WORDS[name][0 if zh else 1].format(value)
    raise TypeError(f"not a node of the language: {query!r}")


def _manner(manner: Manner, zh: bool) -> str:
    """How strictly a phrase is meant; nothing where it is meant plainly."""
    told = [words[0 if zh else 1] for name, words in MANNER_WORDS.items() if getattr(manner, name)]
    return ("（{}）" if zh else " ({})").format(("，" if zh else ", ").join(told)) if told else ""


def _synonyms(query: Query) -> Iterator[str]:
    return (leaf.text for leaf in sought(query) if isinstance(leaf, Phrase))


def _inner(query: Query, zh: bool) -> str:
    """A part of a larger expression: and/or inside another are bracketed."""
    if isinstance(query, And | Or):
        return ("（{}）" if zh else "({})").format(_outer(query, zh))
    return _outer(query, zh)
