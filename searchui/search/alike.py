"""Synonyms in a query: tree → tree, where unquoted text, or a row of words in it, has some."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from indexer.analysis import Analysis, fold, key_of
from indexer.engine.query import Alike, And, Or, Phrase, Query, Words

MOST_EXPRESSIONS = 8  # of one text that synonyms are looked for; the longest query has hundreds
LONGEST_ROW = 40  # words; no expression has more characters


def with_synonyms(query: Query, analysis: Analysis) -> Query:
    """The same query, which also finds what means the same as its unquoted words.

    Quoted phrases and what stands under NOT stay as they are.
    """
    match query:
        case Words():
            return _text(query, analysis)
        case And(parts):
            found = list(_parts(parts, analysis))
            return found[0] if len(found) == 1 else And(tuple(found))
        case Or(parts):
            return Or(tuple(with_synonyms(part, analysis) for part in parts))
    return query


def _parts(parts: Sequence[Query], analysis: Analysis) -> Iterator[Query]:
    """The parts of an And; texts side by side are taken together where they are one expression: 党的 二十大."""
    start = 0
    while start < len(parts):
        texts = []
        for part in parts[start : start + LONGEST_ROW]:
            if not isinstance(part, Words):
                break
            texts.append(part.text)
        length = _longest(texts, analysis)
        if length > 1:
            others = _any(analysis.synonyms[key_of("".join(texts[:length]))])
            yield Alike(And(tuple(parts[start : start + length])), others)
        else:
            length = 1
            yield with_synonyms(parts[start], analysis)
        start += length


def _text(words: Words, analysis: Analysis) -> Query:
    needed = tuple(dict.fromkeys(_needed(words.text, analysis)))
    if not any(isinstance(part, Or) for part in needed):
        return words
    return Alike(words, needed[0] if len(needed) == 1 else And(needed))


def _needed(text: str, analysis: Analysis) -> Iterator[Query]:
    """All of a text, part by part: each expression in it or what means the same, and what stands between them."""
    cut = analysis.cut(fold(text))
    ends = list(accumulate(map(len, cut), initial=0))
    done = start = expressions = 0
    while start < len(cut) and expressions < MOST_EXPRESSIONS:
        length = _longest(cut[start : start + LONGEST_ROW], analysis)
        if length:
            own = text[ends[start] : ends[start + length]]
            yield from _words(text[ends[done] : ends[start]], analysis)
            yield Or((Words(own), *map(Phrase, analysis.synonyms[key_of(own)])))
            expressions += 1
            done = start + length
        start += max(length, 1)
    yield from _words(text[ends[done] :], analysis)


def _words(text: str, analysis: Analysis) -> Iterator[Query]:
    """A part of a text, if there is a word in it."""
    if analysis.query_words(text):
        yield Words(text)


def _longest(row: Sequence[str], analysis: Analysis) -> int:
    """How many texts at the start of a row are, together, an expression that has synonyms; the most of them."""
    lengths = range(len(row), 0, -1)
    return next((length for length in lengths if key_of("".join(row[:length])) in analysis.synonyms), 0)


def _any(expressions: Sequence[str]) -> Query:
    phrases = tuple(map(Phrase, expressions))
    return phrases[0] if len(phrases) == 1 else Or(phrases)
