"""The commands `metadata export` and `metadata import`: what is known of every file, as a table that people correct."""

import sys
from pathlib import Path

import click

from indexer.cli.command_table import Section
from indexer.cli.index_location import index_option
from indexer.cli.localized import Group, command, option
from indexer.cli.terminal import EXIT_PROBLEMS, errors_shown, say, write_answer
from indexer.errors import CallError
from indexer.i18n import N_, _, n_
from indexer.metadata.table import as_csv, import_corrections, metadata_rows
from indexer.store import Store


@command("export", help=N_("把每个文件的标题、日期、讲话人、职务、场合和各自的依据写成一张表（CSV，Excel 可开）。"))
@index_option
@option("--output", type=click.Path(path_type=Path), help=N_("写到这个文件；不写则写到标准输出。"))
def export_command(index: Path, output: Path | None) -> None:
    with errors_shown():
        write_answer(output, [as_csv(metadata_rows(Store(index).current())).encode("utf-8-sig")])


@command(
    "import",
    help=N_(
        "读入改过的那张表。与索引不同的各格记进讲话稿文件夹的 metadata.csv，标明人工核定，从此以它为准；写“不详”就是去掉。"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("seeds", type=click.Path(path_type=Path), required=False)
@index_option
def import_command(file: Path, seeds: Path | None, index: Path) -> None:
    with errors_shown():
        generation = Store(index).current()
        folder = seeds or Path(generation.manifest.source)
        if not folder.is_dir():
            raise CallError(_("找不到讲话稿文件夹“{folder}”，请写明它在哪里", folder=folder))
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CallError(_("打不开“{file}”：{error}", file=file, error=error.strerror or error)) from error
        done = import_corrections(data, generation, folder)
    for line, reason in done.problems:
        say(_("第 {line} 行没有用：{reason}", line=line or 1, reason=reason))
    if done.cells:
        cells = n_("改了 {n} 格", done.cells)
        say(_("{cells}，记在 {file}；请再运行 speechsearch update", cells=cells, file=done.file))
    else:
        say(_("表里没有与索引不同的地方"))
    if done.problems:
        sys.exit(EXIT_PROBLEMS)


metadata_commands = Group(
    name="metadata",
    sections=(
        Section(
            N_("元数据表"),
            {
                "export": "indexer.cli.metadata_commands:export_command",
                "import": "indexer.cli.metadata_commands:import_command",
            },
        ),
    ),
    help=N_("导出、改正每个文件的标题、日期、讲话人、职务、场合。"),
)
