"""Folding: the one-to-one mapping of characters under which texts are compared.

Width, case, traditional and regional shapes → simplified, radicals, compatibility forms, and signs that look alike. Every
character becomes exactly one character, so an offset in the folded text is an offset in the text itself.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).with_name("data")  # importlib.resources would load twice as much as the rest of this module
TABLES = ("simplified.tsv", "regional.tsv", "radicals.tsv", "look_alikes.tsv")
# Everything but Han and Hangul, which have neither case nor white space.
ALPHABETS = (range(0x3400), range(0xA000, 0xAC00), range(0xFB00, 0x17000), range(0x18D00, 0x20000))
# Ideographs that are there twice, upright and small forms, half- and full-width forms.
COMPATIBILITY = (range(0xF900, 0xFB00), range(0xFE10, 0xFE70), range(0xFF00, 0xFFF0), range(0x2F800, 0x2FA20))
RARE = 0x10000  # a million characters from this code point on, which would take much memory
BLOCK = 256  # code points that are looked at together
SHORT = 50  # characters; for longer texts an array is quicker than a dict, ten times for a thousand


@cache
def _table() -> dict[int, str]:
    """Code point → folded character, for all that change. Made once; never written to afterwards."""
    alphabets = chain.from_iterable(map(_blocks_with_forms, ALPHABETS))
    steps = dict(_forms(map(chr, alphabets), map(chr, chain(*COMPATIBILITY)))) | _rows()
    return {ord(old): _last(steps.get, new) for old, new in steps.items()}


class _Folding(dict[int, str]):
    """The same of what was asked for so far: a phrase has few characters, and all take longer than many a command."""

    def __missing__(self, code: int) -> str:
        if code >= RARE:
            return _table().get(code) or chr(code)
        return self.setdefault(code, _last(_step, chr(code)))


_FOLDING = _Folding()


def _last(step: Callable[[str], str | None], character: str) -> str:
    """Where the steps from a character end: ⻢ is 马, ﹁ is 「 and that a quotation mark."""
    while (other := step(character)) is not None:
        character = other
    return character


def _step(character: str) -> str | None:
    compatible = [character] if any(ord(character) in block for block in COMPATIBILITY) else []
    return _rows().get(character) or dict(_forms([character], compatible)).get(character)


@cache
def _rows() -> dict[str, str]:
    """The pairs of all tables."""
    rows = [row for name in TABLES for row in (DATA / name).read_text(encoding="utf-8").splitlines()]
    return dict(row.split("\t") for row in rows if not row.startswith("#"))


def _forms(characters: Iterable[str], compatible: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Those that are another one in width or case, or white space, or in compatibility form; and that one."""
    for character in characters:
        if (lower := character.lower()) != character and len(lower) == 1:
            yield character, lower
        elif character.isspace() and character != " ":
            yield character, " "
    for character in compatible:
        form = unicodedata.normalize("NFKC", character)
        if len(form) == 1 and form != character:
            yield character, form


def _blocks_with_forms(alphabet: range) -> Iterator[int]:
    """The code points of those blocks of an alphabet that have any such character; most have none."""
    for start in range(alphabet.start, alphabet.stop, BLOCK):
        block = alphabet[start - alphabet.start :][:BLOCK]
        text = "".join(map(chr, block))
        if text.lower() != text or text.split(None, 1) != [text]:  # split parts a text where any of it is white space
            yield from block


@cache
def _array() -> npt.NDArray[np.uint32]:
    """The same for all code points."""
    array = np.arange(0x110000, dtype=np.uint32)
    table = _table()
    array[list(table)] = [ord(character) for character in table.values()]
    return array


def fold(text: str) -> str:
    """`text` as matching sees it; always of the same length."""
    if len(text) < SHORT:
        return text.translate(_FOLDING)
    folded: str = folded_points(text).tobytes().decode("utf-32-le", "surrogatepass")
    return folded


def fold_each(texts: Sequence[str]) -> list[str]:
    """Several texts as matching sees them, in one go: folding looks at each character alone."""
    every, ends = fold("".join(texts)), accumulate(map(len, texts), initial=0)
    return [every[start:end] for start, end in pairwise(ends)]


def folded_points(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text as matching sees it."""
    points: npt.NDArray[np.uint32] = _array()[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")]
    return points


def folding_to(characters: str) -> frozenset[str]:
    """Every character that folds as one of these does."""
    wanted = set(fold(characters))
    return frozenset(wanted | {chr(code) for code, folded in _table().items() if folded in wanted})


def occurrences(phrase: str, text: str) -> Iterator[int]:
    """Where the folded `phrase` starts in the folded `text`; occurrences may overlap (哈哈 in 哈哈哈: 0, 1)."""
    start = text.find(phrase)
    while start >= 0:
        yield start
        start = text.find(phrase, start + 1)
