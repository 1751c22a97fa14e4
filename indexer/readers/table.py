"""Tables of fields as people keep them, in CSV or YAML: bytes → rows with their line numbers."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from indexer.errors import ReadError
from indexer.i18n import Message, _
from indexer.readers.encoding import LEGACY, decode

Cells: TypeAlias = Mapping[str, str]  # name of the column → text, which may be empty
NamesFile: TypeAlias = Callable[[Iterable[str]], bool]  # whether one of these columns says which file is meant

DELIMITERS = ",;\t"
NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and the line where it starts, counted from 1."""

    line: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row, or where `line` is None a whole table, that cannot be read."""

    line: int | None
    reason: Message


def csv_rows(data: bytes, names_file: NamesFile) -> Iterator[Row | Unreadable]:
    """The rows of a CSV file under its header row, separated by comma, semicolon or tab; blank rows are ignored."""
    try:
        text, _encoding = csv_text(data, names_file)
    except ReadError as error:
        yield Unreadable(None, error.message)
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    line, header = 1, None
    try:
        for cells in reader:
            if header is None:
                if any(cells):
                    header = cells
                    if not names_file(header):
                        yield Unreadable(line, _no_file_column())
                        return
            elif any(cell.strip() for cell in cells):
                yield Row(line, dict(zip(header, cells, strict=False)))
                if any(cell.strip() for cell in cells[len(header) :]):
                    yield Unreadable(line, _("格数比表头多"))
            line = reader.line_num + 1
    except csv.Error as error:
        yield Unreadable(line, _("从这里起读不下去：{error}", error=error))


def csv_text(data: bytes, names_file: NamesFile) -> tuple[str, str]:
    """The text of a CSV file, and its encoding. Raises ReadError.

    A short table may have no frequent character: the right encoding is the one in which it names a file column.
    """
    candidates = []
    failure: ReadError | None = None
    try:
        candidates.append(decode(data, "gb18030"))
    except ReadError as error:
        failure = error
    for encoding in LEGACY:
        try:
            candidates.append((data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue
    for text, encoding in candidates:
        if names_file(_header(text).split(delimiter_of(text))):
            return text, encoding
    if failure:
        raise failure
    return candidates[0]


def _header(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "").replace('"', "")


def delimiter_of(text: str) -> str:
    return max(DELIMITERS, key=_header(text).count)


def yaml_rows(data: bytes, names_file: NamesFile) -> Iterator[Row | Unreadable]:
    """The rows of a YAML file: a mapping from file to fields, or a list of fields with `file`.

    Values are taken as they are written (2024-05 and 007 are text).
    """
    try:
        root = yaml.compose(decode(data)[0], Loader=yaml.SafeLoader)
    except ReadError as error:
        yield Unreadable(None, error.message)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        yield Unreadable(line, _("YAML 有误：{problem}", problem=error.problem))
    except (yaml.YAMLError, RecursionError) as error:
        yield Unreadable(None, _("YAML 有误：{error}", error=error))
    else:
        yield from _yaml_rows(root, names_file)


def _yaml_rows(root: yaml.Node | None, names_file: NamesFile) -> Iterator[Row | Unreadable]:
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            yield from _fields(value, key.start_mark.line + 1, {"file": _text(key) or ""})
    elif isinstance(root, yaml.SequenceNode):
        for item in root.value:
            line = item.start_mark.line + 1
            keys = [_text(key) or "" for key, _ in item.value] if isinstance(item, yaml.MappingNode) else []
            if names_file(keys):
                yield from _fields(item, line, {})
            else:
                yield Unreadable(line, _no_file_column())
    elif root is not None and _text(root) != "":
        yield Unreadable(1, _("要写成“文件名: 各项”"))


def _fields(node: yaml.Node, line: int, cells: dict[str, str]) -> Iterator[Row | Unreadable]:
    if not isinstance(node, yaml.MappingNode):
        if _text(node) != "":
            yield Unreadable(line, _("文件名下面要写各项，如 title: 标题"))
        return
    wrong = []
    for key, value in node.value:
        name, text = _text(key), _text(value)
        if name is None or text is None:
            wrong.append(key.start_mark.line + 1)
        else:
            cells.setdefault(name, text)
    yield Row(line, cells)
    for at in wrong:
        yield Unreadable(at, _("这一项要写成一个值"))


def _text(node: yaml.Node) -> str | None:
    """A scalar as it is written, empty for null; None where it is no scalar."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    return "" if node.tag == NULL else str(node.value)


def _no_file_column() -> Message:
    return _("没有“文件”（file）这一列，不知道说的是哪些文件")
