"""Questions: what is looked for of an unquoted text that no paragraph has whole: its words, and its pairs of characters."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, pairwise

import msgspec

from indexer.analysis import Analysis, fold
from indexer.engine.query import Question
from indexer.tables import load_table

BREAK = "\n"


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    words: frozenset[str]


@cache
def interrogatives() -> frozenset[str]:
    """The words that only ask."""
    return load_table("searchui.search.ranking", "interrogatives", _Table).words


def read_texts(texts: Sequence[str], analysis: Analysis) -> tuple[tuple[str, ...], Question]:
    """The distinct words of some texts, each text by itself, and what is asked for by these: shorter words inside them too.

    Words that only ask are left out, unless there are no others.
    """
    cuts = [analysis.cut(fold(text)) for text in texts]
    telling = [[BREAK if part in interrogatives() else part for part in cut] for cut in cuts]
    if any(map(_is_word, chain.from_iterable(telling))):
        cuts = telling
    words = tuple(dict.fromkeys(filter(_is_word, chain.from_iterable(cuts))))
    every = dict.fromkeys(chain.from_iterable((word, *analysis.inner_words(word)) for word in words))
    pairs = dict.fromkeys(pair for cut in cuts for pair in _pairs("".join(cut)))
    return words, Question(tuple(every), tuple(pairs))


def _is_word(part: str) -> bool:
    """Whether it is not only marks and white space."""
    return part.isalnum() or any(map(str.isalnum, part))


def _pairs(text: str) -> Iterator[str]:
    """Each two letters or digits that stand together."""
    return (pair for pair in map("".join, pairwise(text)) if pair.isalnum())
