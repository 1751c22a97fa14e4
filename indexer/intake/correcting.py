"""Correcting what is known of files: into the `metadata.csv` of the corpus, with a journal, and back.

Each wish says what the person saw, so that of two people who change the same fact the second is told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from indexer.errors import CallError
from indexer.evidence import FACTS, tells_nothing
from indexer.i18n import Message, _
from indexer.intake.journal import CellChange, Change, Journal, Kind, changing
from indexer.intake.metadata_table import NAME, UNKNOWN, Cell, MetadataTable
from indexer.readers.corpus import is_inside
from indexer.readers.sidecar import not_an_address
from indexer.speech.header.date import declared_date
from indexer.store import now
from indexer.web_address import web_address
from indexer.whole_file import write_whole

LONGEST = 500  # characters of a fact
Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wish:
    """That a fact of a file be `wanted`, by somebody who saw that it `was` something: the same where it is confirmed."""

    file: str
    fact: str
    was: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A wish that was not granted, and why; `now` is what is there, where somebody else has changed it meanwhile."""

    wish: Wish
    reason: Message
    now: str | None = None


@dataclass(slots=True)
class Corrected:
    """What was changed, a change a file, and what was not."""

    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


class Tables:
    """The tables of a corpus that people correct in, each read once."""

    def __init__(self, seeds: Path) -> None:
        self._seeds = seeds
        self._read: dict[str, MetadataTable | None] = {}
        self._as_read: dict[str, bytes | None] = {}

    def of(self, file: str) -> MetadataTable:
        """The table that a correction of a file is written to: the nearest that names it, else that of the corpus."""
        for folder in PurePosixPath(file).parents:
            table = self._at(folder)
            if table is not None and (file in table or folder == PurePosixPath()):
                return table
        return self._made(NAME, None)

    def settled(self, file: str) -> dict[str, str]:
        """The facts of a file that a table settles, as they are shown."""
        cells = self.of(file).cells(file)
        return {name: shown_value(name, cell.value) for name, cell in cells.items() if cell.settled and cell.value}

    def write(self, paths: Iterable[str]) -> None:
        """Write tables, each whole. Raises CallError where somebody else has written one since it was read."""
        for path in paths:
            table, target = self._made(path, None), self._seeds / path
            if _bytes(target) != self._as_read.get(path):
                raise CallError(_("“{path}”刚刚被别的程序改过，没有写；请再试一次", path=path))
            write_whole(target, [table.data])

    def is_written(self, path: str) -> bool:
        """Whether a table on the disk is as it is here."""
        return _bytes(self._seeds / path) == self._made(path, None).data

    def _at(self, folder: PurePosixPath) -> MetadataTable | None:
        name = str(folder / NAME)
        if name not in self._read:
            place = self._seeds / folder
            found = next((one for one in _names(place) if one.lower() == NAME), None)
            path = name if found is None else str(folder / found)
            self._read[name] = None if found is None else self._made(path, _bytes(self._seeds / path))
        return self._read[name]

    def _made(self, path: str, data: bytes | None) -> MetadataTable:
        """The table at a path; of these bytes, where it was not read before."""
        made = next((one for one in self._read.values() if one is not None and one.path == path), None)
        if made is None:
            if data is not None and not is_inside(self._seeds / path, self._seeds):
                raise CallError(_("“{path}”是通向讲话稿文件夹之外的链接，不能写", path=path))
            self._as_read[path] = data
            made = self._read[path] = MetadataTable(path, data)
        return made


def correct(
    seeds: Path, wishes: Sequence[Wish], known: Callable[[str], Facts | None], who: str, kind: Kind = Kind.CORRECT
) -> Corrected:
    """Grant wishes as far as they can be. `known` says what an index has of a file, None of one that it has not alone.

    Raises CallError where nothing can be written; then nothing is.
    """
    done = Corrected()
    with changing(seeds) as journal:
        tables, granted = Tables(seeds), dict[str, dict[str, Cell]]()
        for wish in wishes:
            refusal = _refused(wish, known(wish.file), tables)
            if refusal is not None:
                done.refusals.append(refusal)
            else:
                granted.setdefault(wish.file, {})[wish.fact] = Cell(_as_kept(wish), settled=True)
        done.changes = _make(
            journal, tables, [(Change(0, now(), who, kind, file), cells) for file, cells in granted.items()]
        )
    return done


