"""What a loosely meant phrase passes over in the text of a segment."""

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis.match_options import HYPHEN, bound_hyphens, ignorable
from indexer.engine.embedded.encoding.alphabet import END, Alphabet

Mask = npt.NDArray[np.bool_]


class LooseMarks:
    """Tells of places in the folded text whether what stands there is ignored; a hyphen is by what stands beside it."""

    def __init__(self, text: npt.NDArray[Any], alphabet: Alphabet) -> None:
        self._text = text
        self._alphabet = alphabet

    def at(self, places: npt.NDArray[np.int64]) -> Mask:
        """Whether each place is passed over; never one where a paragraph ends, nor outside the text."""
        codes = self._codes(places)
        passed = self._ignorable[codes]
        hyphens = (codes == self._hyphen).nonzero()[0]
        if len(hyphens):
            beside = (self._codes(places[hyphens] + step) for step in (-1, 1))
            before, after = (self._holds[codes] for codes in beside)
            passed[hyphens] = ~(before | after)
        return passed

    def _codes(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.uint16]:
        codes = self._text.take(places, mode="clip").astype(np.uint16)
        codes[(places < 0) | (places >= len(self._text))] = END
        return codes

    @cached_property
    def _ignorable(self) -> Mask:
        return self._codes_of(ignorable())

    @cached_property
    def _holds(self) -> Mask:
        """Which codes are of characters beside which a hyphen counts."""
        return self._codes_of(bound_hyphens()[1])

    @cached_property
    def _hyphen(self) -> int:
        """The code of a hyphen; where there is none, one that no character has."""
        encoded = self._alphabet.encode(HYPHEN)
        return len(self._alphabet) if encoded is None else int.from_bytes(encoded, "big")

    def _codes_of(self, characters: frozenset[str]) -> Mask:
        return self._alphabet.mask_of(characters.__contains__)
