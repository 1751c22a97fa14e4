"""Postings as a cluster sends them: a character or two a paragraph, made on each shard by a script.

A shard's answer is stretches: a blank, the number of a segment, a blank, and pairs of numbers, a paragraph each: how far it
is from the one before it in the segment (from -1), and how often it has what was asked for. A number is one
character, OFFSET above it; STEP for each BORROWED that it has more. A stretch ends where the segment does, or where the
next paragraph comes before the last one.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.errors import IndexUnusableError

Codes: TypeAlias = npt.NDArray[np.uint32]

OFFSET = 35  # past the quotation mark: what stands in JSON as it is
BORROWED = 55_000  # with OFFSET below the surrogates, which are no characters by themselves
STEP = "!"
DOCUMENT_BITS = 20  # of the number of a paragraph in the cluster; above them that of its segment

_PUT = "while (v >= {borrowed}L) {{ s.append('{step}'); v -= {borrowed}L; }} s.append((char)(v + {offset}L));".replace(
    "'{step}'", '"{step}"'
).format(borrowed=BORROWED, step=STEP, offset=OFFSET)
MAP_SCRIPT = (
    f"long n = doc['n'].value; long u = n >> {DOCUMENT_BITS}; long d = n & {(1 << DOCUMENT_BITS) - 1}L;"
    " StringBuilder s = state.s;"
    " if (u != state.u || d <= state.d) { s.append(' ').append(u).append(' '); state.u = u; state.d = -1L; }"
    f" long v = d - state.d; {_PUT}"
    f" v = Math.round(_score / params.size); {_PUT}"
    " state.d = d;"
)


def postings_aggregation(size: int) -> dict[str, Any]:
    """The aggregation that sends all paragraphs which a query finds; it scores `size` for each time."""
    return {
        "scripted_metric": {
            "init_script": "state.s = new StringBuilder(); state.u = -1L; state.d = -1L;",
            "map_script": {"source": MAP_SCRIPT, "params": {"size": size}},
            "combine_script": "return state.s.toString();",
            "reduce_script": "return states;",
        }
    }


def decode_postings(streams: Iterable[str], firsts: Mapping[int, int]) -> tuple[Numbers, Numbers]:
    """The paragraphs, ascending, and how often each; `firsts` are the first paragraph of each segment, by its number.

    Raises IndexUnusableError where a segment is none of them: the cluster has other paragraphs than this generation.
    """
    paragraphs, counts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for stream in streams:
        parts = stream.split(" ")[1:]
        for segment, written in zip(parts[::2], parts[1::2], strict=True):
            if int(segment) not in firsts:
                raise IndexUnusableError.damaged()
            numbers = _numbers(written)
            paragraphs.append(np.cumsum(numbers[::2]) - 1 + firsts[int(segment)])
            counts.append(numbers[1::2])
    found = np.concatenate(paragraphs)
    order = found.argsort(kind="stable")
    return found[order], np.concatenate(counts)[order]


def _numbers(written: str) -> Numbers:
    codes: Codes = np.frombuffer(written.encode("utf-32-le"), dtype="<u4")
    steps = codes == ord(STEP)
    ends = (~steps).nonzero()[0]
    borrowed = np.diff(steps.cumsum()[ends], prepend=0)
    numbers: Numbers = codes[ends].astype(np.int64) - OFFSET + borrowed * BORROWED
    return numbers
