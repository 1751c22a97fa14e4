"""The terms of a field, ascending, as codes of the segment's alphabet.

Every STEP-th term has its first characters kept as one number, so that a term is found by a search among
these and then among STEP terms.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import (
    BIG_ENDIAN,
    CODE_BITS,
    CODE_BYTES,
    Alphabet,
    Points,
    key_of,
    keys_of_words,
    points_of,
    text_of,
)
from indexer.engine.embedded.encoding.arrays import Arrays

STEP = 16
LINE_END = 10
LETTERS, ENDS, SAMPLES = "letters", "ends", "samples"


def term_arrays(prefix: str, terms: Sequence[str], alphabet: Alphabet) -> Arrays:
    """The arrays of ascending terms, whose characters are all in the alphabet."""
    letters = alphabet.codes_of(points_of("".join(terms)))
    ends = np.cumsum([len(term) for term in terms], dtype=np.uint32)
    lengths = np.array([len(term) for term in terms], dtype=np.int64)
    sampled = slice(None, None, STEP)
    samples = keys_of_words(letters, (ends - lengths)[sampled], lengths[sampled], CODE_BITS)
    return {f"{prefix}.{LETTERS}": letters.astype(BIG_ENDIAN), f"{prefix}.{ENDS}": ends, f"{prefix}.{SAMPLES}": samples}


class TermDictionary:
    """Reads terms."""

    def __init__(self, arrays: Arrays, prefix: str, alphabet: Alphabet) -> None:
        self._letters = arrays[f"{prefix}.{LETTERS}"]
        self._ends = arrays[f"{prefix}.{ENDS}"]
        self._samples = arrays[f"{prefix}.{SAMPLES}"]
        self._alphabet = alphabet
        self._bytes = self._letters.view(np.uint8).data
        self._end = self._ends.data
        self._sample = self._samples.data

    def __len__(self) -> int:
        return len(self._ends)

    def number(self, term: str) -> int:
        """The number of a term; -1 where there is none."""
        wanted = self._alphabet.encode(term)
        if wanted is None:
            return -1
        number = self.place(wanted)
        return number if number < len(self._end) and self._encoded(number) == wanted else -1

    def place(self, wanted: bytes) -> int:
        """The number of the first term that is not before an encoded text."""
        block = bisect_left(self._sample, key_of(wanted))
        # Terms that share the first characters may go on before the sample that equals the key, and after it.
        low = max(block - 1, 0) * STEP
        high = min(self._same_key_until(block, wanted) * STEP, len(self._end))
        return bisect_left(range(len(self._end)), wanted, low, high, key=self._encoded)

    def place_of(self, start: str) -> int:
        """The number of the first term that is not before a text, whatever its characters."""
        return self.place(self._alphabet.encode_least(start))

    def _same_key_until(self, block: int, wanted: bytes) -> int:
        key = key_of(wanted)
        while block < len(self._sample) and self._sample[block] == key:
            block += 1
        return block

    def _encoded(self, number: int) -> bytes:
        start = self._end[number - 1] if number else 0
        return bytes(self._bytes[start * CODE_BYTES : self._end[number] * CODE_BYTES])

    def term(self, number: int) -> str:
        start = int(self._ends[number - 1]) if number else 0
        return self._alphabet.decode(self._letters[start : int(self._ends[number])])

    def terms(self) -> list[str]:
        """All terms, ascending."""
        return list(self.between(0, len(self._ends)))

    def points(self) -> tuple[Points, npt.NDArray[np.int64]]:
        """The code points of all terms, one after another, and how many each has."""
        ends = self._ends.astype(np.int64)
        lengths: npt.NDArray[np.int64] = ends - np.append(0, ends[:-1])
        return self._alphabet.points[self._letters], lengths

    def lines(self, first: int, end: int) -> tuple[str, npt.NDArray[np.int64]]:
        """The terms from number `first` to `end` (exclusive), each with the end of a line, and where each begins."""
        start = int(self._ends[first - 1]) if first else 0
        ends = np.append(start, self._ends[first:end]).astype(np.int64)
        begins = ends - start + np.arange(len(ends))
        points = np.full(int(begins[-1]), LINE_END, dtype=np.uint32)
        is_letter = np.ones(len(points), dtype=np.bool_)
        is_letter[begins[1:] - 1] = False
        points[is_letter] = self._alphabet.points[self._letters[start : int(ends[-1])]]
        return text_of(points), begins[:-1]

    def between(self, first: int, end: int) -> Iterator[str]:
        """The terms from number `first` to `end` (exclusive)."""
        if first >= end:
            return
        offset = int(self._ends[first - 1]) if first else 0
        text = self._alphabet.decode(self._letters[offset : int(self._ends[end - 1])])
        start = 0
        for stop in (self._ends[first:end].astype(np.int64) - offset).tolist():
            yield text[start:stop]
            start = stop
