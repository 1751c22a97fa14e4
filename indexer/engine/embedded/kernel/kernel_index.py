"""An index as the kernel reads it: the arrays of its segments by their addresses, and answers as arrays."""

from collections.abc import Sequence
from ctypes import POINTER, byref, pointer, string_at
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import Alphabet
from indexer.engine.embedded.encoding.array_names import (
    BLOCKS,
    BOUNDS,
    COMMON,
    COMMON_BITS,
    COMMON_BOUNDS,
    COMMON_COUNTS,
    COMMON_EXCEPTIONS,
    COMMON_EXCESS,
    ENTRIES,
    EXCEPTIONS,
    EXCESS,
    HEADINGS,
    PASSAGES,
    POSITIONS_HIGH,
    POSITIONS_LOW,
    SAMPLES,
    SHOWN,
    SPEECHES,
    STARTS,
    TEXT,
    TITLES,
    VARIANT_BOUNDS,
    VARIANT_PLACES,
    VARIANTS,
    WORDS,
)
from indexer.engine.embedded.encoding.arrays import Array, Arrays
from indexer.engine.embedded.encoding.run_length_column import STARTS as RUN_STARTS
from indexer.engine.embedded.kernel.shared_library import CArray, CField, CLibrary, CSegment, SharedLibrary, checked
from indexer.errors import IndexUnusableError

Numbers: TypeAlias = npt.NDArray[np.int64]
Scores: TypeAlias = npt.NDArray[np.float32]

NONE: Numbers = np.zeros(0, dtype=np.int64)
NO_SCORES: Scores = np.zeros(0, dtype=np.float32)
OF_TEXT = {
    "text": TEXT,
    "starts": STARTS,
    "shown": SHOWN,
    "variants": VARIANTS,
    "variant_places": VARIANT_PLACES,
    "variant_bounds": VARIANT_BOUNDS,
    "low": POSITIONS_LOW,
    "high": POSITIONS_HIGH,
    "samples": SAMPLES,
    "blocks": BLOCKS,
    "common": COMMON,
    "common_bits": COMMON_BITS,
    "common_counts": COMMON_COUNTS,
    "common_bounds": COMMON_BOUNDS,
    "common_exceptions": COMMON_EXCEPTIONS,
    "common_excess": COMMON_EXCESS,
}
OF_FIELD = ("letters", "ends", BOUNDS, ENTRIES, EXCEPTIONS, EXCESS)
FIELDS = (("words", WORDS, None), ("headings", HEADINGS, PASSAGES), ("titles", TITLES, SPEECHES))


class ScoreArrays(NamedTuple):
    """What scores take besides the arrays of a segment: see `field` in kernel.h."""

    words: Array
    headings: Array
    titles: Array
    passage_sizes: Array
    speech_sizes: Array


@dataclass(frozen=True, slots=True)
class KernelSegment:
    """A segment: the number of its first document, which are not deleted (None: all), and what its scores take."""

    arrays: Arrays
    alphabet: Alphabet
    first: int
    live: npt.NDArray[np.bool_] | None
    scores: ScoreArrays | None = None


