"""Commands of the way in: build, outline, and those of `upkeep`. Data goes to stdout, notes and progress to stderr."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from indexer.build import LEAST_MEMORY, MEMORY, Progress, build
from indexer.message import Message
from indexer.model import RawText, Unread
from indexer.outline import outline_json, outline_lines
from indexer.readers import read
from indexer.speech import parse
from indexer.summary import counts, findings
from indexer.terminal import (
    DEFAULT_SEEDS,
    EXIT_PROBLEMS,
    errors_shown,
    index_option,
    json_option,
    language,
    print_json,
    say,
    wait_option,
)
from indexer.upkeep import check_command, status_command


@click.group(help="读入讲话稿，建立索引。")
def commands() -> None:
    pass


@commands.command("build", help="读取 SEEDS 文件夹里的讲话稿，重新建立整个索引；建好之前，旧索引照常可用。")
@click.argument("seeds", type=click.Path(path_type=Path), default=DEFAULT_SEEDS)
@index_option
@click.option("--keep-versions", is_flag=True, help="同一篇讲话有几份就收录几份；不写则只收录最好的一份，其余只列出。")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    show_default="处理器的个数",
    help="大的语料同时用几个进程建立。",
)
@click.option(
    "--memory",
    type=click.IntRange(LEAST_MEMORY),
    default=MEMORY,
    show_default=True,
    metavar="MB",
    help="建立时大约用多少内存（兆字节）；另为认出同一篇的几份，每 1 MB 原文约 2 MB。",
)
@click.option(
    "--user-dict",
    type=click.Path(path_type=Path),
    help="用户词典，每行一个词；不写则用 SEEDS 里的 user_dict.txt 或 用户词典.txt。",
)
@click.option(
    "--synonyms",
    type=click.Path(path_type=Path),
    help="同义词，每行一组，用逗号隔开；不写则用 SEEDS 里的 synonyms.txt 或 同义词.txt。",
)
@wait_option
@json_option
def build_command(
    seeds: Path,
    index: Path,
    keep_versions: bool,
    jobs: int,
    memory: int,
    user_dict: Path | None,
    synonyms: Path | None,
    wait: float,
    as_json: bool,
) -> None:
    with errors_shown(), _progress() as (reading, indexing):
        report = build(
            seeds,
            index,
            indexing,
            reading=reading,
            keep_versions=keep_versions,
            jobs=jobs,
            memory=memory,
            user_dict=user_dict,
            synonyms=synonyms,
            wait=wait,
        )
    if as_json:
        print_json(report)
    else:
        click.echo("\n".join(line.text(language()) for line in counts(report)))
    for line in findings(report):
        say(line.zh, line.en)
    if report.skipped:
        sys.exit(EXIT_PROBLEMS)


@contextmanager
def _progress() -> Iterator[tuple[Progress, Progress]]:
    """For reading and for indexing: a progress bar on a terminal, a plain line now and then elsewhere."""
    labels = [Message("读取讲话稿", "Reading").text(language()), Message("建立索引", "Indexing").text(language())]
    if not sys.stderr.isatty():
        yield _plain_progress(labels[0]), _plain_progress(labels[1])
        return
    with click.progressbar(length=1, file=sys.stderr, item_show_func=lambda path: path or "", show_pos=True) as bar:

        def stage(label: str) -> Progress:
            def advance(done: int, total: int, path: str) -> None:
                if bar.label != label:
                    bar.label, bar.pos, bar.finished = label, 0, False
                bar.length = total
                bar.update(done - bar.pos, path)

            return advance

        yield stage(labels[0]), stage(labels[1])


def _plain_progress(label: str) -> Progress:
    def advance(done: int, total: int, path: str) -> None:
        step = max(1, total // 10)
        if done % step == 0 or done == total:
            click.echo(f"{label} {done}/{total} {path}".rstrip(), err=True)

    return advance


@commands.command("outline", help="显示一个文件被理解成什么样：标题、日期、讲话人、层次、缺失。")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def outline_command(file: Path, as_json: bool) -> None:
    with errors_shown():
        found = read(file, file.name)
    speeches = [parse(item) for item in found if isinstance(item, RawText)]
    if as_json:
        outlines = [outline_json(speech, language()) for speech in speeches]
        print_json(outlines[0] if len(found) == 1 and outlines else outlines)
    else:
        click.echo("\n\n".join("\n".join(outline_lines(speech, language())) for speech in speeches))
    unread = [item for item in found if isinstance(item, Unread)]
    for item in unread:
        say(f"读不了 {item.name}：{item.reason.zh}", f"Cannot read {item.name}: {item.reason.en}")
    if unread:
        sys.exit(EXIT_PROBLEMS)


commands.add_command(check_command)
commands.add_command(status_command)


def main() -> None:
    """Entry point of `python -m indexer`."""
    commands(prog_name="python -m indexer")
