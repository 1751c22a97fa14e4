"""Named numpy arrays in one file: written once, then memory-mapped and shared by every process that reads it.

A file is MAGIC, the length of the header and its digest, the header (JSON: dtype, length, place and digest of each
array), and the arrays, each at a multiple of ALIGNMENT. Numbers are little-endian; a digest is the beginning of the
SHA-256. The header and every small array are verified when the file is opened: they decide where is read in the large
ones, which would take too long then. `check` and the scrub verify whole files.
"""

import mmap
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.errors import IndexUnusableError

Array: TypeAlias = npt.NDArray[Any]
Arrays: TypeAlias = dict[str, Array]
Integers: TypeAlias = npt.NDArray[np.int64]

MAGIC = b"speechsearch segment 2\n\x00"
ALIGNMENT = 64
LENGTH_BYTES, DIGEST_BYTES = 8, 8
SMALL = 1 << 17  # bytes of an array that is verified when it is opened: all of a segment in a few milliseconds


class _Place(msgspec.Struct, frozen=True, array_like=True):
    dtype: str
    length: int
    offset: int
    digest: str


_PLACES = msgspec.json.Decoder(dict[str, _Place])


def write_arrays(file: Path, arrays: Mapping[str, Array], *, lasting: bool = True) -> None:
    """Write one-dimensional arrays to a new file. Of one that does not last only the small ones have a digest."""
    places, offset = {}, 0
    for name, array in arrays.items():
        offset = -(-offset // ALIGNMENT) * ALIGNMENT
        digest = _digest(_bytes(array)).hex() if lasting or array.nbytes <= SMALL else ""
        places[name] = _Place(array.dtype.str, len(array), offset, digest)
        offset += array.nbytes
    header = msgspec.json.encode(places)
    start = _start_of_data(len(header))
    with file.open("xb") as out:
        out.write(MAGIC + len(header).to_bytes(LENGTH_BYTES, "little") + _digest(header) + header)
        for name, array in arrays.items():
            out.seek(start + places[name].offset)
            out.write(_bytes(array))
        out.truncate(start + offset)


def open_arrays(file: Path) -> Arrays:
    """The arrays of a file, mapped into memory and read-only. They stay open as long as one of them is held.

    Raises IndexUnusableError where the file is missing, cut short or something else, or a small array is damaged.
    """
    try:
        with file.open("rb") as opened:
            data = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        if data[: len(MAGIC)] != MAGIC:
            raise IndexUnusableError.damaged()
        body = len(MAGIC) + LENGTH_BYTES + DIGEST_BYTES
        length = int.from_bytes(data[len(MAGIC) : len(MAGIC) + LENGTH_BYTES], "little")
        header = data[body : body + length]
        if _digest(header) != data[body - DIGEST_BYTES : body]:
            raise IndexUnusableError.damaged()
        start = _start_of_data(length)
        return {name: _array(data, start, place) for name, place in _PLACES.decode(header).items()}
    except (OSError, ValueError, TypeError, msgspec.DecodeError) as error:
        raise IndexUnusableError.damaged() from error


def is_whole(file: Path) -> bool:
    """Whether every array of a file is as it was written. All are read for that: a second for 300 MB.

    Raises as `open_arrays`.
    """
    arrays = open_arrays(file)
    with file.open("rb") as opened:
        opened.seek(len(MAGIC))
        length = int.from_bytes(opened.read(LENGTH_BYTES), "little")
        opened.seek(DIGEST_BYTES, os.SEEK_CUR)
        places = _PLACES.decode(opened.read(length))
    return all(_digest(_bytes(array)).hex() == places[name].digest for name, array in arrays.items())


def _array(data: mmap.mmap, start: int, place: _Place) -> Array:
    array: Array = np.frombuffer(data, place.dtype, place.length, start + place.offset)
    if array.nbytes <= SMALL and _digest(_bytes(array)).hex() != place.digest:
        raise IndexUnusableError.damaged()
    return array


def _bytes(array: Array) -> memoryview:
    return np.ascontiguousarray(array).view(np.uint8).data


def _digest(data: bytes | memoryview) -> bytes:
    return sha256(data).digest()[:DIGEST_BYTES]


def _start_of_data(header: int) -> int:
    return -(-(len(MAGIC) + LENGTH_BYTES + DIGEST_BYTES + header) // ALIGNMENT) * ALIGNMENT


def smallest(values: npt.NDArray[Any]) -> Array:
    """The same numbers, none negative, in the narrowest unsigned type that holds them."""
    most = int(values.max()) if len(values) else 0
    return values.astype(np.min_scalar_type(most))


def ranges(starts: Integers, sizes: Integers) -> Integers:
    """`sizes` numbers from each of `starts` on, one range after another."""
    before = np.cumsum(sizes) - sizes
    result: Integers = np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes)
    return result


def changes(ordered: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Where a sorted array takes another value; the first place always."""
    changes = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=changes[1:])
    return changes


def concatenated(parts: Sequence[Array]) -> Array:
    """One array of all parts, of their type: sums of scores would round otherwise.

    A single one is not copied, which would take a tenth of the time of a count.
    """
    return parts[0] if len(parts) == 1 else np.concatenate(parts or [np.zeros(0, np.int64)])