class KernelIndex:
    """Answers from all segments of an index. Raises IndexUnusableError where they are damaged, from every method."""

    def __init__(self, library: SharedLibrary, segments: Sequence[KernelSegment], documents: int) -> None:
        self._library = library
        self._held: list[Array] = []  # what the kernel has addresses of
        self._segments = (CSegment * max(len(segments), 1))(*map(self._described, segments))
        for place, segment in enumerate(segments):
            scored = segment.scores is not None
            checked(library.functions.kernel_check(byref(self._segments[place]), scored))
        first = pointer(self._segments[0])
        self._all = CLibrary(first, len(segments), documents)
        self._pointer = POINTER(CLibrary)(self._all)

    def occurrences(self, folded: str) -> tuple[Numbers, Numbers]:
        """The paragraphs that have a folded text, ascending, and how often each."""
        return self._pairs(self._library.functions.kernel_occurrences, folded)

    def places(self, folded: str) -> tuple[Numbers, Numbers]:
        """The paragraph and the character in it of every place where a folded text stands, ascending."""
        return self._pairs(self._library.functions.kernel_places, folded)

    def match(self, program: bytes, texts: str, most_scored: int) -> tuple[Numbers, Scores | None]:
        """The paragraphs that a program finds, ascending, and their scores where there are not more than so many."""
        points = texts.encode("utf-32-le", "surrogatepass")
        with self._library.workspace() as memory:
            count = checked(
                self._library.functions.kernel_match(
                    self._pointer, program, len(program) // 8, points, len(texts), most_scored, memory.address
                )
            )
            scores = memory.answer.scores
            if not count:
                return NONE, NO_SCORES
            numbers = _copied(memory.answer.numbers, count, np.int64)
            return numbers, None if scores is None else _copied(scores, count, np.float32)

    def texts(self, numbers: Sequence[int], *, folded: bool = False) -> list[str]:
        """The texts of some paragraphs."""
        wanted = np.array(numbers, dtype=np.int64)
        with self._library.workspace() as memory:
            functions, address = self._library.functions, wanted.__array_interface__["data"][0]
            checked(functions.kernel_texts(self._pointer, address, len(wanted), folded, memory.address))
            ends = _copied(memory.answer.values, len(wanted), np.int64).tolist() if numbers else []
            points = string_at(memory.answer.points, 4 * ends[-1]) if numbers else b""
        try:
            joined = points.decode("utf-32-le", "surrogatepass")
        except UnicodeDecodeError as error:
            raise IndexUnusableError.damaged() from error
        return [joined[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def _pairs(self, function: Any, folded: str) -> tuple[Numbers, Numbers]:
        points = folded.encode("utf-32-le", "surrogatepass")
        with self._library.workspace() as memory:
            count = checked(function(self._pointer, points, len(folded), memory.address))
            if not count:
                return NONE, NONE
            answer = memory.answer
            return _copied(answer.numbers, count, np.int64), _copied(answer.values, count, np.int64)

    def _described(self, segment: KernelSegment) -> CSegment:
        """A segment with the addresses of its arrays."""
        arrays, alphabet = segment.arrays, segment.alphabet
        one = CSegment(first=segment.first, documents=len(arrays[STARTS]) - 1)
        try:
            one.codes = self._address(alphabet.code_of_point)
        except IndexError as error:
            raise IndexUnusableError.damaged() from error
        one.points = self._address(alphabet.points)
        if segment.live is not None:
            one.live = self._address(segment.live)
        for name, of in OF_TEXT.items():
            setattr(one, name, self._address(arrays[of]))
        for name, prefix, runs in FIELDS:
            own = CField(*(self._address(arrays[f"{prefix}.{part}"]) for part in OF_FIELD))
            if runs is not None:
                own.starts = self._address(arrays[f"{runs}.{RUN_STARTS}"])
            setattr(one, name, own)
        if segment.scores is not None:
            self._add_scores(one, segment.scores)
        return one

    def _add_scores(self, one: CSegment, scores: ScoreArrays) -> None:
        one.words.norms = self._address(scores.words)
        one.headings.norms, one.headings.sizes = self._address(scores.headings), self._address(scores.passage_sizes)
        one.titles.norms, one.titles.sizes = self._address(scores.titles), self._address(scores.speech_sizes)

    def _address(self, array: Array) -> CArray:
        own = np.ascontiguousarray(array)
        self._held.append(own)
        return CArray(own.__array_interface__["data"][0], len(own), own.itemsize)


def _copied(address: int | None, count: int, kind: type[np.generic]) -> npt.NDArray[Any]:
    """An answer of the kernel, whose memory the next call takes; it cannot be written to."""
    return np.frombuffer(string_at(address or 0, count * np.dtype(kind).itemsize), kind)
