"""A kernel over damaged arrays: an error or some answer, and never a read beyond an array.

`make sanitize` runs this with a kernel that stops at such a read; a plain one only crashes where it is lucky.
"""

import ctypes
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import MatchOptions
from indexer.engine.embedded.encoding.alphabet import Alphabet
from indexer.engine.embedded.encoding.array_names import ALPHABET, FOLDS, HEADINGS, STARTS, TITLES, WORDS
from indexer.engine.embedded.encoding.arrays import Array, Arrays
from indexer.engine.embedded.encoding.run_length_column import STARTS as RUN_STARTS
from indexer.engine.embedded.inverted_index.inverted_field import Postings
from indexer.engine.embedded.kernel.kernel_index import (
    FIELDS,
    OF_FIELD,
    OF_FREQUENT,
    OF_TEXT,
    KernelIndex,
    KernelSegment,
    ScoreArrays,
)
from indexer.engine.embedded.kernel.kernel_ranking import (
    KernelColumns,
    SharedColumns,
    grouped,
    rank,
    rows_of,
    stands_alone,
    unit_runs,
)
from indexer.engine.embedded.kernel.kernel_runs import uses_by_run
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.engine.embedded.read.query_program import ProgramCompiler
from indexer.engine.embedded.segment.segment_table import open_segments
from indexer.engine.embedded.whoosh.whoosh_index import create
from indexer.engine.query import And, DocRanges, Not, Or, Phrase, Proximity, Query, Synonyms, Wildcard, Words
from indexer.engine.ranking import FacetColumn, RankingColumns
from indexer.errors import IndexUnusableError
from tests.indexer.engine.kernel.test_differential import FREQUENT, LONG, document, frequent_from
from tests.indexer.engine.test_codec_differential import our_fields

SECONDS = float(os.environ.get("FUZZ_SECONDS", "3"))
EVERY = 1 << 62
EDGES = (
    0,
    1,
    2,
    31,
    32,
    63,
    64,
    255,
    2047,
    65535,
    (1 << 20) - 1,
    (1 << 31) - 1,
    (1 << 32) - 1,
    (1 << 63),
    (1 << 64) - 1,
)

RUNS = tuple(f"{runs}.{RUN_STARTS}" for _, _, runs in FIELDS if runs)
READ = (
    *OF_TEXT.values(),
    *OF_FREQUENT.values(),
    *RUNS,
    *(f"{prefix}.{part}" for _, prefix, _ in FIELDS for part in OF_FIELD),
)

pytestmark = [pytest.mark.skipif(shared_library() is None, reason="no kernel here"), pytest.mark.fuzz]


