"""Patterns: where a text with wildcards matches in a segment, by whole arrays of places in its text."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.analysis.wildcard import MAX_SKIPPED, ONE, SENTENCE_ENDS, pieces
from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.alphabet import END, Codes
from indexer.engine.embedded.encoding.array_names import TEXT
from indexer.engine.embedded.inverted_index.inverted_field import NOTHING, Postings
from indexer.engine.embedded.read.doc_set import NONE
from indexer.engine.embedded.segment.segment_reader import SegmentReader

Mask = npt.NDArray[np.bool_]
CODES = 1 << 16


def wildcard_postings(segment: SegmentReader, pattern: str) -> Postings:
    """The documents in which a pattern matches, and at how many places of each a match starts."""
    starts = _Matching(segment, pieces(pattern)).starts()
    return Postings(*segment.phrases.paragraphs_of(starts)) if len(starts) else NOTHING


class _Matching:
    """Begins where the rarest of the literal parts stands, goes to the last piece, and from there back to the first.

    The end of a paragraph is a character that no piece has and no wildcard passes; one stands before the
    first character too, when places are counted from the end.
    """

    def __init__(self, segment: SegmentReader, parts: Sequence[str]) -> None:
        self._segment = segment
        self._pieces = parts
        self._text: Codes = segment.arrays[TEXT].view(np.uint16)  # whatever the order of the bytes, equal is equal
        self._passed = self._all_but(SENTENCE_ENDS)
        self._single = self._all_but(SENTENCE_ENDS.replace(ONE, ""))

    def starts(self) -> Numbers:
        """Where the pattern matches, each place once."""
        if any(self._segment.alphabet.encode(piece.replace(ONE, "")) is None for piece in self._pieces):
            return NONE
        first, places = self._rarest()
        places = self._matching_places(self._pieces[first], places)
        for before, after in zip(self._pieces[first:], self._pieces[first + 1 :], strict=False):
            places = self._after(places + len(before), after)
        for piece in reversed(self._pieces[:-1]):
            places = self._before(places, piece)
        return places

    def _rarest(self) -> tuple[int, Numbers]:
        """A piece with a rare literal part, and where that piece may start, in no order."""
        found = [(number, at, part) for number, piece in enumerate(self._pieces) for at, part in _literals(piece)]
        longer = [one for one in found if len(one[2]) > 1]  # single characters are hardly ever rare
        best: tuple[int, Numbers] | None = None
        for number, at, part in longer or found:
            encoded = self._segment.alphabet.encode(part)
            places = NONE if encoded is None else self._segment.phrases.places(encoded) - at
            if best is None or len(places) < len(best[1]):
                best = number, places
        return best or (0, NONE)

    def _matching_places(self, piece: str, places: Numbers) -> Numbers:
        """Those of some places at which a piece stands, in their order."""
        places = places[places >= 0]
        for at, sign in enumerate(piece):
            codes = self._text[places + at]
            places = places[self._single[codes] if sign == ONE else codes == self._code(sign)]
        return places

    def _after(self, places: Numbers, piece: str) -> Numbers:
        """Where a piece starts at one of some places, or up to MAX_SKIPPED characters after it, ascending."""
        found = [NONE]
        for _ in range(MAX_SKIPPED + 1):
            found.append(self._matching_places(piece, places))
            places = places[self._passed[self._text[places]]] + 1
        return np.unique(np.concatenate(found))

    def _before(self, places: Numbers, piece: str) -> Numbers:
        """Where a piece starts that ends at one of some places, or up to MAX_SKIPPED characters before, ascending."""
        found = [NONE]
        for _ in range(MAX_SKIPPED + 1):
            found.append(self._matching_places(piece, places - len(piece)))
            places = places[self._passed[self._text[places - 1]]] - 1
        return np.unique(np.concatenate(found))

    def _code(self, character: str) -> int:
        """A character as the text has it; END where it is not in the alphabet."""
        encoded = self._segment.alphabet.encode(character)
        return END if encoded is None else int(np.frombuffer(encoded, dtype=np.uint16)[0])

    def _all_but(self, characters: str) -> Mask:
        """Code → whether it is none of some characters, nor the end of a paragraph."""
        mask = np.ones(CODES, dtype=np.bool_)
        mask[[END, *map(self._code, characters)]] = False
        return mask


def _literals(piece: str) -> list[tuple[int, str]]:
    """The literal parts of a piece, and where in it they start."""
    found, at = [], 0
    for part in piece.split(ONE):
        if part:
            found.append((at, part))
        at += len(part) + 1
    return found
