"""Alignment of two texts character by character: the stretch of a text that a sentence is nearest to, and how they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import numpy as np
import numpy.typing as npt


class DifferenceKind(StrEnum):
    """How a piece of a sentence stands to the source."""

    SAME = "same"
    CHANGED = "changed"
    EXTRA = "extra"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Difference:
    """A piece of a sentence and what the source has there: one of them is empty where it is extra or missing."""

    kind: DifferenceKind
    said: str
    source: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The characters from `start` to `end` (exclusive) of a text, which `edits` single characters part from a sentence."""

    start: int
    end: int
    edits: int


def nearest_stretch(sentence: str, texts: Sequence[str]) -> tuple[int, Stretch] | None:
    """Of all stretches of some texts the one with the fewest edits from a sentence, and the place of its text; of several
    the first. None where there is no text. All are compared as they are.

    Sellers 1980, The theory and computation of evolutionary distances: the last row of the matrix of edit distances
    whose first row is 0. Backwards from the best end the same gives the start. Time is the product of the lengths.
    """
    if not texts:
        return None
    pattern, longest = _points(sentence), max(map(len, texts))
    rows = np.zeros((len(texts), longest), dtype=np.uint32)  # 0 stands in no text
    for row, text in zip(rows, texts, strict=True):
        row[: len(text)] = _points(text)
    ends = _last_row(pattern, rows)
    ends[np.arange(longest + 1) > np.array([[len(text)] for text in texts])] = len(pattern) + 1
    number, end = divmod(int(ends.argmin()), longest + 1)
    reach = rows[number, max(0, end - 2 * len(pattern)) : end]
    starts = _last_row(pattern[::-1], reach[None, ::-1])
    return number, Stretch(end - int(starts.argmin()), end, int(ends[number, end]))


def differences(said: str, source: str, folded_said: str, folded_source: str) -> tuple[Difference, ...]:
    """The pieces of a sentence and of its source in order; the folded forms, of the same lengths, are compared."""
    steps = SequenceMatcher(None, folded_said, folded_source, autojunk=False).get_opcodes()
    pieces: list[tuple[bool, int, int, int, int]] = []
    for number, (tag, *place) in enumerate(steps):
        beside = {step[0] for step in (*steps[max(number - 1, 0) : number], *steps[number + 1 : number + 2])}
        is_island = place[1] - place[0] == 1 and beside == {"replace"} and 0 < number < len(steps) - 1
        same = tag == "equal" and not is_island  # a single character between two changes is kept by chance
        if pieces and pieces[-1][0] == same:
            _, start, _, source_start, _ = pieces.pop()
            place = [start, place[1], source_start, place[3]]
        pieces.append((same, place[0], place[1], place[2], place[3]))
    return tuple(_difference(same, said[a:b], source[c:d]) for same, a, b, c, d in pieces)


def _difference(same: bool, said: str, source: str) -> Difference:
    if same:
        return Difference(DifferenceKind.SAME, said, source)
    return Difference(
        DifferenceKind.CHANGED if said and source else DifferenceKind.EXTRA if said else DifferenceKind.MISSING,
        said,
        source,
    )


def _points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _last_row(pattern: npt.NDArray[np.uint32], texts: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
    """The fewest edits from a pattern to any stretch that ends before each character of some texts of one length, and at
    their ends.
    """
    places = np.arange(texts.shape[1] + 1, dtype=np.int32)
    row = np.zeros((len(texts), texts.shape[1] + 1), dtype=np.int32)
    for length, point in enumerate(pattern.tolist(), 1):
        best = row + np.int32(1)  # a character of the pattern that is not there
        np.minimum(best[:, 1:], row[:, :-1] + (texts != point), out=best[:, 1:])
        best[:, 0] = length
        best -= places
        np.minimum.accumulate(best, axis=1, out=best)
        row = best + places  # characters of the text that are too many
    return row