@pytest.fixture(scope="module")
def whole(analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> list[Arrays]:
    """Two segments, one of them with all that is rare."""
    draw, folder = random.Random(1), tmp_path_factory.mktemp("whole")
    index = create(folder, analysis)
    for first, count in ((0, 150), (150, 40)):
        writer = index.writer()
        for number in range(first, first + count):
            text = LONG if number == 160 else "".join(draw.choices(FREQUENT, k=draw.randint(1, 30)))
            writer.add_document(**our_fields(document(number, text)))
        with frequent_from(10):
            writer.commit(merge=False)  # type: ignore[no-untyped-call]
    return [segment.arrays for _, segment in open_segments(folder)]


class Guarded:
    """Copies of arrays, each with much around it that the sanitizer, where it is there, takes for a crash to be read."""

    AROUND = 1 << 23  # bytes: as far as a damaged number of a document leads

    def __init__(self) -> None:
        self._rooms: dict[tuple[int, str], npt.NDArray[np.uint8]] = {}
        self._poison = getattr(ctypes.CDLL(None), "__asan_poison_memory_region", None)

    def copied(self, segment: int, name: str, array: Array) -> Array:
        size, key = array.nbytes, (segment, name)
        room = self._rooms.get(key)
        if room is None:
            room = self._rooms[key] = np.empty(size + 2 * self.AROUND, np.uint8)
        self._mark("poison", room)
        inside = room[self.AROUND : self.AROUND + size]
        self._mark("unpoison", inside)
        inside[:] = array.view(np.uint8)
        return inside.view(array.dtype)

    def free(self) -> None:
        for room in self._rooms.values():
            self._mark("unpoison", room)

    def _mark(self, how: str, memory: npt.NDArray[np.uint8]) -> None:
        if self._poison is not None:
            mark = getattr(ctypes.CDLL(None), f"__asan_{how}_memory_region")
            mark(ctypes.c_void_p(memory.ctypes.data), ctypes.c_size_t(memory.nbytes))


@pytest.fixture
def guarded() -> Iterator[Guarded]:
    made = Guarded()
    yield made
    made.free()


def opened(arrays: list[Arrays], documents: list[int], live: bool, guarded: Guarded) -> KernelIndex:
    """An index of some arrays, as the reader opens one."""
    library = shared_library()
    assert library is not None
    segments, first = [], 0
    for number, (plain, count) in enumerate(zip(arrays, documents, strict=True)):
        own = {name: guarded.copied(number, name, plain[name]) for name in READ}
        of_runs = [np.ones(len(own[name]), np.int64) for name in RUNS]
        norms = [np.ones(count, np.float32), *(np.ones(len(one), np.float32) for one in of_runs)]
        made: list[Array] = [*norms, *of_runs]
        names = ScoreArrays._fields
        scores = ScoreArrays(*(guarded.copied(number, *one) for one in zip(names, made, strict=True)))
        mask = guarded.copied(number, "live", np.arange(len(own[STARTS]) - 1) % 7 != 0) if live else None
        segments.append(KernelSegment(own, Alphabet(plain[ALPHABET], plain[FOLDS]), first, mask, scores))
        first += count
    return KernelIndex(library, segments, sum(documents))


def damaged(arrays: Arrays, draw: random.Random) -> Arrays:
    """The same with some items of some arrays changed, or an array cut off."""
    names = [name for name in READ if len(arrays[name])]
    broken = dict(arrays)
    for name in draw.sample(names, draw.choice((1, 1, 1, 2, 4))):  # of much damage only the first would be seen
        one = np.array(arrays[name])
        if draw.random() < 0.1:
            broken[name] = one[: draw.randrange(len(one))].copy()
            continue
        limit = (1 << 8 * one.itemsize) - 1
        for _ in range(draw.choice((1, 3, len(one) // 4 + 1))):
            value = draw.choice(
                (*EDGES, draw.getrandbits(64), int(one[draw.randrange(len(one))]) + draw.choice((-1, 1)))
            )
            one[draw.randrange(len(one))] = value & limit
        if draw.random() < 0.5:  # what ascends goes on ascending
            one[draw.randrange(len(one)) :] += np.array(draw.choice((*EDGES, 50, 100, 150)) & limit, dtype=one.dtype)
        elif draw.random() < 0.2:
            one[:] = np.array(draw.choice(EDGES) & limit, dtype=one.dtype)
        broken[name] = one
    return broken


def queries(draw: random.Random) -> Iterator[Query]:
    text = "".join(draw.choices(FREQUENT, k=draw.randint(1, 3)))
    one, other = Words(text), Words(draw.choice(FREQUENT))
    yield from (Wildcard("党?建"), Wildcard("人*村*的"), Proximity((text[:2], other.text, "党"), 12))
    yield from (
        one,
        other,
        Phrase(text),
        Phrase(text, MatchOptions(loose=True)),
        And((one, other)),
        Or((one, Phrase(other.text))),
    )
    yield Not(Or((Synonyms(one, other), DocRanges(((3, 20), (100, 180))))))
    yield And((Or((one, Not(other))), Synonyms(other, Phrase(text)), DocRanges(((0, 190),))))


def ask(index: KernelIndex, analysis: Analysis, draw: random.Random, size: int) -> None:
    """Everything once; each question by itself may find the damage."""
    found = Postings(np.array([1, 5, 9]), np.array([1, 2, 3]))
    compiler = ProgramCompiler(analysis, lambda _: [found, found])
    for text in (*FREQUENT, "党建设人民的乡村", "党" * 40):
        for answer in (index.occurrences, index.places):
            tried(partial(answer, fold(text)))
        tried(partial(uses_by_run, index, fold(text), np.arange(size) // 10))
        tried(partial(stands_alone, index, fold(text), np.arange(size)))
    asked = [fold("".join(draw.choices(FREQUENT, k=draw.randint(1, 3)))) for _ in range(8)]
    tried(partial(index.totals, asked))
    tried(partial(index.fillers, [("", asked[0]), *pairwise(asked)], draw.choice((1, 7, size))))
    for query in queries(draw):
        program = compiler.compiled(query)
        for most in (0, EVERY):
            tried(partial(index.match, program.code, program.text, most))
        for columns in ranked_by(index, size):
            tried(partial(rank, index, program.code, program.text, columns, draw.choice((0, 3, size))))
    for folded in (False, True):
        tried(partial(index.texts, draw.sample(range(size), 9), folded=folded))


def ranked_by(index: KernelIndex, size: int) -> Iterator[KernelColumns]:
    """By score and by date, with filters, and a few duplicates."""
    runs, groups = np.arange(size) // 10, np.arange(size, dtype=np.int32) % 50 - 30
    speeches = np.arange(int(runs[-1]) + 1)
    columns = RankingColumns(runs, speeches, speeches, -speeches, {"any": FacetColumn(speeches, len(speeches))}, groups)
    for by_date in (False, True):
        own = replace(columns, by_date=by_date, mask=speeches % 3 > 0)
        shared = SharedColumns(
            runs.astype(np.uint32), rows_of(speeches, speeches), unit_runs(index, runs), grouped(groups)
        )
        yield KernelColumns(index.library, own, shared)


def tried(call: Callable[[], object]) -> None:
    try:
        call()
    except IndexUnusableError:
        FOUND.append(1)


FOUND: list[int] = []


def test_damaged_arrays_never_crash(whole: list[Arrays], analysis: Analysis, guarded: Guarded) -> None:
    until, rounds = time.monotonic() + SECONDS, 0
    documents = [len(one[STARTS]) - 1 for one in whole]
    ask(opened(whole, documents, True, guarded), analysis, random.Random(0), sum(documents))
    assert not FOUND, "whole arrays are taken for damaged ones"
    while rounds < 5 or time.monotonic() < until:
        draw = random.Random(rounds)
        arrays = [*whole]
        place = draw.randrange(len(arrays))
        arrays[place] = damaged(arrays[place], draw)
        try:
            index = opened(arrays, documents, draw.random() < 0.5, guarded)
        except (IndexUnusableError, KeyError, IndexError, ValueError):
            index = None
        if index is not None:
            ask(index, analysis, draw, sum(documents))
        rounds += 1
    assert len(FOUND) > rounds / 2, "damage is hardly seen"


@pytest.mark.parametrize("prefix", [WORDS, HEADINGS, TITLES])
def test_arrays_that_do_not_fit_each_other_are_refused(whole: list[Arrays], prefix: str, guarded: Guarded) -> None:
    documents = [len(one[STARTS]) - 1 for one in whole]
    for name in (
        f"{prefix}.bounds",
        f"{prefix}.ends",
        STARTS,
        "samples",
        "positions.high",
        "blocks",
        "variants.bounds",
        *OF_FREQUENT.values(),
    ):
        broken = {**whole[0], name: whole[0][name][:-1]}
        with pytest.raises(IndexUnusableError):
            opened([broken, whole[1]], documents, False, guarded)
