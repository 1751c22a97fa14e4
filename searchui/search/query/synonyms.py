"""Synonyms in a query: tree → tree, where unquoted text, or a row of words in it, has some."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from indexer.analysis import MAX_WORD_LENGTH, Analysis, fold, key_of
from indexer.engine.query import And, Not, Or, Phrase, Query, Synonyms, Words

MAX_EXPRESSIONS = 8  # of one text that synonyms are looked for; the longest query has hundreds


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
        case Not():
            return query
    return query.map(lambda child: with_synonyms(child, analysis))


def _parts(parts: Sequence[Query], analysis: Analysis) -> Iterator[Query]:
    """The parts of an And; texts side by side are taken together where they are one expression: 党的 二十大."""
    start = 0
    while start < len(parts):
        keys = list(_keys(parts[start : start + MAX_WORD_LENGTH]))
        length = _longest(keys, analysis)
        if length > 1:
            others = _any(analysis.synonyms["".join(keys[:length])])
            yield Synonyms(And(tuple(parts[start : start + length])), others)
        else:
            length = 1
            yield with_synonyms(parts[start], analysis)
        start += length


def _keys(parts: Sequence[Query]) -> Iterator[str]:
    """The texts at the start of some parts."""
    for part in parts:
        if not isinstance(part, Words):
            return
        yield key_of(part.text)


def _text(words: Words, analysis: Analysis) -> Query:
    needed = tuple(dict.fromkeys(_required(words.text, analysis)))
    if not any(isinstance(part, Or) for part in needed):
        return words
    return Synonyms(words, needed[0] if len(needed) == 1 else And(needed))


def _required(text: str, analysis: Analysis) -> Iterator[Query]:
    """All of a text, part by part: each expression in it or what means the same, and what stands between them."""
    cut = analysis.cut(fold(text))
    keys = list(map(key_of, cut))
    ends = list(accumulate(map(len, cut), initial=0))
    done = start = expressions = 0
    while start < len(cut) and expressions < MAX_EXPRESSIONS:
        length = _longest(keys[start : start + MAX_WORD_LENGTH], analysis)
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


def _longest(keys: Sequence[str], analysis: Analysis) -> int:
    """How many texts at the start of a row are, together, an expression that has synonyms; the most of them."""
    longest, whole = 0, ""
    for length, key in enumerate(keys, 1):
        whole += key
        if len(whole) > MAX_WORD_LENGTH:
            break
        if whole in analysis.synonyms:
            longest = length
    return longest


def _any(expressions: Sequence[str]) -> Query:
    phrases = tuple(map(Phrase, expressions))
    return phrases[0] if len(phrases) == 1 else Or(phrases)
