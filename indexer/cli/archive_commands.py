"""The commands `backup` and `restore`: an index as one file, and back. Data goes to stdout, notes to stderr."""

from pathlib import Path

import click

from indexer.check.archiving import Archived, backup, restore
from indexer.cli.index_location import own_index_option
from indexer.cli.localized import command
from indexer.cli.terminal import errors_shown, json_option, megabytes, print_json, show, wait_option
from indexer.i18n import N_, Message, _, units

archive_argument = click.argument("file", type=click.Path(path_type=Path))


@command("backup", help=N_("把现在用的索引写成一个文件，写完再读一遍核对；索引照常可用。讲话稿不在里面，请另外备份。"))
@archive_argument
@own_index_option
@json_option
def backup_command(file: Path, index: Path, as_json: bool) -> None:
    with errors_shown():
        done = backup(index, file)
    _tell(done, _("{generation} 已备份到 {file}（{size}）：{speeches}，{paragraphs}", **_facts(done)), as_json)


@command("restore", help=N_("把 backup 写的文件核对之后放回，成为新的一代；原来的一代留着。不对的文件不放，索引不动。"))
@archive_argument
@own_index_option
@wait_option
@json_option
def restore_command(file: Path, index: Path, wait: float, as_json: bool) -> None:
    with errors_shown():
        done = restore(file, index, wait=wait)
    _tell(done, _("已从 {file} 恢复为 {generation}：{speeches}，{paragraphs}", **_facts(done)), as_json)


def _facts(done: Archived) -> dict[str, str | Message]:
    return {
        "generation": done.generation,
        "file": done.archive,
        "size": megabytes(done.bytes),
        "speeches": units.speeches(done.speeches),
        "paragraphs": units.paragraphs(done.paragraphs),
    }


def _tell(done: Archived, sentence: Message, as_json: bool) -> None:
    if as_json:
        print_json(done)
    else:
        show(sentence)