def undo(seeds: Path, number: int, who: str) -> Change:
    """Take back a correction. Raises CallError where there is none of this number, or what it wrote was changed since."""
    with changing(seeds) as journal:
        made = {change.number: change for change in journal.changes()}
        change = made.get(number)
        if change is None or not change.cells:
            raise CallError(_("没有第 {number} 号改正", number=number))
        if any(other.undoes == number for other in made.values()):
            raise CallError(_("第 {number} 号已经撤销过", number=number))
        tables = Tables(seeds)
        now_there = tables.of(change.file).cells(change.file)
        for name, cell in change.cells.items():
            if now_there.get(name, Cell()) != cell.after:
                raise CallError(_("“{file}”的{fact}后来又改过，不能撤销；请直接改", file=change.file, fact=FACTS[name]))
        back = Change(0, now(), who, Kind.UNDO, change.file, undoes=number)
        return _make(journal, tables, [(back, {name: cell.before for name, cell in change.cells.items()})], change.new)[
            0
        ]


def _make(
    journal: Journal, tables: Tables, wanted: Sequence[tuple[Change, Mapping[str, Cell]]], empties: bool = False
) -> list[Change]:
    """Write changes down, and then make them; a row that says nothing any more is taken out, where it `empties` one."""
    planned = []
    for change, cells in wanted:
        table = tables.of(change.file)
        before = table.cells(change.file)
        new = table.set(change.file, cells)
        if empties:
            table.remove(change.file)
        made = {name: CellChange(before.get(name, Cell()), cell) for name, cell in cells.items()}
        planned.append(_filled(change, table.path, made, new))
    changes = journal.add(planned) if planned else []
    try:
        tables.write(dict.fromkeys(change.table for change in changes))
    except (OSError, CallError):
        undone = [change for change in changes if not tables.is_written(change.table)]
        journal.give_up(undone)
        if undone:
            raise
    return changes


def _filled(change: Change, table: str, cells: dict[str, CellChange], new: bool) -> Change:
    return Change(
        0, change.at, change.who, change.kind, change.file, table=table, cells=cells, new=new, undoes=change.undoes
    )


def _refused(wish: Wish, known: Facts | None, tables: Tables) -> Refusal | None:
    if known is None:
        return Refusal(wish, _("“{file}”里没有讲话，或不止一篇，请在文件里改", file=wish.file))
    there = {**known, **tables.settled(wish.file)}.get(wish.fact, "")
    if there not in (wish.was, shown_value(wish.fact, wish.wanted)):
        return Refusal(wish, _("别人刚把这一项改成了“{now}”", now=there or UNKNOWN), there)
    problem = problem_of(wish.fact, wish.wanted)
    return None if problem is None else Refusal(wish, problem)


def problem_of(fact: str, value: str) -> Message | None:
    """What is wrong with a value that a person wants to give a fact."""
    if len(value) > LONGEST:
        return _("太长，最多 {most} 个字", most=LONGEST)
    if tells_nothing(value):
        return _("标题不能空着") if fact == "title" else None
    if fact == "date" and declared_date(value) is None:
        return _("“{date}”不是看得懂的日期", date=value)
    return not_an_address(value) if fact == "address" and web_address(value) is None else None


def shown_value(fact: str, value: str) -> str:
    """A value as it is shown: nothing for what is not known, a date as all dates are."""
    if tells_nothing(value):
        return ""
    date = declared_date(value) if fact == "date" else None
    return str(date) if date else " ".join(value.split())


def _as_kept(wish: Wish) -> str:
    return shown_value(wish.fact, wish.wanted) or UNKNOWN


def _names(folder: Path) -> list[str]:
    try:
        return sorted(one.name for one in folder.iterdir())
    except OSError:
        return []


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
