"""One table of what is known of every file, for people to correct: out of an index, and back into the corpus.

What a person changes goes into the corpus's `corrections.csv`, which wins over all that is read from then on.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.csv_cells import plain_cell, safe_cell
from indexer.errors import CallError
from indexer.evidence import CERTAINTIES, FACTS, ORIGINS, Certainty, tells_nothing
from indexer.i18n import Message, _
from indexer.model import Speech
from indexer.readers.sidecar import CORRECTIONS, FILE, column_name, not_an_address
from indexer.readers.table import Row, Unreadable, csv_rows
from indexer.speech.header.date import declared_date
from indexer.store import Generation
from indexer.store.speech_catalogue import Catalogue
from indexer.web_address import web_address
from indexer.whole_file import write_whole

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
    facts = _facts(speech)
    evidence = [str(ORIGINS[one.origin]) if (one := speech.evidence.get(name)) else "" for name in FACTS]
    origin = "机器识别" if speech.machine_read else ""
    return [safe_cell(cell) for cell in (speech.path, *facts.values(), *evidence, _doubts(speech, is_talk), origin)]


def _facts(speech: Speech) -> dict[str, str]:
    values = {name: getattr(speech, name) for name in FACTS}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _doubts(speech: Speech, is_talk: bool) -> str:
    """The facts that are not known, and those that are not certain; a conversation has no speaker of its own."""
    facts = _facts(speech)
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
    """Write what a table says otherwise than the index into the corrections of a corpus; those that are there stay.

    Raises CallError where it is no table, or names no files.
    """
    known = _known(generation)
    rows, problems = _rows_of(data)
    changed: dict[str, dict[str, str]] = {}
    for row in rows:
        cells = {column_name(name): _plain(value) for name, value in row.cells.items()}
        file = cells.get(FILE, "")
        problem = _wrong_row(file, cells, known)
        if problem:
            problems.append((row.line, problem))
            continue
        different = {name: cells[name] for name in FACTS if cells.get(name) and cells[name] != known[file][name]}
        if different:
            changed[file] = different
    target = seeds / CORRECTIONS
    if changed:
        _write(target, _merged(_corrections(target), changed))
    return Corrected(target, sum(map(len, changed.values())), len(changed), tuple(problems))


def _known(generation: Generation) -> dict[str, dict[str, str]]:
    """The facts of each file that holds one speech; of one that holds more, none."""
    catalogue = Catalogue(generation.folder)
    found: dict[str, dict[str, str]] = {}
    for number in range(len(catalogue.entries)):
        speech = catalogue.speech(number, ())
        found[speech.path] = {} if speech.path in found else _facts(speech)
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


def _wrong_row(file: str, cells: Mapping[str, str], known: Mapping[str, Mapping[str, str]]) -> Message | None:
    if not file:
        return _("没有写是哪个文件")
    if file not in known:
        return _("索引里没有“{file}”这个文件", file=file)
    if not known[file]:
        return _("“{file}”里不止一篇，请在文件里改", file=file)
    date = cells.get("date", "")
    if not tells_nothing(date) and declared_date(date) is None:
        return _("“{date}”不是看得懂的日期", date=date)
    address = cells.get("address", "")
    if not tells_nothing(address) and web_address(address) is None:
        return not_an_address(address)
    return None


def _corrections(target: Path) -> dict[str, dict[str, str]]:
    """What was corrected before, by file; also of files that are gone."""
    if not target.is_file():
        return {}
    rows, _problems = _rows_of(target.read_bytes())
    named = [{column_name(name): _plain(value) for name, value in row.cells.items()} for row in rows]
    return {cells.pop(FILE): cells for cells in named if cells.get(FILE)}


def _merged(
    before: Mapping[str, Mapping[str, str]], changed: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    return {file: {**before.get(file, {}), **changed.get(file, {})} for file in sorted({*before, *changed})}


def _write(target: Path, corrections: Mapping[str, Mapping[str, str]]) -> None:
    """All at once: a table that cannot be written whole leaves the old one."""
    extra = sorted({name for cells in corrections.values() for name in cells} - set(FACTS))
    header = [*COLUMNS, *extra]
    rows = ([file, *(cells.get(name, "") for name in (*FACTS, *extra))] for file, cells in corrections.items())
    table = as_csv([header, *([safe_cell(cell) for cell in row] for row in rows)])
    write_whole(target, [table.encode("utf-8-sig")])
