"""One table of what is known of every file, for people to correct: out of an index, and back into the corpus.

What a person changes goes into the corpus's `metadata.csv`, as corrections on the page do, and wins over all that is read.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.csv_cells import plain_cell, safe_cell
from indexer.errors import CallError
from indexer.evidence import CERTAINTIES, FACTS, ORIGINS, Certainty
from indexer.i18n import Message, _
from indexer.intake.correcting import Corrected as Granted
from indexer.intake.correcting import Tables, Wish, correct, shown_value
from indexer.intake.metadata_table import NAME
from indexer.intake.overview import facts_of
from indexer.model import Speech
from indexer.readers.sidecar import FILE, column_name
from indexer.readers.table import Row, Unreadable, csv_rows
from indexer.store import Generation
from indexer.store.speech_catalogue import Catalogue

# The columns: the facts, where each was read, and what is doubtful. A reader of the table needs no other names.
COLUMNS = ("文件", *map(str, FACTS.values()))
EVIDENCE = tuple(f"{name}依据" for name in COLUMNS[1:])
DOUBTS = "存疑"
ORIGIN = "文字来源"  # 机器识别, or nothing


@dataclass(frozen=True, slots=True)
class Corrected:
    """What an import did: cells that were changed, rows that were not used with their lines and why."""

    file: Path
    cells: int
    files: int
    problems: tuple[tuple[int | None, Message], ...]


def metadata_rows(generation: Generation) -> Iterator[list[str]]:
    """A row a speech in the order of the corpus, under a header: its facts, their evidence and what is doubtful."""
    yield [*COLUMNS, *EVIDENCE, DOUBTS, ORIGIN]
    catalogue = Catalogue(generation.folder)
    for number in range(len(catalogue.entries)):
        yield _row(catalogue.speech(number, ()), is_talk=bool(catalogue.entries[number].turns))


def _row(speech: Speech, *, is_talk: bool) -> list[str]:
    facts = facts_of(speech)
    evidence = [str(ORIGINS[one.origin]) if (one := speech.evidence.get(name)) else "" for name in FACTS]
    origin = "机器识别" if speech.machine_read else ""
    return [safe_cell(cell) for cell in (speech.path, *facts.values(), *evidence, _doubts(speech, is_talk), origin)]


def _doubts(speech: Speech, is_talk: bool) -> str:
    """The facts that are not known, and those that are not certain; a conversation has no speaker of its own."""
    facts = facts_of(speech)
    wanted = ("date",) if is_talk else ("date", "speaker")
    missing = [f"{FACTS[name]}不详" for name in wanted if not facts[name]]
    unsure = [
        f"{FACTS[name]}{CERTAINTIES[one.certainty]}"
        for name, one in speech.evidence.items()
        if one.certainty is not Certainty.CERTAIN
    ]
    return "；".join([*missing, *unsure])


def _plain(cell: str) -> str:
    return plain_cell(cell.strip())


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """A table as spreadsheets open it, without the mark of byte order."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def import_corrections(data: bytes, generation: Generation, seeds: Path) -> Corrected:
    """Write what a table says otherwise than the corpus into its own table; what was corrected before stays.

    Raises CallError where it is no table, or names no files, or the own one cannot be written.
    """
    known = _known(generation)
    rows, problems = _rows_of(data)
    wishes: dict[Wish, int] = {}
    for row in rows:
        cells = {column_name(name): _plain(value) for name, value in row.cells.items()}
        problem = _wrong_row(cells.get(FILE, ""), known)
        if problem:
            problems.append((row.line, problem))
        else:
            wishes |= dict.fromkeys(_wishes(seeds, cells, known), row.line)
    done = correct(seeds, list(wishes), known.get, "") if wishes else Granted()
    problems += [(wishes[refusal.wish], refusal.reason) for refusal in done.refusals]
    table = done.changes[0].table if done.changes else NAME
    cells_changed = sum(len(change.cells) for change in done.changes)
    return Corrected(
        seeds / table, cells_changed, len(done.changes), tuple(sorted(problems, key=lambda one: one[0] or 0))
    )


def _wishes(seeds: Path, cells: Mapping[str, str], known: Mapping[str, Mapping[str, str]]) -> Iterator[Wish]:
    """What a row says otherwise than the index, from which it was taken."""
    file = cells[FILE]
    now = {**known[file], **Tables(seeds).settled(file)}
    for name in FACTS:
        if cells.get(name) and shown_value(name, cells[name]) not in (known[file][name], now[name]):
            yield Wish(file, name, now[name], cells[name])


def _known(generation: Generation) -> dict[str, dict[str, str]]:
    """The facts of each file that holds one speech; of one that holds more, none."""
    catalogue = Catalogue(generation.folder)
    found: dict[str, dict[str, str]] = {}
    for number in range(len(catalogue.entries)):
        speech = catalogue.speech(number, ())
        found[speech.path] = {} if speech.path in found else facts_of(speech)
    return found


def _rows_of(data: bytes) -> tuple[list[Row], list[tuple[int | None, Message]]]:
    rows: list[Row] = []
    problems: list[tuple[int | None, Message]] = []
    for item in csv_rows(data, lambda columns: any(column_name(name) == FILE for name in columns)):
        if isinstance(item, Unreadable):
            if item.line is None:
                raise CallError(item.reason)
            problems.append((item.line, item.reason))
        else:
            rows.append(item)
    return rows, problems


def _wrong_row(file: str, known: Mapping[str, Mapping[str, str]]) -> Message | None:
    if not file:
        return _("没有写是哪个文件")
    if file not in known:
        return _("索引里没有“{file}”这个文件", file=file)
    return None if known[file] else _("“{file}”里不止一篇，请在文件里改", file=file)
