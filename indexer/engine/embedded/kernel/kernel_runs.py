"""How runs of paragraphs use a text, by the kernel."""

from ctypes import byref

import numpy as np

from indexer.engine.answers import Numbers, RunUses
from indexer.engine.embedded.kernel.kernel_building import array_of
from indexer.engine.embedded.kernel.kernel_index import KernelIndex, numbers_at
from indexer.engine.embedded.kernel.shared_library import checked

OF_A_RUN = 5  # numbers, as in runs.c
NONE = np.zeros((OF_A_RUN, 0), dtype=np.int64)


def uses_by_run(index: KernelIndex, folded: str, runs: Numbers) -> RunUses:
    """The runs that have a folded text; `runs` is the run of each paragraph, ascending. Raises ValueError where they do not."""
    points, library = folded.encode("utf-32-le", "surrogatepass"), index.library
    memory = library.lend()
    try:
        find = library.functions.kernel_by_run
        count = checked(find(index.pointer, points, len(folded), byref(array_of(runs)), memory.address))
        rows = numbers_at(memory.answer.values, OF_A_RUN * count).reshape(count, OF_A_RUN).T if count else NONE
    finally:
        library.give_back(memory)
    return RunUses(*np.ascontiguousarray(rows))
