"""A process whose children are killed, or refused by the system, at each moment of a change to a corpus; looked at after each.

    python -m tests.indexer.intake.crashing FOLDER

Whatever a child was doing when it died, every text that was there is still there, in the folder or in the trash; what can
be seen is whole; the table is the old one or the new one, and the new one never without its line in the journal; and the
next change succeeds. It prints how many moments there were. This is no test of its own, since what forks must have no
threads: see test_crash.
"""

import errno
import io
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from indexer.errors import SpeechsearchError
from indexer.intake.correcting import Wish, correct, undo
from indexer.intake.journal import Journal, Kind
from indexer.intake.placing import Existing, Fate, place, put_back, remove
from indexer.intake.trash import in_trash
from indexer.intake.undoing import take_back
from indexer.readers.corpus import corpus_files
from tests.indexer.store.faults.crashing import TOUCHING, tell_syncs

OLD, NEW, OTHER = "旧的话", "新的话", "另一篇"
TABLE, CORRECTED = "文件,讲话人\n甲.txt,白玉泉\n", "文件,讲话人,人工核定\n甲.txt,高远,讲话人\n"
KILLED = 9

Act = Callable[[Path], object]


def add(seeds: Path) -> object:
    return place(seeds, "子/新.txt", io.BytesIO(NEW.encode()), Existing.ASK, "")


def replace(seeds: Path) -> object:
    return place(seeds, "甲.txt", io.BytesIO(NEW.encode()), Existing.REPLACE, "")


def take_out(seeds: Path) -> object:
    return remove(seeds, ["甲.txt"], "")


def back(seeds: Path) -> object:
    return put_back(seeds, in_trash(seeds)[0].place, "")


def set_right(seeds: Path) -> object:
    return correct(seeds, [Wish("甲.txt", "speaker", "白玉泉", "高远")], lambda _: {"speaker": "白玉泉"}, "")


def set_back(seeds: Path) -> object:
    return undo(seeds, 1, "")


def first_taken_back(seeds: Path) -> object:
    return take_back(seeds, 1, "")


# What is done, and what was done before it, undisturbed.
ACTS: Mapping[str, tuple[Act, tuple[Act, ...]]] = {
    "add": (add, ()),
    "replace": (replace, ()),
    "remove": (take_out, ()),
    "put back": (back, (take_out,)),
    "correct": (set_right, ()),
    "undo": (set_back, (set_right,)),
    "undo an addition": (first_taken_back, (add,)),
    "undo a replacement": (first_taken_back, (replace,)),
    "undo what was put back": (lambda seeds: take_back(seeds, 2, ""), (take_out, back)),
}


def laid(seeds: Path, before: tuple[Act, ...]) -> None:
    """A corpus as it is before an act."""
    shutil.rmtree(seeds, ignore_errors=True)
    seeds.mkdir(parents=True)
    (seeds / "甲.txt").write_text(OLD, encoding="utf-8")
    (seeds / "乙.txt").write_text(OTHER, encoding="utf-8")
    (seeds / "metadata.csv").write_text(TABLE, encoding="utf-8")
    for act in before:
        act(seeds)


def disturbed(act: Act, seeds: Path, number: int, refuses: bool) -> int:
    """Do something in a child that is killed, or refused, at a moment; how it ended: 0 where it came to its end before."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    left = [number]

    def at(event: str, values: tuple[Any, ...]) -> None:
        if event in TOUCHING and (event == "sync" or str(values[0]).startswith(str(seeds))):
            left[0] -= 1
            if left[0] == 0:
                if refuses:
                    raise OSError(errno.ENOSPC, "No space left on device")
                os._exit(KILLED)

    sys.addaudithook(at)
    try:
        told = act(seeds)
    except SpeechsearchError:
        os._exit(1)
    except BaseException as error:
        os.write(2, f"a defect: {error!r}\n".encode())
        os._exit(2)
    os._exit(1 if getattr(told, "fate", None) is Fate.REFUSED else 0 if left[0] > 0 else 1)


def look(seeds: Path) -> None:
    """Raises AssertionError where something is lost, or seen that is not whole."""
    seen = {path: file.read_text(encoding="utf-8") for path, file in corpus_files(seeds) if path.endswith(".txt")}
    trashed = [(seeds / "回收站" / one.place).read_text(encoding="utf-8") for one in in_trash(seeds)]
    assert {OLD, OTHER} <= {*seen.values(), *trashed}, (seen, trashed)
    assert {*seen.values(), *trashed} <= {OLD, NEW, OTHER}, (seen, trashed)
    table = (seeds / "metadata.csv").read_text(encoding="utf-8")
    changes = Journal(seeds).changes()
    assert table in (TABLE, CORRECTED, CORRECTED.replace("高远,讲话人", "白玉泉,")), table
    assert {one.place for one in in_trash(seeds)} <= {change.trash for change in changes}
    assert NEW not in seen.values() or any(change.kind in (Kind.ADD, Kind.REPLACE) for change in changes)
    assert table == TABLE or any(change.cells for change in changes), "who changed it is not known"


def main(folder: str) -> None:
    tell_syncs()
    seeds, moments = Path(folder) / "seeds", Counter[str]()
    for name, (act, before) in ACTS.items():
        for refuses in (False, True):
            ended, number = -1, 0
            while ended != 0:
                number += 1
                laid(seeds, before)
                ended = disturbed(act, seeds, number, refuses)
                assert ended in (0, 1, KILLED), f"{name}, {number}: {ended}"
                look(seeds)
                again(act, seeds)
                look(seeds)
                moments[name] += 1
    sys.stdout.write(f"{dict(moments)}\n")


def again(act: Act, seeds: Path) -> None:
    """The same once more: it is done now, or was done already, which is told in words."""
    try:
        act(seeds)
    except (SpeechsearchError, IndexError):  # what is in the trash, or out of it, already
        if act in (add, replace, set_right):
            raise


if __name__ == "__main__":
    main(*sys.argv[1:])
