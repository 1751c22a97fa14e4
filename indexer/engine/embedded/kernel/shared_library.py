"""The shared library as Python calls it; calls let go of the interpreter's lock, so that threads run side by side."""

import ctypes
import os
import sys
from ctypes import POINTER, Structure, c_char_p, c_double, c_int64, c_void_p
from functools import cache
from pathlib import Path

from indexer.engine.embedded.kernel.compiling import FOLDER, OFF, VARIABLE, digest, library_name
from indexer.errors import CallError, IndexUnusableError
from indexer.i18n import _

NO_MEMORY, MISUSED = -2, -3  # and -1: damaged
KEPT = 8  # workspaces that wait for the next call; each holds 16 MB at most between calls that need no more

TEXT_ARRAYS = (
    *("live", "dead", "dead_keys", "codes", "points", "text", "starts"),
    *("shown", "variants", "variant_places", "variant_bounds"),
    *("low", "high", "samples", "blocks"),
    *("common", "common_bits", "common_counts", "common_bounds", "common_exceptions", "common_excess"),
)
FIELD_ARRAYS = ("letters", "ends", "bounds", "entries", "exceptions", "excess", "starts", "sizes", "norms")
FIELDS = ("words", "headings", "titles")
FREQUENT_ARRAYS = ("frequent", "tokens", "units", "unit_counts", "peaks", "peak_bounds")


class CArray(Structure):
    """`array` of kernel.h."""

    _fields_ = (("data", c_void_p), ("length", c_int64), ("width", c_int64))


class CField(Structure):
    """`field` of kernel.h."""

    _fields_ = tuple((name, CArray) for name in FIELD_ARRAYS)


class CSegment(Structure):
    """`segment` of kernel.h."""

    _fields_ = (
        ("first", c_int64),
        ("documents", c_int64),
        *((name, CArray) for name in TEXT_ARRAYS),
        *((name, CField) for name in FIELDS),
        *((name, CArray) for name in FREQUENT_ARRAYS),
    )


class CLibrary(Structure):
    """`library` of kernel.h."""

    _fields_ = (("segments", POINTER(CSegment)), ("count", c_int64), ("documents", c_int64), ("average", c_double))


class CColumns(Structure):
    """`columns` of kernel.h."""

    _fields_ = (
        *((name, CArray) for name in ("runs", "speeches", "shifts", "mask", "groups")),
        *(("mains_count", c_int64), ("groups_count", c_int64)),
        *((name, CArray) for name in ("bounds", "rows", "counted", "unit_runs", "grouped")),
    )


class CCut(Structure):
    """`cut` of kernel.h."""

    _fields_ = (
        *((name, CArray) for name in ("numbers", "documents", "terms", "bounds", "inner")),
        ("count", c_int64),
    )


class CTextOrder(Structure):
    """`text_order` of kernel.h."""

    _fields_ = (*((name, CArray) for name in ("keys", "positions", "owners")), ("documents", c_int64))


class CWorkspace(Structure):
    """What is public of `workspace` of kernel.h: addresses, None where there is nothing."""

    _fields_ = (("numbers", c_void_p), ("values", c_void_p), ("scores", c_void_p), ("points", c_void_p))


class Workspace:
    """Memory of the kernel, given back when nothing refers to it any more."""

    def __init__(self, functions: ctypes.CDLL) -> None:
        self._release = functions.kernel_release
        self.address = functions.kernel_workspace()
        if not self.address:
            raise MemoryError
        self.answer = CWorkspace.from_address(self.address)

    def __del__(self) -> None:
        if getattr(self, "address", None):
            self._release(self.address)


class SharedLibrary:
    """The functions of the kernel, and workspaces for as many calls as there are at a time."""

    def __init__(self, file: Path) -> None:
        functions = ctypes.CDLL(str(file))
        functions.kernel_digest.restype = c_char_p
        self.digest: str = functions.kernel_digest().decode()
        functions.kernel_workspace.restype = c_void_p
        functions.kernel_release.argtypes = [c_void_p]
        functions.kernel_release.restype = None
        every, one = POINTER(CLibrary), POINTER(CArray)
        program = (every, c_char_p, c_int64, c_char_p, c_int64)
        for name, arguments in (
            ("guard", []),
            ("check", [POINTER(CSegment), c_int64]),
            ("occurrences", [every, c_char_p, c_int64, c_void_p]),
            ("places", [every, c_char_p, c_int64, c_void_p]),
            ("by_run", [every, c_char_p, c_int64, one, c_void_p]),
            ("totals", [every, c_char_p, c_char_p, c_int64, c_void_p]),
            ("fillers", [every, c_char_p, c_char_p, c_int64, c_int64, c_void_p]),
            ("match", [*program, c_int64, c_void_p]),
            ("check_columns", [POINTER(CColumns)]),
            ("rank", [*program, POINTER(CColumns), c_int64, c_int64, c_void_p]),
            ("stands_alone", [every, c_char_p, c_int64, c_char_p, c_int64, c_void_p]),
            ("texts", [every, c_char_p, c_int64, c_int64, c_void_p]),
            ("number_words", [one] * 5),
            ("count_postings", [POINTER(CCut), one, one]),
            ("fill_postings", [POINTER(CCut), one, one, one]),
            ("scatter_positions", [one, c_int64, one, one, one]),
            ("sort_positions", [one, c_int64, c_int64, c_int64, one, one]),
            ("missing_postings", [POINTER(CTextOrder), one, one, one, one, c_int64, c_int64, one, c_void_p]),
            ("join_sentences", [one] * 3),
            ("count_words", [one] * 3),
            ("count_runs", [one] * 3),
            ("marked_entries", [one] * 5),
            ("entries_of", [one, one, one, one, c_int64, one]),
            ("hash_texts", [one] * 5),
            ("hash_clauses", [one, one, one, c_int64, one, one, one]),
        ):
            function = getattr(functions, f"kernel_{name}")
            function.argtypes, function.restype = arguments, c_int64
        self.functions = functions
        self._waiting: list[Workspace] = []

    def lend(self) -> Workspace:
        """A workspace that no other call has meanwhile; it is to be given back."""
        try:
            return self._waiting.pop()
        except IndexError:
            return Workspace(self.functions)

    def give_back(self, workspace: Workspace) -> None:
        if len(self._waiting) < KEPT:
            self._waiting.append(workspace)


def checked(answer: int) -> int:
    """The number that a call gave. Raises IndexUnusableError where that says that the index is damaged."""
    if answer >= 0:
        return answer
    if answer == NO_MEMORY:
        raise MemoryError
    if answer == MISUSED:
        raise ValueError("the kernel was called with what does not fit")
    raise IndexUnusableError.damaged()


@cache
def shared_library() -> SharedLibrary | None:
    """The kernel; None where it is switched off, or was not compiled, or not of these sources.

    Raises CallError where the environment names a library that cannot be used.
    """
    wanted = os.environ.get(VARIABLE, "")
    if wanted == OFF or sys.byteorder != "little":
        return None
    try:
        found = SharedLibrary(Path(wanted) if wanted else FOLDER / library_name())
    except (OSError, AttributeError):
        found = None
    if found is not None and found.digest == digest():
        return found
    if wanted:
        raise CallError(_("{variable} 指的“{file}”用不上；写 off 就不用它。", variable=VARIABLE, file=wanted))
    return None
