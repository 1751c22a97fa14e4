"""What every answer that has rows can do: give them as dicts, as a data frame, or as a table in a notebook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from itertools import islice
from typing import Any, TypeAlias

from indexer.i18n import Message
from indexer.model import Span

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Cell, ...]

MAX_HTML_ROWS = 50


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is its name for programs, `title` for people; `width` is that of a sheet, in Latin letters."""

    key: str
    title: Message
    width: int = 12


class Tabular:
    """Something laid out in columns and rows: an answer, or a table that is taken away."""

    __slots__ = ()

    def table_columns(self) -> tuple[Column, ...]:
        """What the cells of a row are."""
        raise NotImplementedError

    def table_rows(self) -> Iterator[Row]:
        """The rows, in the order of the answer."""
        raise NotImplementedError

    def to_dicts(self) -> list[dict[str, Cell]]:
        """A dict for each row, by the keys of the columns."""
        keys = [column.key for column in self.table_columns()]
        return [dict(zip(keys, row, strict=True)) for row in self.table_rows()]

    def to_pandas(self) -> Any:
        """A pandas.DataFrame. Raises ImportError where pandas is not installed."""
        return _library("pandas").DataFrame(
            list(self.table_rows()), columns=[column.key for column in self.table_columns()]
        )

    def to_polars(self) -> Any:
        """A polars.DataFrame. Raises ImportError where polars is not installed."""
        keys = [column.key for column in self.table_columns()]
        return _library("polars").DataFrame(
            list(self.table_rows()), schema=keys, orient="row", infer_schema_length=None
        )

    def _repr_html_(self) -> str:
        """For notebooks: the first MAX_HTML_ROWS rows."""
        shown = islice(self.table_rows(), MAX_HTML_ROWS)
        return html_table(
            [str(column.title) for column in self.table_columns()], (map(html_cell, row) for row in shown)
        )


def html_record(columns: Sequence[Column], row: Row) -> str:
    """One row of many columns as HTML: a line for each column that has something."""
    cells = zip(columns, row, strict=True)
    return html_table([], ([escape(str(column.title)), html_cell(cell)] for column, cell in cells if cell is not None))


def html_table(titles: Sequence[str], rows: Iterable[Iterable[str]], caption: str = "") -> str:
    """A table of HTML. Cells of the `rows` are HTML already; titles and caption are texts."""
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    heading = f"<thead><tr>{head}</tr></thead>" if head else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{named}{heading}<tbody>{body}</tbody></table>"


def html_cell(cell: Cell) -> str:
    """A cell as HTML; what is unknown is empty, and numbers are short."""
    if cell is None:
        return ""
    return f"{cell:.4g}" if isinstance(cell, float) else escape(str(cell))


def marked_html(text: str, spans: Iterable[Span]) -> str:
    """A text as HTML with its spans, which do not overlap, marked."""
    parts, end = [], 0
    for span in spans:
        parts += [escape(text[end : span.start]), "<mark>", escape(text[span.start : span.end]), "</mark>"]
        end = span.end
    return "".join([*parts, escape(text[end:])])


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise ImportError(f"to_{name}() needs {name}, which is not installed: pip install {name}") from error
