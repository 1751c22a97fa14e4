"""Batches and segments → one segment, by whole arrays."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import Alphabet, Codes, merge_alphabets
from indexer.engine.embedded.encoding.array_names import (
    ALPHABET,
    ANCHORS,
    FOLDS,
    HEADINGS,
    KINDS,
    LEADS,
    LENGTHS,
    LINES,
    OPEN,
    PASSAGES,
    SPEECHES,
    STARTS,
    TEXT_HASHES,
    TITLES,
    VOICES,
    WORDS,
)
from indexer.engine.embedded.encoding.arrays import Array, Arrays, write_arrays
from indexer.engine.embedded.encoding.rank_bitvector import mask_of
from indexer.engine.embedded.encoding.run_length_column import ANYTHING, RunLengthColumn, run_arrays
from indexer.engine.embedded.encoding.run_length_column import STARTS as RUN_STARTS
from indexer.engine.embedded.inverted_index.frequent_words import frequent_arrays, units_of
from indexer.engine.embedded.inverted_index.inverted_field import postings_arrays, postings_of
from indexer.engine.embedded.inverted_index.postings import MergedPostings, PostingsPart, merge_postings
from indexer.engine.embedded.inverted_index.substring_postings import add_substring_postings
from indexer.engine.embedded.segment.forward_arrays import ForwardPart, merged_forward_arrays, stop_arrays
from indexer.engine.embedded.substring_index.character_bitmaps import common_arrays
from indexer.engine.embedded.substring_index.junctions import junction_arrays
from indexer.engine.embedded.substring_index.stored_text import codes_of, text_arrays
from indexer.engine.embedded.substring_index.suffix_array import find_positions

Integers = npt.NDArray[np.int64]

THREADS = 2


@dataclass(frozen=True, slots=True)
class MergeSource:
    """Documents that go into a segment: those of `arrays` that are `live`, or all."""

    arrays: Arrays
    live: npt.NDArray[np.bool_] | None = None

    @property
    def documents(self) -> int:
        """The number of documents, those left out too."""
        return len(self.arrays[STARTS]) - 1

    @property
    def taken(self) -> npt.NDArray[np.bool_]:
        return np.ones(self.documents, dtype=np.bool_) if self.live is None else self.live


def write_merged(sources: Sequence[MergeSource], file: Path) -> None:
    """Write one segment: the documents of all sources, in their order."""
    write_arrays(file, merged_arrays(sources))


def merged_arrays(sources: Sequence[MergeSource]) -> Arrays:
    """The arrays of a segment of all sources."""
    alphabets = [Alphabet(source.arrays[ALPHABET], source.arrays[FOLDS]) for source in sources]
    alphabet = alphabets[0] if len(sources) == 1 else merge_alphabets(alphabets)
    text, starts = _texts(sources, alphabets, alphabet)
    arrays: Arrays = {ALPHABET: alphabet.points, FOLDS: alphabet.folds}
    # Most of the time is numpy's, which lets go of the interpreter: two threads are nearly twice as fast.
    with ThreadPoolExecutor(THREADS) as beside:
        words = beside.submit(_words, sources, alphabets)
        texts = beside.submit(text_arrays, text, starts, alphabet)
        folded = alphabet.folds[text]
        text_positions = find_positions(folded, starts, beside)
        junctions = beside.submit(junction_arrays, folded, starts, _open(sources))
        common = beside.submit(common_arrays, text_positions)
        merged = words.result()
        forward = beside.submit(_forward, sources, merged.terms, folded, alphabet)
        lists = add_substring_postings(merged.lists, alphabet, text_positions, beside)
        arrays |= texts.result() | text_positions.arrays | common.result() | junctions.result() | forward.result()
    for name in (ANCHORS, KINDS, LINES, LEADS, TEXT_HASHES):
        arrays[name] = np.concatenate([source.arrays[name][source.taken] for source in sources])
    for runs, field in ((SPEECHES, TITLES), (PASSAGES, HEADINGS), (VOICES, None)):
        arrays |= _runs(sources, alphabets, alphabet, runs, field)
    units = units_of(*(arrays[f"{runs}.{RUN_STARTS}"] for runs in (SPEECHES, VOICES)), documents=len(lists.lengths))
    return arrays | postings_arrays(WORDS, lists, alphabet) | frequent_arrays(lists, units)


def _words(sources: Sequence[MergeSource], alphabets: Sequence[Alphabet]) -> MergedPostings:
    """The words of the paragraphs of all sources."""
    parts = _parts(sources, alphabets, WORDS, _numbers([source.taken for source in sources]))
    lengths = np.concatenate([source.arrays[f"{WORDS}.{LENGTHS}"][source.taken] for source in sources])
    return merge_postings(parts, lengths.astype(np.int64))


def _forward(sources: Sequence[MergeSource], terms: Sequence[Integers], folded: Codes, alphabet: Alphabet) -> Arrays:
    """The words one after another; `terms` are the numbers of those of each source, `folded` is the text of all."""
    parts = [ForwardPart(source.arrays, source.live, own) for source, own in zip(sources, terms, strict=True)]
    return merged_forward_arrays(parts) | stop_arrays(folded, alphabet)


def _numbers(taken: Sequence[npt.NDArray[np.bool_]]) -> list[Integers]:
    """The new number of each document of each source; -1 for those left out."""
    result, first = [], 0
    for mask in taken:
        result.append(np.where(mask, np.cumsum(mask) - 1 + first, -1))
        first += int(mask.sum())
    return result


def _texts(
    sources: Sequence[MergeSource], alphabets: Sequence[Alphabet], alphabet: Alphabet
) -> tuple[Codes, npt.NDArray[np.uint32]]:
    """The text of all sources, and where each paragraph starts in it, and the last one ends."""
    texts: list[Codes] = []
    lengths: list[Array] = []
    for source, own in zip(sources, alphabets, strict=True):
        text, sizes = codes_of(source.arrays), np.diff(source.arrays[STARTS])
        if source.live is not None:
            text, sizes = text[np.repeat(source.live, sizes)], sizes[source.live]
        texts.append(text if own is alphabet else _translation(own, alphabet)[text])
        lengths.append(sizes)
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths), dtype=np.int64)])
    return np.concatenate(texts), starts.astype(np.uint32)


def _open(sources: Sequence[MergeSource]) -> npt.NDArray[np.bool_]:
    """Which documents that are taken may go on in the next, which is taken too."""
    return np.concatenate(
        [
            (mask_of(source.arrays[OPEN], source.documents) & np.append(source.taken[1:], False))[source.taken]
            for source in sources
        ]
    )


def _translation(old: Alphabet, new: Alphabet) -> Codes:
    """Old code → new code."""
    codes = new.codes_of(old.points)
    codes[0] = 0
    return codes


def _parts(
    sources: Sequence[MergeSource], alphabets: Sequence[Alphabet], prefix: str, numbers: Sequence[Integers]
) -> list[PostingsPart]:
    return [
        PostingsPart(postings_of(source.arrays, prefix, own), new)
        for source, own, new in zip(sources, alphabets, numbers, strict=True)
    ]


def _runs(
    sources: Sequence[MergeSource], alphabets: Sequence[Alphabet], alphabet: Alphabet, prefix: str, field: str | None
) -> Arrays:
    """The runs of all sources that still have documents, and the field of words that goes by them.

    Neighbours that hold the same are one run, however the documents came to be in several sources.
    """
    starts: list[Integers] = []
    values: list[bytes] = []
    kept, first = [], 0
    for source in sources:
        runs = RunLengthColumn(source.arrays, prefix, source.documents, ANYTHING)
        taken = source.taken
        sizes = np.add.reduceat(taken, runs.starts.astype(np.int64), dtype=np.int64)
        begins, there = first + np.cumsum(sizes) - sizes, sizes > 0
        for run in np.flatnonzero(there).tolist():
            value = runs.raw(run)
            if values[-1:] == [value]:
                there[run] = False
            else:
                values.append(value)
        starts.append(begins[there])
        kept.append(there)
        first += int(taken.sum())
    arrays = run_arrays(prefix, np.concatenate(starts), values)
    if field is not None:
        parts = _parts(sources, alphabets, field, _numbers(kept))
        lengths = np.concatenate(
            [source.arrays[f"{field}.{LENGTHS}"][there] for source, there in zip(sources, kept, strict=True)]
        )
        arrays |= postings_arrays(field, merge_postings(parts, lengths.astype(np.int64)).lists, alphabet)
    return arrays
