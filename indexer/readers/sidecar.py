"""Sidecars: a `metadata.csv` or `metadata.yaml` that gives fields for files in its folder and below.

What a person has settled wins over all that is read, also over what a file says of itself; a fact that is 不详 there
(`evidence.tells_nothing`) is not known. In a `metadata.csv` the column 人工核定 names the facts of a row that are settled
(日期、讲话人); in a `corrections.csv`, which earlier versions wrote, all are, and the others win over it.

A table names its files relative to its own folder. What is wrong in it is reported as a Problem, and
the rest is used.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from indexer.csv_cells import plain_cell
from indexer.evidence import FACTS, tells_nothing
from indexer.i18n import Message, _
from indexer.readers.lines import clean
from indexer.readers.table import Cells, Row, Unreadable, csv_rows, yaml_rows
from indexer.tables import load_table
from indexer.web_address import web_address

CORRECTIONS = "corrections.csv"
NAMES = frozenset({"metadata.csv", "metadata.yaml", "metadata.yml", CORRECTIONS})
_SETTLED = "settled:"  # before the name of a field that a person has settled
FILE, SETTLED = "file", "settled"  # columns: which file is meant, and what of its row a person has settled


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a sidecar that could not be used; `line` is None where it is the whole of it."""

    path: str
    line: int | None
    message: Message


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What one sidecar says: for each file, as a path under the corpus, the line and the fields."""

    path: str
    rows: Mapping[str, Row]
    problems: tuple[Problem, ...]


def is_sidecar(path: str) -> bool:
    return path.rpartition("/")[2].lower() in NAMES


def read_sidecar(data: bytes, path: str, is_date: Callable[[str], bool]) -> Sidecar:
    """Read one sidecar. `is_date` says whether a date can be read. Never raises: everything wrong is a Problem."""
    rows: dict[str, Row] = {}
    problems: list[Problem] = []
    read = csv_rows if path.lower().endswith(".csv") else yaml_rows
    for item in read(data, _names_a_file):
        if isinstance(item, Unreadable):
            problems.append(Problem(path, item.line, item.reason))
            continue
        file, fields = _known_fields(item.cells)
        settled = set(fields) if _is_corrections(path) else settled_names(fields.pop(SETTLED, ""))
        problem = _wrong_file(file, path, rows) or _wrong_date(fields, is_date) or _wrong_address(fields)
        if problem:
            problems.append(Problem(path, item.line, problem))
        if file and place_of(file, path) not in rows:
            rows[place_of(file, path)] = Row(item.line, dict(_marked(fields, settled)))
    return Sidecar(path, rows, tuple(problems))


def merge_sidecars(
    sidecars: Iterable[Sidecar], files: Collection[str]
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The fields of each file, the nearest sidecar's first, and all problems; `files` are the paths of the corpus."""
    fields: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    given: set[tuple[bool, str, str]] = set()  # whether they are corrections, folder of the sidecar, file
    for sidecar in sorted(sidecars, key=_precedence):
        problems += sidecar.problems
        place = _is_corrections(sidecar.path), str(PurePosixPath(sidecar.path).parent)
        for named, row in sidecar.rows.items():
            file = named if named in files else unicodedata.normalize("NFC", named)
            if file not in files:
                problems.append(Problem(sidecar.path, row.line, _missing(file)))
            elif (*place, file) in given:
                problems.append(Problem(sidecar.path, row.line, _listed_twice(file)))
            else:
                given.add((*place, file))
                fields[file] = dict(row.cells) | fields.get(file, {})
    return fields, sorted(problems, key=lambda problem: (problem.path, problem.line or 0))


def _precedence(sidecar: Sidecar) -> tuple[bool, int, str]:
    return _is_corrections(sidecar.path), -sidecar.path.count("/"), sidecar.path


def _is_corrections(path: str) -> bool:
    return path.rpartition("/")[2].lower() == CORRECTIONS


def settled_names(cell: str) -> set[str]:
    """The facts that a cell of the column 人工核定 names."""
    return {_column(name) for name in re.split(r"[、，,;；\s]+", cell)} & FACTS.keys()


def _marked(fields: Mapping[str, str], settled: Collection[str]) -> Iterator[tuple[str, str]]:
    """The fields, those that are settled under names of their own, and without the mark against formulas."""
    for name, value in fields.items():
        yield (f"{_SETTLED}{name}", plain_cell(value)) if name in settled else (name, value)


def split_settled(fields: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The fields of a file that a table gives, and those that a person has settled."""
    settled = {name.removeprefix(_SETTLED): value for name, value in fields.items() if name.startswith(_SETTLED)}
    return {name: value for name, value in fields.items() if not name.startswith(_SETTLED)}, settled


def declared_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that a file declares of itself, and its facts under their names here as well: 来源 is source too."""
    named: dict[str, str] = {}
    for name, value in fields.items():
        if _column(name) in FACTS and value.strip():
            named.setdefault(_column(name), value)
    return {**fields, **named, **{name: fields[name] for name in FACTS if fields.get(name, "").strip()}}


def column_name(name: str) -> str:
    """The name here of a column of a table: 讲话人 is speaker."""
    return _column(name)


@cache
def _columns() -> dict[str, str]:
    """The table data/sidecar.toml, inverted: name in use → name here."""
    table = load_table(__package__, "sidecar", dict[str, tuple[str, ...]])
    return {alias: name for name, aliases in table.items() for alias in aliases}


def _column(name: str) -> str:
    return _columns().get(name.strip().lower(), name.strip())


def _names_a_file(columns: Iterable[str]) -> bool:
    return any(_column(name) == FILE for name in columns)


def _known_fields(cells: Cells) -> tuple[str, dict[str, str]]:
    """The file of a row, and its fields that are not empty, under their names here."""
    fields: dict[str, str] = {}
    for name, value in cells.items():
        if clean(value) and _column(name):
            fields.setdefault(_column(name), clean(value))
    return fields.pop(FILE, ""), fields


def place_of(file: str, sidecar: str) -> str:
    """A file named in a sidecar as a path under the corpus."""
    parts = [part for part in file.replace("\\", "/").split("/") if part not in {"", "."}]
    return str(PurePosixPath(sidecar).parent.joinpath(*parts))


def _wrong_file(file: str, sidecar: str, rows: Mapping[str, Row]) -> Message | None:
    if not file:
        return _("没有写是哪个文件")
    return _listed_twice(file) if place_of(file, sidecar) in rows else None


def _wrong_date(fields: dict[str, str], is_date: Callable[[str], bool]) -> Message | None:
    """Remove a date that cannot be read from the fields, and say so."""
    if "date" not in fields or tells_nothing(fields["date"]) or is_date(fields["date"]):
        return None
    date = fields.pop("date")
    return _("“{date}”不是看得懂的日期", date=date)


def _wrong_address(fields: dict[str, str]) -> Message | None:
    """Remove what is no address of the web from the fields, and say so."""
    if "address" not in fields or tells_nothing(fields["address"]) or web_address(fields["address"]):
        return None
    return not_an_address(fields.pop("address"))


def not_an_address(text: str) -> Message:
    """What to tell of a text that stands where an address should."""
    return _("“{text}”不是网址，网址以 http:// 或 https:// 开头", text=text)


def _listed_twice(file: str) -> Message:
    return _("“{file}”写了两次，用前一次的", file=file)


def _missing(file: str) -> Message:
    return _("没有“{file}”这个文件", file=file)
