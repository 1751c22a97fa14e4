"""Every file of a corpus: what an index has of it, what is doubtful, what was not taken in and why, what is waiting."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import msgspec

from indexer.build.file_records import FileOutcome, load_outcomes
from indexer.evidence import FACTS, Certainty, Evidence
from indexer.i18n import Message, _
from indexer.i18n.message_json import from_stored
from indexer.model import Speech
from indexer.readers.corpus import corpus_contents
from indexer.readers.sidecar import is_sidecar
from indexer.store import Generation
from indexer.store.speech_catalogue import Catalogue, Entry


class State(StrEnum):
    """What became of a file."""

    INDEXED = "indexed"
    VERSION = "version"  # another file has the same speech
    LEFT_OUT = "left out"
    WAITING = "waiting"  # not in the index yet


class Doubt(StrEnum):
    """What a person should look at in a file that is indexed."""

    DATE = "date"  # not known
    SPEAKER = "speaker"  # not known
    UNSURE = "unsure"  # a fact is hardly more than a guess
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file by its path under the corpus.

    `speeches` are its numbers in the catalogue, `unsure` the facts that are hardly more than guesses, `reasons` why it, or
    something of it, was left out.
    """

    path: str
    state: State
    title: str = ""
    speeches: tuple[int, ...] = ()
    doubts: frozenset[Doubt] = field(default_factory=frozenset)
    unsure: frozenset[str] = field(default_factory=frozenset)
    reasons: tuple[Message, ...] = ()


class _Looked(msgspec.Struct, frozen=True):
    """Of the line of a speech what an overview needs."""

    path: str
    evidence: dict[str, Evidence]
    warnings: tuple[Message, ...]


_LOOKED = msgspec.json.Decoder(_Looked, dec_hook=from_stored)
SAME = _("与别的文件是同一篇，只收最好的一份")


class Overview:
    """The files of a generation. Raises IndexUnusableError where it is damaged."""

    def __init__(self, generation: Generation) -> None:
        self._catalogue = Catalogue(generation.folder)
        self._numbers: dict[str, list[int]] = {}
        self._doubts: dict[str, frozenset[Doubt]] = {}
        self._unsure: dict[str, frozenset[str]] = {}
        for number, entry in enumerate(self._catalogue.entries):
            looked = _LOOKED.decode(self._catalogue.line(entry))
            self._note(number, entry, looked)
        self._rows = {outcome.path: self._row(outcome) for outcome in load_outcomes(generation.folder)}

    def _note(self, number: int, entry: Entry, looked: "_Looked") -> None:
        path = looked.path
        self._numbers.setdefault(path, []).append(number)
        unsure = frozenset(name for name, one in looked.evidence.items() if one.certainty is Certainty.DOUBTFUL)
        self._unsure[path] = self._unsure.get(path, frozenset()) | unsure
        self._doubts[path] = self._doubts.get(path, frozenset()) | _doubts(entry, looked, bool(unsure))

    def rows(self, seeds: Path) -> list[FileRow]:
        """Every file that is in the folder now, those that are waiting too; the most doubtful first, then by path.

        Raises CorpusError where the folder is missing or empty.
        """
        contents = corpus_contents(seeds)
        there = [path for path, _file in contents.files if not is_sidecar(path)]
        rows = [self._rows.get(path, FileRow(path, State.WAITING)) for path in there]
        rows += [FileRow(one.name, State.LEFT_OUT, reasons=(one.reason,)) for one in contents.left_out]
        return sorted(rows, key=lambda row: (-len(row.doubts), row.path))

    def behind(self, seeds: Path) -> int:
        """How many files are new in the folder, or there no more. Raises as `rows` does."""
        there = {row.path: row.state for row in self.rows(seeds)}
        return list(there.values()).count(State.WAITING) + len(self._rows.keys() - there.keys())

    def speeches(self, path: str) -> list[Speech]:
        """The speeches of a file, without their texts."""
        return [self._catalogue.speech(number, ()) for number in self._numbers.get(path, ())]

    def entries(self, path: str) -> list[Entry]:
        """Their entries."""
        return [self._catalogue.entries[number] for number in self._numbers.get(path, ())]

    def facts(self, path: str) -> Mapping[str, str] | None:
        """What is known of the one speech of a file; None where it has none, or more."""
        numbers = self._numbers.get(path, ())
        return facts_of(self._catalogue.entries[numbers[0]]) if len(numbers) == 1 else None

    def suggestions(self, fact: str, most: int) -> list[str]:
        """The values of a fact in the corpus, the most frequent first."""
        counted: dict[str, int] = {}
        for entry in self._catalogue.entries:
            value = getattr(entry, fact)
            if value:
                counted[str(value)] = counted.get(str(value), 0) + 1
        return sorted(counted, key=lambda value: (-counted[value], value))[:most]

    def _row(self, outcome: FileOutcome) -> FileRow:
        reasons = tuple(skipped.reason for skipped in outcome.skipped)
        numbers = tuple(self._numbers.get(outcome.path, ()))
        if numbers:
            title = self._catalogue.entries[numbers[0]].title
            doubts = self._doubts[outcome.path] | ({Doubt.WARNING} if reasons else frozenset())
            return FileRow(outcome.path, State.INDEXED, title, numbers, doubts, self._unsure[outcome.path], reasons)
        if outcome.speeches:
            return FileRow(outcome.path, State.VERSION, reasons=(SAME,))
        return FileRow(outcome.path, State.LEFT_OUT, reasons=reasons)


def facts_of(known: Entry | Speech) -> dict[str, str]:
    """The facts of a speech as they are shown; empty for what is not known."""
    values = {name: getattr(known, name) for name in FACTS}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _doubts(entry: Entry, looked: _Looked, unsure: bool) -> set[Doubt]:
    found = {
        Doubt.DATE: entry.date is None,
        Doubt.SPEAKER: entry.speaker is None and not entry.turns,  # a conversation has no speaker of its own
        Doubt.UNSURE: unsure,
        Doubt.WARNING: bool(looked.warnings),
    }
    return {doubt for doubt, there in found.items() if there}


def settled(row: FileRow, facts: Collection[str]) -> FileRow:
    """The row without the doubts that a person has settled, also where that says that a fact is not known."""
    unsure = row.unsure.difference(facts)
    gone = {doubt for doubt in (Doubt.DATE, Doubt.SPEAKER) if doubt in facts} | (set() if unsure else {Doubt.UNSURE})
    return replace(row, doubts=row.doubts - gone, unsure=unsure)
