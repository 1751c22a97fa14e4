"""What a power cut leaves of what was written: a recorder of a folder, and a model of the disk under it.

The recorder notes what a process does in a folder, as steps: data of files, names that come, go or move, and syncs. The
model plays the steps up to a moment, and says in which states the disk may be if the power fails then. It promises as
little as POSIX does:

- the data of a file are those of its last sync; of what was written since, each block may be there or not, and the
  file may be as long as it is now or as it was
- the names in a folder are those of its last sync; of what was done to them since, anything may be there or not. One
  rename is there or not, never by half. The sync of a file says nothing of its name.
"""

import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TypeAlias

BLOCK = 512  # bytes of a disk that are written at once
Disk: TypeAlias = dict[str, bytes]
"""The files of a folder by their paths in it."""


@dataclass(frozen=True, slots=True)
class Data:
    """The bytes that a file has from now on."""

    file: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Sync:
    """A file or a folder is synced."""

    item: int


@dataclass(frozen=True, slots=True)
class Naming:
    """A name goes from `left` and comes to `right`: a folder and a name there; None where it only comes or goes."""

    child: int
    left: tuple[int, str] | None
    right: tuple[int, str] | None

    def touches(self, folder: int) -> bool:
        return any(place is not None and place[0] == folder for place in (self.left, self.right))


Step: TypeAlias = Data | Sync | Naming
TOP = 0  # the number of the folder itself


