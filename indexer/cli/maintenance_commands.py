"""Commands that look after an index: check, status. Data goes to stdout, notes to stderr."""

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click
import msgspec

from indexer.build.status import Difference, Status, status
from indexer.check import SAMPLE, Check, check, repair
from indexer.cli.terminal import (
    EXIT_PROBLEMS,
    errors_shown,
    index_option,
    json_option,
    print_json,
    say,
    show,
    wait_option,
)
from indexer.message import Message
from indexer.store.file_diff import Changes

MOST_NAMES = 3  # files of one kind that are named


@click.command("check", help="检查索引有没有损坏、答得对不对。SEEDS 是讲话稿所在；不写则用建立时的那个文件夹。")
@click.argument("seeds", type=click.Path(path_type=Path), required=False)
@index_option
@click.option("--repair", "mend", is_flag=True, help="有问题就按讲话稿重新建立；讲话稿不在了，就改用完好的上一代。")
@click.option("--sample", type=click.IntRange(0), default=SAMPLE, show_default=True, help="抽查多少段。")
@click.option("--seed", type=click.IntRange(0), help="抽查哪些段由它决定；不写则每次不同。")
@wait_option
@json_option
def check_command(
    seeds: Path | None, index: Path, mend: bool, sample: int, seed: int | None, wait: float, as_json: bool
) -> None:
    with errors_shown():
        checked = check(index, seeds, sample=sample, seed=seed)
        if mend and checked.problems:
            _tell(checked, as_json)
            done = repair(index, seeds, jobs=os.cpu_count() or 1, wait=wait)
            say(done.zh, done.en)
            after = check(index, seeds, sample=sample, seed=seed)
            checked = msgspec.structs.replace(after, mended=checked.problems, repaired=done)
    _tell(checked, as_json)
    if as_json:
        print_json(checked)
    if checked.problems:
        sys.exit(EXIT_PROBLEMS)


def _tell(checked: Check, as_json: bool) -> None:
    """The result of a check in sentences, unless it is printed as JSON."""
    if as_json:
        return
    for line in _result(checked):
        show(line.zh, line.en)
    for note in checked.notes:
        say(note.zh, note.en)


def _result(checked: Check) -> Iterator[Message]:
    for problem in checked.problems:
        yield Message(f"{problem.file}：{problem.message.zh}", f"{problem.file}: {problem.message.en}")
    if checked.problems:
        count = len(checked.problems)
        yield Message(
            f"{count} 处有问题。修复：speechsearch check --repair",
            f"Problems: {count}. Mend them: speechsearch check --repair",
        )
        return
    yield Message(
        f"{checked.generation} 完好：{checked.files} 个文件的校验值都对，{checked.phrases} 个词句的次数都对，"
        f"{checked.paragraphs} 段与讲话稿一致（--seed {checked.seed}）",
        f"{checked.generation} is whole: {checked.files} files have their checksums, {checked.phrases} phrases are counted"
        f" right, {checked.paragraphs} paragraphs are as in the speeches (--seed {checked.seed})",
    )


@click.command("status", help="现在用的是哪一代索引，何时建立，多大，有多少内容，与 SEEDS 里现在的讲话稿差在哪里。")
@click.argument("seeds", type=click.Path(path_type=Path), required=False)
@index_option
@json_option
def status_command(seeds: Path | None, index: Path, as_json: bool) -> None:
    with errors_shown():
        found = status(index, seeds)
    if as_json:
        print_json(found)
        return
    for line in _state(found):
        show(line.zh, line.en)


def _state(found: Status) -> Iterator[Message]:
    built, since = _local(found.built), _local(found.since)
    yield Message(
        f"{found.generation}，{built} 建立，{since} 启用：{found.speeches} 篇，{found.paragraphs} 段，"
        f"{found.characters} 字",
        f"{found.generation}, built {built}, live since {since}: {found.speeches} speeches, "
        f"{found.paragraphs} paragraphs, {found.characters} characters",
    )
    yield Message(
        f"{_megabytes(found.bytes)}，{found.segments} 个分段；整个文件夹 {_megabytes(found.disk)}，"
        f"{'还留着 ' + '、'.join(found.kept) if found.kept else '没有更早的一代'}",
        f"{_megabytes(found.bytes)} in {found.segments} segments; the whole folder {_megabytes(found.disk)};"
        f" also kept: {', '.join(found.kept) or 'none'}",
    )
    versions = "、".join(f"{name} {number}" for name, number in found.versions.items())
    yield Message(f"建立时的版本：{versions}", f"Built with {versions.replace('、', ', ')}")
    if found.writer:
        by, when = found.writer, _local(found.writer.since)
        yield Message(
            f"正在写：进程 {by.pid}（{by.host} 上的 {by.command}，{when} 开始）",
            f"Being written by process {by.pid} ({by.command} on {by.host}, since {when})",
        )
    yield from _difference(found)


def _difference(found: Status) -> Iterator[Message]:
    if found.difference is None:
        unread = found.unread or Message("", "")
        yield Message(f"没有与讲话稿比较：{unread.zh}", f"Not compared with the speeches: {unread.en}")
    elif found.difference:
        yield from _changed(found.difference)
        yield Message(
            f"索引与“{found.source}”不同，请重新建立：speechsearch build",
            f"The index differs from “{found.source}”; build again: speechsearch build",
        )
    else:
        yield Message(f"与“{found.source}”里的讲话稿一致", f"As the speeches in “{found.source}” are")


def _changed(difference: Difference) -> Iterator[Message]:
    for label, names in _kinds(difference.changes):
        if names:
            first = "、".join(names[:MOST_NAMES]) + ("……" if len(names) > MOST_NAMES else "")
            yield Message(f"{label.zh} {len(names)} 个文件：{first}", f"{label.en}: {len(names)} ({first})")
    if difference.words:
        yield Message("词典、同义词或分词有改动", "The dictionary, synonyms or the way words are cut have changed")
    if difference.reading:
        yield Message("样式文件或程序有改动", "The corpus's patterns or this program have changed")


def _kinds(changes: Changes) -> Iterator[tuple[Message, Sequence[str]]]:
    yield Message("新增", "Added"), changes.added
    yield Message("改动", "Changed"), changes.changed
    yield Message("移走", "Removed"), changes.removed
    yield Message("改名", "Moved"), [f"{old} → {new}" for old, new in changes.moved]


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
