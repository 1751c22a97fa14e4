"""Every moment of what is written to an index, and what a power cut would leave of it then; looked at one by one.

    python -m tests.indexer.store.faults.power_cuts FOLDER CUTS SEED

The commands that write are run with a recorder beside them; then, for each step and for at most CUTS states in which the
disk may be after it (see disk_model), the index is read: it is the one from before or the new one, and every byte is
as its manifest says. From when a command says that it is done, it is the new one. Some of the states are then updated.
At last each sync is left out, once: there must be a state then in which that is seen, or the sync would be idle.

It prints how many moments and states there were. This is no test of its own, since a process never gets rid of what
listens to all that it does: see test_power_cuts.
"""

import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from indexer.build.pipeline import build, update
from indexer.check import check, repair
from indexer.check.archiving import backup, restore
from indexer.check.integrity import check_integrity
from indexer.intake.journal import FILE as JOURNAL
from indexer.intake.journal import Journal
from indexer.intake.metadata_table import NAME, MetadataTable
from indexer.metadata.table import import_corrections
from indexer.store import CURRENT, Store
from searchui import open_corpus
from tests.indexer.store.faults.crashing import TOUCHING, tell_syncs
from tests.indexer.store.faults.disk_model import Disk, Model, Recorder, Step, Sync

FEW, EVERY = 8, 1000  # states at one moment: some, and more than are listed
UPDATES = 60  # one state of so many is updated too
SPEECH = "在第{}次测试会上的讲话\n（2024年5月3日）\n同志们：\n{}\n"
NOTHING = "nothing"
ARCHIVE = "kept.tar.gz"


@dataclass(frozen=True, slots=True)
class Recording:
    """What a command did in a folder: what was there before, the steps, and what may be found after a cut."""

    name: str
    before: Model
    steps: list[Step]
    old: str
    new: str

    def allowed(self, done: bool) -> set[str]:
        """What may be found; from when the command has said that it is done, only what it has made."""
        return {self.new} if done else {self.old, self.new}


class PowerCuts:
    """Records commands on an index in `folder`, and looks at the states that a power cut may leave."""

    def __init__(self, folder: Path, cuts: int, draw: random.Random) -> None:
        self.top = folder / "top"
        self.seeds, self.index = self.top / "seeds", self.top / "made" / "index"
        self.archive = self.top / ARCHIVE
        self._scratch = folder / "scratch"
        self._cuts, self._draw = cuts, draw
        self._recorder: Recorder | None = None
        self._found: dict[frozenset[tuple[str, bytes]], str] = {}
        self.counts: Counter[str] = Counter()
        self.seeds.mkdir(parents=True)
        tell_syncs()
        sys.addaudithook(self._note)

    def _note(self, event: str, values: tuple[Any, ...]) -> None:
        recorder, self._recorder = self._recorder, None  # what is done to look at the folder is no step
        if recorder is not None and event in TOUCHING:
            recorder.note()
            if event == "sync":
                recorder.note_sync(values[0])
        self._recorder = recorder

    def record(self, name: str, command: Callable[[], object]) -> Recording:
        """Run a command with the recorder beside it."""
        old = self.look()
        self._recorder = recorder = Recorder(self.top)
        command()
        self._recorder = None
        recorder.note()
        before = Model(recorder.folders, recorder.files)
        return Recording(name, before, recorder.steps, old, self.look())

    def try_all(self, recording: Recording) -> None:
        """Look at the states after each step. Raises AssertionError where something is wrong with one."""
        self.counts["moments"] += len(recording.steps) + 1
        for number, done, disk in self._states(recording, recording.steps, self._cuts):
            found, allowed = self._look_at(disk), recording.allowed(done)
            assert found in allowed, f"{recording.name}, {number}: {found} is not among {allowed}; {sorted(disk)}"
            self.counts["states"] += 1
            if self.counts["states"] % UPDATES == 0:
                self._update(disk)

    def try_without_each_sync(self, recording: Recording) -> None:
        """Raises AssertionError where nothing is wrong with any state though a sync is left out."""
        syncs = [place for place, step in enumerate(recording.steps) if isinstance(step, Sync)]
        assert syncs, recording.name
        for number, place in enumerate(syncs, 1):
            wrong = any(self._is_wrong_without(recording, place, cuts) for cuts in (FEW, EVERY))
            assert wrong, f"{recording.name}: sync {number} of {len(syncs)} is idle"
            self.counts["syncs"] += 1

    def _is_wrong_without(self, recording: Recording, place: int, cuts: int) -> bool:
        """Whether a state after a step is wrong if that step is not taken."""
        steps = [*recording.steps[:place], *recording.steps[place + 1 :]]
        return any(
            self._look_at(disk) not in recording.allowed(done)
            for _number, done, disk in self._states(recording, steps, cuts, place)
        )

    def _states(
        self, recording: Recording, steps: list[Step], cuts: int, start: int = 0
    ) -> Iterator[tuple[int, bool, Disk]]:
        """The states after each step: how many came before, whether the command had said that it was done, the disk."""
        before = recording.before
        model = Model({folder: dict(names) for folder, names in before.names.items()}, dict(before.synced))
        for number in range(len(steps) + 1):
            if number >= start:
                yield from ((number, number == len(steps), disk) for disk in model.cuts(cuts, self._draw))
            if number < len(steps):
                model.play(steps[number])

    def _look_at(self, disk: Disk) -> str:
        """What is found in a state of the disk; only what the answer may depend on is looked at once more."""
        own = self.index.relative_to(self.top).as_posix()
        live = disk.get(f"{own}/{CURRENT}", b"").split(b" ")[0].decode("ascii", "replace")
        wanted = (f"{own}/{CURRENT}", f"{own}/{live}/", f"seeds/{NAME}", f"seeds/{JOURNAL}", ARCHIVE)
        read = {path: data for path, data in disk.items() if path.startswith(wanted)}
        others = {path.split("/")[2] for path in disk if path.startswith(f"{own}/generation-")}
        key = frozenset([*read.items(), *((name, b"") for name in others)])
        if key not in self._found:
            self.counts["different"] += 1
            self._lay(disk)
            self._found[key] = self.look(self._scratch)
        return self._found[key]

    def _lay(self, disk: Disk) -> None:
        shutil.rmtree(self._scratch, ignore_errors=True)
        for path, data in disk.items():
            (self._scratch / path).parent.mkdir(parents=True, exist_ok=True)
            (self._scratch / path).write_bytes(data)

    def look(self, top: Path | None = None) -> str:
        """What is found in a folder: which files the index answers from, how it answers, and the table of corrections, the archive."""
        top = top or self.top
        table = top / "seeds" / NAME
        kept = [
            sha256(file.read_bytes()).hexdigest()[:8] if file.exists() else NOTHING for file in (table, top / ARCHIVE)
        ]
        return f"{self._answers(top / self.index.relative_to(self.top))}, corrections and archive {kept}, {_log(top / 'seeds')}"

    def _answers(self, index: Path) -> str:
        """A digest of all that an index answers; or what is wrong with its files."""
        if not (index / CURRENT).exists():
            return NOTHING
        problems = check_integrity(Store(index)).problems
        if problems:
            return ", ".join(f"{problem.file} {problem.wrong}" for problem in problems)
        with open_corpus(index) as corpus:
            texts = [one.text for entry in corpus.speeches() for one in corpus.speech(entry.id).paragraphs]
            facts = [(entry.id, entry.title, entry.speaker) for entry in corpus.speeches()]
            counts = [corpus.count(text).paragraphs for text in texts]
        return sha256(repr((facts, texts, counts)).encode()).hexdigest()[:8]

    def _update(self, disk: Disk) -> None:
        """An update after the cut leaves a whole index of the corpus as it is now."""
        self._lay(disk)
        index = self._scratch / self.index.relative_to(self.top)
        shutil.rmtree(self._scratch / "seeds", ignore_errors=True)
        shutil.copytree(self.seeds, self._scratch / "seeds")
        update(self._scratch / "seeds", index)
        problems = check(index, self._scratch / "seeds", sample=2).problems
        assert not problems, problems
        self.counts["updated"] += 1