class Recorder:
    """The steps by which a folder comes from what it is now to what it is at any later `note`."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._numbers: dict[int, int] = {}
        self._count = TOP
        self.steps: list[Step] = []
        self.folders, self.files = self._scan()
        self._folders, self._files = self.folders, self.files

    def note(self) -> None:
        """Look at the folder: called between any two things that are done to it."""
        folders, files = self._scan()
        self.steps += _namings(self._folders, folders)
        self.steps += [Data(file, content) for file, content in files.items() if self._files.get(file, b"") != content]
        self._folders, self._files = folders, files

    def note_sync(self, handle: int) -> None:
        """That a file or folder is about to be synced."""
        number = self._numbers.get(os.fstat(handle).st_ino)
        if number is not None:
            self.steps.append(Sync(number))

    def _scan(self) -> tuple[dict[int, dict[str, int]], dict[int, bytes]]:
        """All folders with their names, and all files with their bytes, by numbers that no other has or had."""
        found: dict[int, int] = {}
        folders: dict[int, dict[str, int]] = {}
        files: dict[int, bytes] = {}

        def number(path: Path) -> int:
            inode = path.stat().st_ino
            if inode not in found:
                found[inode] = self._numbers.get(inode, self._count)
                self._count = max(self._count, found[inode] + 1)
            return found[inode]

        def visit(folder: Path) -> int:
            own = number(folder)
            folders[own] = {}
            for path in sorted(folder.iterdir()):
                if path.is_dir():
                    folders[own][path.name] = visit(path)
                else:
                    folders[own][path.name] = number(path)
                    files[number(path)] = path.read_bytes()
            return own

        visit(self._top)
        self._numbers = found
        return folders, files


def _namings(before: Mapping[int, Mapping[str, int]], after: Mapping[int, Mapping[str, int]]) -> Iterator[Naming]:
    """What was done to names, between two moments at which one thing was done."""
    here = {(folder, name): child for folder, names in before.items() for name, child in names.items()}
    there = {(folder, name): child for folder, names in after.items() for name, child in names.items()}
    gone = {child: place for place, child in here.items() if there.get(place) != child}
    for place, child in there.items():
        if here.get(place) != child:
            yield Naming(child, gone.pop(child, None), place)
    replaced = {place for place in there if there[place] != here.get(place)}
    yield from (Naming(child, place, None) for child, place in gone.items() if place not in replaced)


@dataclass(slots=True)
class Model:
    """The disk after some steps: what is written, what is synced of it, and what was done to names since."""

    names: dict[int, dict[str, int]]
    synced: dict[int, bytes]
    written: dict[int, bytes] = field(default_factory=dict)
    pending: list[Naming] = field(default_factory=list)

    def play(self, step: Step) -> None:
        match step:
            case Data(file, content):
                self.written[file] = content
            case Naming():
                self.pending.append(step)
            case Sync(item) if item in self.written:
                self.synced[item] = self.written.pop(item)
            case Sync(item):
                due = [one for one in self.pending if one.touches(item)]
                self.pending = [one for one in self.pending if not one.touches(item)]
                self._name(self.names, due)

    def cuts(self, most: int, draw: random.Random) -> Iterator[Disk]:
        """At most so many states of the disk if the power fails now; without a limit that matters, all that are listed.

        Those come first in which all of one kind is lost, or only one thing is, or is all that is left.
        """
        namings = list(_subsets(self.pending))
        written = list(self._damages())
        first = [(some, written[0]) for some in namings] + [(namings[0], files) for files in written[1:]]
        rest = list(product(namings[1:], written[1:]))
        chosen = [*first[:most], *draw.sample(rest, min(len(rest), max(most - len(first), 0)))]
        yield from (self._disk(some, files) for some, files in chosen)

    def _damages(self) -> Iterator[dict[int, bytes]]:
        """What may be there of the files that were written and not synced."""
        yield dict(self.written)
        for damage in DAMAGES:
            damaged = {file: damage(self.synced.get(file, b""), content) for file, content in self.written.items()}
            yield damaged
            for file in self.written if len(self.written) > 1 else ():
                yield {**self.written, file: damaged[file]}

    def _disk(self, namings: Sequence[Naming], files: Mapping[int, bytes]) -> Disk:
        names = {folder: dict(own) for folder, own in self.names.items()}
        self._name(names, namings)
        disk: Disk = {}

        def visit(folder: int, path: str) -> None:
            for name, child in names.get(folder, {}).items():
                if child in self.synced or child in files:
                    disk[path + name] = files.get(child, self.synced.get(child, b""))
                else:
                    visit(child, f"{path}{name}/")

        visit(TOP, "")
        return disk

    @staticmethod
    def _name(names: dict[int, dict[str, int]], namings: Sequence[Naming]) -> None:
        for one in namings:
            if one.left is not None and names.get(one.left[0], {}).get(one.left[1]) == one.child:
                del names[one.left[0]][one.left[1]]
            if one.right is not None:
                names.setdefault(one.right[0], {})[one.right[1]] = one.child


def _lost(before: bytes, _: bytes) -> bytes:
    return before


def _zeros(before: bytes, after: bytes) -> bytes:
    """As long as it is now, but nothing of what was written is there."""
    return before[: len(after)].ljust(len(after), b"\0")


def _beginning(before: bytes, after: bytes) -> bytes:
    """The first half of the blocks, and what was behind them."""
    place = len(after) // BLOCK // 2 * BLOCK
    return after[:place] + before[place:]


def _every_other(before: bytes, after: bytes) -> bytes:
    """Every other block, from the second one on."""
    blocks, old = bytearray(after), _zeros(before, after)
    for place in range(0, len(after), 2 * BLOCK):
        blocks[place : place + BLOCK] = old[place : place + BLOCK]
    return bytes(blocks)


DAMAGES: Sequence[Callable[[bytes, bytes], bytes]] = (_lost, _zeros, _beginning, _every_other)


def _subsets(pending: Sequence[Naming]) -> Iterator[list[Naming]]:
    """All, none, the first ones, all but one, and only one of what was done to names."""
    yield list(pending)
    yield from (list(pending[:size]) for size in range(len(pending)))
    yield from ([*pending[:place], *pending[place + 1 :]] for place in range(len(pending) - 1))
    yield from ([one] for one in pending[1:])
