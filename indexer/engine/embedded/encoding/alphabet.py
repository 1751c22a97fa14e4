"""The alphabet of a segment: each character that occurs in it is a small number, a code.

Codes ascend by folded character, so that codes of folded texts sort as the texts do. Code 0 is END, which
stands after every paragraph and is no character. A key is the first DEPTH codes of a text as one number, so that keys
ascend as the texts do.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.analysis import fold
from indexer.errors import CorpusError
from indexer.i18n import _

Codes: TypeAlias = npt.NDArray[np.uint16]
Points: TypeAlias = npt.NDArray[np.uint32]
Keys: TypeAlias = npt.NDArray[np.uint64]
Integers: TypeAlias = npt.NDArray[np.integer[Any]]

END = 0
CODE_BYTES = 2
BIG_ENDIAN = np.dtype(">u2")  # in files: bytes of such codes sort as the codes do
MOST_CHARACTERS = 65_534  # a code has 16 bits, and one more is needed to end a range
UNICODE = 0x110000
CACHED_SETS = 1024  # of characters that a pattern allows: those that sound alike, and each by itself
CODE_BITS = 8 * CODE_BYTES
DEPTH = 4  # codes in a key
KEY_BYTES = DEPTH * CODE_BYTES


class Alphabet:
    """`points`: code → code point. `folds`: code → the code of the folded character."""

    def __init__(self, points: Points, folds: Codes) -> None:
        self.points = points
        self.folds = folds

    @classmethod
    def of(cls, points: Points) -> "Alphabet":
        """The alphabet of all characters whose code points are given, and of what they fold to.

        Raises CorpusError for more different characters than any writing has.
        """
        distinct = distinct_points(points, points_of(fold(text_of(distinct_points(points)))))
        folded = points_of(fold(text_of(distinct)))
        order = np.lexsort((distinct, folded))
        if len(order) > MOST_CHARACTERS:
            raise CorpusError(
                _("语料里有六万五千多个不同的字，不像是讲话稿；索引没有改动"),
            )
        codes = np.zeros(UNICODE, dtype=np.uint16)
        codes[distinct[order]] = np.arange(1, len(order) + 1, dtype=np.uint16)
        end = np.zeros(1, dtype=np.uint32)
        return cls(np.concatenate([end, distinct[order]]), np.concatenate([[END], codes[folded[order]]]).astype("u2"))

    def __len__(self) -> int:
        return len(self.points)

    def codes_of(self, points: Points) -> Codes:
        """The codes of characters that are all in the alphabet."""
        return self.code_of_point[points]

    @cached_property
    def code_of_point(self) -> Codes:
        """Code point → code; END where it is not in the alphabet."""
        codes = np.zeros(UNICODE, dtype=np.uint16)
        codes[self.points[1:]] = np.arange(1, len(self.points), dtype=np.uint16)
        return codes

    def mask_of(self, holds: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """Of which characters, by code, something holds; not of END."""
        mask = np.array([holds(character) for character in text_of(self.points)], dtype=np.bool_)
        mask[END] = False
        return mask

    @cached_property
    def _encoded(self) -> dict[str, bytes]:
        characters = enumerate(text_of(self.points))
        return {character: code.to_bytes(CODE_BYTES, "big") for code, character in characters if code != END}

    def code(self, character: str) -> int:
        """The code of a folded character; END where it is not in the alphabet."""
        return int.from_bytes(self._encoded.get(character, b""), "big")

    @cached_property
    def codes_among(self) -> Callable[[frozenset[str]], Codes]:
        """The codes, ascending, of those of some folded characters that are in the alphabet; kept for the next pattern."""
        return lru_cache(maxsize=CACHED_SETS)(self._codes_among)

    def _codes_among(self, characters: frozenset[str]) -> Codes:
        codes = np.array(sorted(code for one in characters if (code := self.code(one)) != END), dtype=np.uint16)
        codes.flags.writeable = False
        return codes

    def encode(self, text: str) -> bytes | None:
        """The codes of a text, CODE_BYTES each, as a segment's text has them; None where a character is not in it."""
        encoded = self._encoded
        try:
            return b"".join([encoded[character] for character in text])
        except KeyError:
            return None

    def encode_least(self, text: str) -> bytes:
        """The codes of the least text of folded characters of the alphabet that is not before a text."""
        encoded, (points, codes) = b"", self._folded
        for point in map(ord, text):
            at = int(points.searchsorted(point))
            encoded += int(codes[at]).to_bytes(CODE_BYTES, "big")
            if at == len(points) or points[at] != point:
                break
        return encoded

    @cached_property
    def _folded(self) -> tuple[Points, Integers]:
        """The code points of all folded characters, ascending, and their codes; the last one is after them all."""
        codes = np.append((self.folds == np.arange(len(self.folds))).nonzero()[0][1:], len(self.folds))
        return self.points[codes[:-1]], codes

    def decode(self, codes: Codes) -> str:
        return text_of(self.points[codes])


def points_of(text: str) -> Points:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(points: Points) -> str:
    return points.tobytes().decode("utf-32-le", "surrogatepass")


def distinct_points(*points: Points) -> Points:
    """The different code points among all of these, ascending."""
    there = np.zeros(UNICODE, dtype=np.bool_)
    for some in points:
        there[some] = True
    return np.flatnonzero(there).astype(np.uint32)


def merge_alphabets(alphabets: Iterable[Alphabet]) -> Alphabet:
    """One alphabet for the texts of several."""
    return Alphabet.of(np.concatenate([alphabet.points[1:] for alphabet in alphabets] or [np.zeros(0, np.uint32)]))


def joined_points(texts: Sequence[str]) -> tuple[Points, npt.NDArray[np.int64]]:
    """The code points of texts, each with END after it, and where each text starts (one more: where all end)."""
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) + 1 for text in texts], out=starts[1:])
    return points_of("".join([text + "\x00" for text in texts])), starts


def key_of(encoded: bytes, at: int = 0) -> int:
    """The key of the text that starts at a place of an encoded one; END beyond its end."""
    return int.from_bytes(encoded[at * CODE_BYTES : at * CODE_BYTES + KEY_BYTES].ljust(KEY_BYTES, b"\0"), "big")


def keys_at(codes: Codes, places: Integers) -> Keys:
    """The key of the text from each of some places on."""
    return keys_of_words(codes, places, np.full(len(places), DEPTH), CODE_BITS)


def keys_of_words(codes: Codes, starts: Integers, lengths: Integers, bits: int, depth: int = DEPTH) -> Keys:
    """The keys of words that stand in some codes, cut off after `depth` codes of so many `bits` each."""
    padded = np.append(codes, np.full(depth, END, dtype=codes.dtype))
    keys = np.zeros(len(starts), dtype=np.uint64)
    for place in range(depth):
        keys <<= np.uint64(bits)
        keys |= np.where(place < lengths, padded[place:][starts], codes.dtype.type(END))
    return keys
