"""Whether a paragraph ends a sentence, or may go on in the next one. Pure."""

from functools import cache

import msgspec

from indexer.analysis.fold import folding_to
from indexer.tables import load_table


class SentenceEnds(msgspec.Struct, frozen=True):
    """`ends`: the characters that end a sentence, in every form; `closing`: those that may stand after them."""

    ends: frozenset[str]
    closing: frozenset[str]


class _Table(msgspec.Struct, frozen=True):
    """As it is written in data/sentence_end.toml."""

    ends: str
    closing: str


@cache
def sentence_ends() -> SentenceEnds:
    """The table, read once. White space closes too."""
    table = load_table("indexer.analysis", "sentence_end", _Table)
    return SentenceEnds(folding_to(table.ends), frozenset(table.closing) | folding_to(" "))


def ends_sentence(paragraph: str) -> bool:
    """Whether a paragraph, as it was written, ends a sentence: its last character does but for quotes and brackets."""
    signs = sentence_ends()
    last = next((character for character in reversed(paragraph) if character not in signs.closing), "")
    return last in signs.ends
