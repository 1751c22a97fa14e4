"""The command `outline`: how a file is understood."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from indexer.cli.build_progress import work_shown
from indexer.cli.localized import command, language
from indexer.cli.outline_report import outline_json, outline_lines
from indexer.cli.terminal import EXIT_PROBLEMS, errors_shown, json_option, print_json, say
from indexer.i18n import N_, _
from indexer.model import RawText, UnreadableItem
from indexer.readers import read_bytes
from indexer.readers.scan.page_store import PageStore
from indexer.readers.scan.scanned_files import read_recognised
from indexer.speech import parse
from indexer.speech.compilation import speeches_of


@command("outline", help=N_("显示一个文件被理解成什么样：标题、日期、讲话人、层次、缺失。"))
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def outline_command(file: Path, as_json: bool) -> None:
    with errors_shown(), work_shown() as progress, TemporaryDirectory() as pages:
        jobs = os.cpu_count() or 1
        store = PageStore(Path(pages))
        found = read_recognised(read_bytes(file), file.name, store, jobs, progress["recognising"])
    speeches = [parse(speech) for item in found if isinstance(item, RawText) for speech in speeches_of(item)]
    if as_json:
        outlines = [outline_json(speech, language()) for speech in speeches]
        print_json(outlines[0] if len(found) == len(outlines) == 1 else outlines)
    else:
        click.echo("\n\n".join("\n".join(outline_lines(speech, language())) for speech in speeches))
    unread = [item for item in found if isinstance(item, UnreadableItem)]
    for item in unread:
        say(_("读不了 {name}：{reason}", name=item.name, reason=item.reason))
    if unread:
        sys.exit(EXIT_PROBLEMS)
