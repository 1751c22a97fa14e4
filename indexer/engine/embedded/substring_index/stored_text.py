"""The text of a segment: folded, so that phrases compare as bytes do, and what is shown where that is not the usual.

Characters that fold alike are mostly shown alike in one corpus (all commas full-width, every 国 a 國). So the folded
text, the commonest form of each of its characters and a short list of the others are the text as it was added.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import BIG_ENDIAN, END, Alphabet, Codes, Points, text_of
from indexer.engine.embedded.encoding.array_names import SHOWN, STARTS, TEXT, VARIANT_BOUNDS, VARIANT_PLACES, VARIANTS
from indexer.engine.embedded.encoding.arrays import Arrays, smallest

Places = npt.NDArray[np.int64]
Starts = npt.NDArray[np.integer[Any]]


def text_arrays(codes: Codes, starts: Starts, alphabet: Alphabet) -> Arrays:
    """The arrays of a text of codes with END after each paragraph; `starts` of these, and where the last one ends."""
    folded = alphabet.folds[codes]
    shown = _commonest(codes, alphabet)
    others = np.flatnonzero(shown[folded] != codes)
    bounds = np.searchsorted(others, starts).astype(np.int64)
    return {
        TEXT: folded.astype(BIG_ENDIAN),
        STARTS: starts.astype(np.uint32),
        SHOWN: shown,
        VARIANTS: codes[others],
        VARIANT_PLACES: smallest(others - np.repeat(starts[:-1], np.diff(bounds))),
        VARIANT_BOUNDS: smallest(bounds),
    }


def _commonest(codes: Codes, alphabet: Alphabet) -> Codes:
    """Folded code → the code that it most often stands for."""
    counts = np.bincount(codes, minlength=len(alphabet))
    ascending = np.argsort(counts, kind="stable").astype(np.uint16)
    shown = np.zeros(len(alphabet), dtype=np.uint16)
    shown[alphabet.folds[ascending]] = ascending  # of several values for one place the last one stays
    return shown


def codes_of(arrays: Arrays) -> Codes:
    """The codes of the text as it was added."""
    codes: Codes = arrays[SHOWN][arrays[TEXT]]
    bounds = arrays[VARIANT_BOUNDS].astype(np.int64)
    codes[arrays[VARIANT_PLACES] + np.repeat(arrays[STARTS][:-1].astype(np.int64), np.diff(bounds))] = arrays[VARIANTS]
    return codes


class StoredText:
    """Reads paragraphs."""

    def __init__(self, arrays: Arrays, alphabet: Alphabet) -> None:
        self._text = arrays[TEXT]
        self._shown = arrays[SHOWN]
        self._points = alphabet.points[self._shown]
        self._letters = alphabet.points
        self._variants, self._places = arrays[VARIANTS], arrays[VARIANT_PLACES]
        # Plain indexing of these is several times as fast as of an array.
        self._begins, self._limits = arrays[STARTS], arrays[VARIANT_BOUNDS]
        self._starts, self._bounds = self._begins.data, self._limits.data

    def folded_at(self, places: Places) -> Codes:
        """The folded codes at some places of the text; END before it and after it."""
        codes = self._text.take(places, mode="clip").astype(np.uint16)
        codes[(places < 0) | (places >= len(self._text))] = END
        return codes

    def points_at(self, paragraphs: Places, offsets: Places) -> Points:
        """The code points of the folded characters at some offsets of some paragraphs; 0 outside these."""
        at = self._begins[paragraphs] + offsets
        outside = (offsets < 0) | (at >= self._begins[paragraphs + 1])
        codes = self._text.take(at, mode="clip").astype(np.uint16)  # in the machine's order, which indexes quicker
        codes[outside] = END
        return self._letters[codes]

    def codes_at(self, places: Places) -> Codes:
        """The codes at some places, as they were added."""
        codes = self._shown[self.folded_at(places)]
        if len(self._variants):
            at = self._variants_at.searchsorted(places)
            at[at == len(self._variants)] = 0
            varied = (self._variants_at[at] == places).nonzero()[0]
            codes[varied] = self._variants[at[varied]]
        return codes

    @cached_property
    def _variants_at(self) -> npt.NDArray[np.uint32]:
        """Where in the text each of the variants stands."""
        limits = self._limits.astype(np.int64)
        return np.repeat(self._begins[:-1], np.diff(limits)) + self._places

    def characters(self) -> Places:
        """How many characters each paragraph has, white space not counted: folding neither makes nor takes it away."""
        spaces = [code for code, point in enumerate(self._letters.tolist()) if code != END and chr(point).isspace()]
        text, passed = self._text.view(np.uint16), np.zeros(len(self._text), dtype=np.bool_)
        for code in np.array(spaces, dtype=self._text.dtype).view(np.uint16):  # equal in whatever order of the bytes
            passed |= text == code
        places = passed.nonzero()[0].astype(self._begins.dtype)
        begins, before = self._begins.astype(np.int64), places.searchsorted(self._begins)
        return begins[1:] - begins[:-1] - 1 - np.diff(before)  # each has an END

    def folded(self, documents: Sequence[int]) -> list[str]:
        """The folded texts of some paragraphs."""
        starts = self._starts
        return _cut(self._letters, self._text, [(starts[document], starts[document + 1]) for document in documents])

    def of(self, documents: Sequence[int]) -> list[str]:
        """The texts of some paragraphs as they were added; several at once, which is quicker."""
        starts, bounds = self._starts, self._bounds
        spans = [(starts[document], starts[document + 1]) for document in documents]
        points = self._points[np.concatenate([self._text[start:end] for start, end in spans])]
        ends = list(accumulate([end - start for start, end in spans]))  # each with the END after it
        for document, end, (start, stop) in zip(documents, ends, spans, strict=True):
            low, high = bounds[document], bounds[document + 1]
            if low < high:
                first = end - (stop - start)
                points[self._places[low:high].astype(np.int64) + first] = self._letters[self._variants[low:high]]
        joined = text_of(points)
        return [joined[end - (stop - start) : end - 1] for end, (start, stop) in zip(ends, spans, strict=True)]


def _cut(letters: Points, text: Codes, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The texts at some spans of codes, each with the END after it, which is left out."""
    joined = text_of(letters[np.concatenate([text[start:end] for start, end in spans])])
    ends = accumulate([end - start for start, end in spans])
    return [joined[last - (end - start) : last - 1] for last, (start, end) in zip(ends, spans, strict=True)]