def _log(seeds: Path) -> list[int]:
    """The corrections in the journal that the table has; one that is written down and not made is none yet."""
    if not (seeds / NAME).exists():
        return []
    table = MetadataTable(NAME, (seeds / NAME).read_bytes())
    return [
        change.number
        for change in Journal(seeds).changes()
        if all(table.cells(change.file).get(name) == cell.after for name, cell in change.cells.items())
    ]


def write(cuts: PowerCuts, number: int, text: str) -> None:
    (cuts.seeds / f"{number}.txt").write_text(SPEECH.format(number, text), encoding="utf-8")


def recordings(cuts: PowerCuts) -> Iterator[Recording]:
    """Each command that writes, on an index that those before it have made."""
    write(cuts, 1, "我们要把第一件事做好，把工作抓实。")
    (cuts.seeds / "用户词典.txt").write_text("第一件事\n", encoding="utf-8")
    yield cuts.record("first build", lambda: build(cuts.seeds, cuts.index))
    write(cuts, 2, "第二件事也要抓实。")
    yield cuts.record("update, one more", lambda: update(cuts.seeds, cuts.index))
    write(cuts, 1, "第一件事另有安排。")
    (cuts.seeds / "2.txt").unlink()
    yield cuts.record("update, one changed and one gone", lambda: update(cuts.seeds, cuts.index))
    write(cuts, 3, "说的是第三件事。")
    yield cuts.record("build", lambda: build(cuts.seeds, cuts.index))
    write(cuts, 4, "说的是第四件事。")
    yield cuts.record("update without links", lambda: without_links(lambda: update(cuts.seeds, cuts.index)))
    yield cuts.record("first corrections", lambda: correct(cuts, "第一次的题目"))
    yield cuts.record("more corrections", lambda: correct(cuts, "另一个题目"))
    yield cuts.record("first backup", lambda: backup(cuts.index, cuts.archive))
    write(cuts, 5, "说的是第五件事。")
    update(cuts.seeds, cuts.index)
    yield cuts.record("restore", lambda: restore(cuts.archive, cuts.index))
    update(cuts.seeds, cuts.index)
    yield cuts.record("another backup", lambda: backup(cuts.index, cuts.archive))
    damage(cuts.index)
    cuts.seeds.rename(cuts.top / "away")
    repaired = cuts.record("repair without a corpus", lambda: repair(cuts.index))
    (cuts.top / "away").rename(cuts.seeds)
    yield repaired


def correct(cuts: PowerCuts, title: str) -> object:
    """Settle a title, as a person does in the table of metadata."""
    table = f"文件,标题\n1.txt,{title}\n".encode()
    return import_corrections(table, Store(cuts.index).current(), cuts.seeds)


def damage(index: Path) -> None:
    """Spoil a file of the live generation, and not the same file of the one before."""
    file = max(Store(index).current().folder.glob("*.seg"))
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def without_links(command: Callable[[], object]) -> object:
    link = os.link

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    os.link = refused
    try:
        return command()
    finally:
        os.link = link


def main(folder: str, cuts: str, seed: str) -> None:
    power = PowerCuts(Path(folder), int(cuts), random.Random(seed))
    try:
        for recording in recordings(power):
            power.try_all(recording)
            power.try_without_each_sync(recording)
    except AssertionError as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write(f"{dict(power.counts)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
