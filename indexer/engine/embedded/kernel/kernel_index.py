"""An index as the kernel reads it: the arrays of its segments by their addresses, and answers as arrays."""

from collections.abc import Sequence
from ctypes import POINTER, byref, pointer, string_at
from dataclasses import dataclass
from functools import cached_property
from struct import pack
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import DEPTH, Alphabet
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
    FREQUENT,
    FREQUENT_COUNTS,
    FREQUENT_PEAK_BOUNDS,
    FREQUENT_PEAKS,
    FREQUENT_TOKENS,
    FREQUENT_UNITS,
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
MOST_DEAD = 1 << 20  # characters of deleted documents whose keys are worth having
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
OF_FREQUENT = {  # a segment has these where any word of it is frequent
    "frequent": FREQUENT,
    "tokens": FREQUENT_TOKENS,
    "units": FREQUENT_UNITS,
    "unit_counts": FREQUENT_COUNTS,
    "peaks": FREQUENT_PEAKS,
    "peak_bounds": FREQUENT_PEAK_BOUNDS,
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

    def __init__(
        self, library: SharedLibrary, segments: Sequence[KernelSegment], documents: int, average: float = 0
    ) -> None:
        """`documents` are those of the whole index that are not deleted, and `average` how many words one has."""
        self.library = library
        self._held: list[Array] = []  # what the kernel has addresses of
        self._described_segments = segments
        self._segments = (CSegment * max(len(segments), 1))(*map(self._described, segments))
        for place, segment in enumerate(segments):
            scored = segment.scores is not None
            checked(library.functions.kernel_check(byref(self._segments[place]), scored))
        first = pointer(self._segments[0])
        self._all = CLibrary(first, len(segments), documents, average)
        self.unit_bounds = [one for segment in segments if (one := _units(segment)) is not None]
        self.pointer = POINTER(CLibrary)(self._all)
        functions = library.functions
        self._occurrences, self._places = functions.kernel_occurrences, functions.kernel_places
        self._match, self._texts = functions.kernel_match, functions.kernel_texts

    def occurrences(self, folded: str) -> tuple[Numbers, Numbers]:
        """The paragraphs that have a folded text, ascending, and how often each."""
        return self._pairs(self._occurrences, folded)

    def places(self, folded: str) -> tuple[Numbers, Numbers]:
        """The paragraph and the character in it of every place where a folded text stands, ascending."""
        return self._pairs(self._places, folded)

    def totals(self, folded: Sequence[str]) -> Numbers:
        """At how many places each of some folded texts stands, none of them empty."""
        points, sizes = _joined(folded)
        memory = self.library.lend()
        try:
            count = checked(
                self.library.functions.kernel_totals(self._with_dead_keys, points, sizes, len(folded), memory.address)
            )
            return numbers_at(memory.answer.values, count)
        finally:
            self.library.give_back(memory)

    @cached_property
    def _with_dead_keys(self) -> Any:
        """The same, where what is deleted is known by its texts too."""
        for one, segment in zip(self._segments, self._described_segments, strict=False):
            if segment.live is not None:
                one.dead_keys = self._address(_dead_keys(segment.arrays, segment.live))
        return self.pointer

    def fillers(self, frames: Sequence[tuple[str, str]], most: int) -> tuple[Numbers, str, Numbers]:
        """What stands between two folded texts: the frame of each item, its character, and how often; in no order."""
        points, sizes = _joined([text for frame in frames for text in frame])
        memory = self.library.lend()
        try:
            find = self.library.functions.kernel_fillers
            count = checked(find(self.pointer, points, sizes, len(frames), most, memory.address))
            if count == 0:
                return NONE, "", NONE
            answer = memory.answer
            characters = string_at(answer.points, 4 * count).decode("utf-32-le", "surrogatepass")
            return numbers_at(answer.numbers, count), characters, numbers_at(answer.values, count)
        finally:
            self.library.give_back(memory)

    def match(self, program: bytes, texts: str, most_scored: int) -> tuple[Numbers, Scores | None]:
        """The paragraphs that a program finds, ascending, and their scores where there are not more than so many."""
        points = texts.encode("utf-32-le", "surrogatepass")
        memory = self.library.lend()
        try:
            count = self._match(
                self.pointer, program, len(program) // 8, points, len(texts), most_scored, memory.address
            )
            if checked(count) == 0:
                return NONE, NO_SCORES
            scores = memory.answer.scores
            return numbers_at(memory.answer.numbers, count), None if scores is None else scores_at(scores, count)
        finally:
            self.library.give_back(memory)

    def texts(self, numbers: Sequence[int], *, folded: bool = False) -> list[str]:
        """The texts of some paragraphs."""
        if not numbers:
            return []
        wanted = pack(f"={len(numbers)}q", *numbers)
        memory = self.library.lend()
        try:
            checked(self._texts(self.pointer, wanted, len(numbers), folded, memory.address))
            ends = numbers_at(memory.answer.values, len(numbers)).tolist()
            points = string_at(memory.answer.points, 4 * ends[-1])
        finally:
            self.library.give_back(memory)
        try:
            joined = points.decode("utf-32-le", "surrogatepass")
        except UnicodeDecodeError as error:
            raise IndexUnusableError.damaged() from error
        return [joined[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def _pairs(self, function: Any, folded: str) -> tuple[Numbers, Numbers]:
        points = folded.encode("utf-32-le", "surrogatepass")
        memory = self.library.lend()
        try:
            count = function(self.pointer, points, len(folded), memory.address)
            if checked(count) == 0:
                return NONE, NONE
            return numbers_at(memory.answer.numbers, count), numbers_at(memory.answer.values, count)
        finally:
            self.library.give_back(memory)

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
            one.dead = self._address((~segment.live).nonzero()[0].astype(np.uint32))
        for name, of in OF_TEXT.items():
            setattr(one, name, self._address(arrays[of]))
        for name, prefix, runs in FIELDS:
            own = CField(*(self._address(arrays[f"{prefix}.{part}"]) for part in OF_FIELD))
            if runs is not None:
                own.starts = self._address(arrays[f"{runs}.{RUN_STARTS}"])
            setattr(one, name, own)
        for name, of in OF_FREQUENT.items() if FREQUENT in arrays else ():
            setattr(one, name, self._address(arrays[of]))
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
        return CArray(address_of(own), len(own), own.itemsize)


def _dead_keys(arrays: Arrays, live: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint64]:
    """The keys of all characters of deleted documents, ascending; none where there are very many."""
    starts, text = arrays[STARTS].astype(np.int64), arrays[TEXT]
    edges = np.flatnonzero(np.diff(np.concatenate([[True], live, [True]]).astype(np.int8)))  # of runs of deleted ones
    bounds = starts[edges].reshape(-1, 2)
    if int((bounds[:, 1] - bounds[:, 0]).sum()) > MOST_DEAD:
        return np.zeros(0, np.uint64)
    places = np.concatenate([np.arange(start, end) for start, end in bounds.tolist()])
    windows = np.minimum(places[:, None] + np.arange(DEPTH), len(text) - 1)
    return np.sort(np.ascontiguousarray(text[windows]).view(">u8")[:, 0].astype(np.uint64))


def _joined(texts: Sequence[str]) -> tuple[bytes, bytes]:
    """Some texts one after another, as code points, and how many each has."""
    return "".join(texts).encode("utf-32-le", "surrogatepass"), pack(f"={len(texts)}q", *map(len, texts))


def _units(segment: KernelSegment) -> Numbers | None:
    """Where in the index the units of a segment start, and where the last one ends; None where it has none."""
    if FREQUENT not in segment.arrays:
        return None
    documents = len(segment.arrays[STARTS]) - 1
    return np.append(segment.arrays[FREQUENT_UNITS], documents).astype(np.int64) + segment.first


def address_of(array: Array) -> int:
    """Where the items of an array are, which must be held meanwhile."""
    address: int = array.__array_interface__["data"][0]
    return address


# Answers of the kernel are copied, for the next call takes their memory; the copies cannot be written to.


def numbers_at(address: int, count: int) -> Numbers:
    return np.frombuffer(string_at(address, 8 * count), np.int64)


def scores_at(address: int, count: int) -> Scores:
    return np.frombuffer(string_at(address, 4 * count), np.float32)
