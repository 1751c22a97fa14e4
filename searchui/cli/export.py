"""Writing what was found into files, from the command line."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import click

from indexer.cli.localized import language, option
from indexer.cli.terminal import errors_shown, say
from indexer.errors import CallError
from indexer.i18n import N_, _
from indexer.store import now
from searchui.search import open_corpus
from searchui.search.export import Table, format_of, hit_table
from searchui.search.ranking.search_request import SearchOptions

Decorator: TypeAlias = Callable[[Callable[..., None]], Callable[..., None]]
FORMAT: Decorator = option(
    "--format", "form", help=N_("把全部结果存成 csv、xlsx 或 jsonl，附来源说明；不写则看 --output 的后缀。")
)
OUTPUT: Decorator = option("--output", type=click.Path(path_type=Path), help=N_("存进这个文件；不写则输出到标准输出。"))
USUAL = "csv"
NOTHING_FOUND = 1


def file_options(command: Callable[..., None]) -> Callable[..., None]:
    """--format and --output."""
    for add in (OUTPUT, FORMAT):
        command = add(command)
    return command


def write_hits(index: Path, query: str, options: SearchOptions, form: str | None, output: Path | None) -> None:
    """All hits of a search, into a file or to stdout. Exits with 1 where nothing was found."""
    with errors_shown(), open_corpus(index) as corpus:
        table = hit_table(corpus, query, options, now(), language())
        write_table(table, form, output)
    if not table.provenance.found["rows"]:
        sys.exit(NOTHING_FOUND)


def write_table(table: Table, form: str | None, output: Path | None) -> None:
    """A table in a format, or in that of the file's name. Raises CallError where it cannot be written."""
    chosen = format_of(form or (output.suffix.lstrip(".").lower() if output else "") or USUAL)
    pieces = chosen.write(table, language())
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    partial = output.with_name(f".{output.name}.{os.getpid()}")  # no half of a table under the name that was asked for
    try:
        try:
            with partial.open("wb") as file:
                file.writelines(pieces)
            partial.replace(output)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise CallError(_("不能写 {output}：{strerror}", output=output, strerror=error.strerror)) from error
    say(_("已存为 {output}", output=output))
