"""Folding: the one-to-one mapping of characters under which texts are compared.

Width, case, traditional → simplified, quote styles and the look-alikes of 〇. Every character
becomes exactly one character, so an offset in the folded text is an offset in the text itself.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

QUOTES = {
    '"': "“”„‟〝〞〟「」『』﹁﹂﹃﹄",
    "'": "‘’‚‛",
}
ZERO = {"〇": "○◯"}  # 一九六○年 is how much of the press typed 一九六〇年


@cache
def _table() -> dict[int, str]:
    """Code point → folded character, for all that change. Made once; never written to afterwards."""
    simplified = dict(_simplified())
    table = {ord(old): new for old, new in simplified.items()}
    for code in _candidates():
        folded = _form(chr(code))
        folded = simplified.get(folded, folded)
        if folded != chr(code):
            table[code] = folded
    for forms in (QUOTES, ZERO):
        table |= {ord(old): new for new, olds in forms.items() for old in olds}
    return table


def _simplified() -> Iterator[tuple[str, str]]:
    """The pairs of data/simplified.tsv."""
    text = resources.files(__package__).joinpath("data/simplified.tsv").read_text(encoding="utf-8")
    for row in text.splitlines():
        if not row.startswith("#"):
            old, new = row.split("\t")
            yield old, new


def _candidates() -> Iterator[int]:
    """Code points outside the simplified table that may fold: alphabets, symbols, width and compatibility forms."""
    yield from range(0x3400)
    yield from range(0xA000, 0xD800)
    yield from range(0xF900, 0x20000)
    yield from range(0x2F800, 0x2FA20)


def _form(character: str) -> str:
    """Width form, compatibility ideograph and case undone, where that leaves one character."""
    if character.isspace():
        return " "
    decomposition = unicodedata.decomposition(character)
    if decomposition.startswith(("<wide>", "<narrow>")) or "CJK COMPATIBILITY IDEOGRAPH" in unicodedata.name(
        character, ""
    ):
        character = unicodedata.normalize("NFKC", character)
    lower = character.lower()
    return lower if len(lower) == 1 else character


def fold(text: str) -> str:
    """`text` as matching sees it; always of the same length."""
    return text.translate(_table())


def occurrences(phrase: str, text: str) -> Iterator[int]:
    """Where the folded `phrase` starts in the folded `text`; occurrences may overlap (哈哈 in 哈哈哈: 0, 1)."""
    start = text.find(phrase)
    while start >= 0:
        yield start
        start = text.find(phrase, start + 1)
