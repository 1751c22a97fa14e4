"""Commands that look after an index: check, status. Data goes to stdout, notes to stderr."""

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click
import msgspec

from indexer.build.report_text import census_line
from indexer.build.status import Difference, Status, status
from indexer.check import SAMPLE, Check, check, repair
from indexer.cli.index_location import index_option
from indexer.cli.localized import command, option
from indexer.cli.terminal import (
    EXIT_PROBLEMS,
    errors_shown,
    json_option,
    megabytes,
    print_json,
    say,
    show,
    wait_option,
)
from indexer.i18n import N_, Message, _, joined, n_, units
from indexer.store.file_diff import Changes

_NOT_CHECKED = _("还没有把每个文件都读过一遍；开着网页或监视讲话稿时会慢慢去读，也可以用 speechsearch check")
MAX_NAMES = 3  # files of one kind that are named


@command("check", help=N_("检查索引有没有损坏、答得对不对。SEEDS 是讲话稿所在；不写则用建立时的那个文件夹。"))
@click.argument("seeds", type=click.Path(path_type=Path), required=False)
@index_option
@option(
    "--repair", "with_repair", is_flag=True, help=N_("有问题就按讲话稿重新建立；讲话稿不在了，就改用完好的上一代。")
)
@option("--sample", type=click.IntRange(0), default=SAMPLE, show_default=True, help=N_("抽查多少段。"))
@option("--seed", type=click.IntRange(0), help=N_("抽查哪些段由它决定；不写则每次不同。"))
@wait_option
@json_option
def check_command(
    seeds: Path | None, index: Path, with_repair: bool, sample: int, seed: int | None, wait: float, as_json: bool
) -> None:
    with errors_shown():
        checked = check(index, seeds, sample=sample, seed=seed)
        if with_repair and checked.problems:
            _tell(checked, as_json)
            done = repair(index, seeds, jobs=os.cpu_count() or 1, wait=wait)
            say(done)
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
        show(line)
    for note in checked.notes:
        say(note)


def _result(checked: Check) -> Iterator[Message]:
    for problem in checked.problems:
        yield _("{name}：{reason}", name=problem.file, reason=problem.message)
    if checked.problems:
        count = len(checked.problems)
        yield n_("{n} 处有问题。修复：speechsearch check --repair", count)
        return
    yield _(
        "{generation} 完好：{files}的校验值都对，{phrases}的次数都对，{paragraphs}与讲话稿一致（--seed {seed}）",
        generation=checked.generation,
        files=units.files(checked.files),
        phrases=n_("{n} 个词句", checked.phrases),
        paragraphs=units.paragraphs(checked.paragraphs),
        seed=str(checked.seed),
    )
    if checked.census:
        yield census_line(checked.census)


@command("status", help=N_("现在用的是哪一代索引，何时建立，多大，有多少内容，与 SEEDS 里现在的讲话稿差在哪里。"))
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
        show(line)


def _state(found: Status) -> Iterator[Message]:
    built, since = _local(found.built), _local(found.since)
    yield _(
        "{generation}，{built} 建立，{since} 启用：{speeches}，{paragraphs}，{characters}",
        generation=found.generation,
        built=built,
        since=since,
        speeches=units.speeches(found.speeches),
        paragraphs=units.paragraphs(found.paragraphs),
        characters=units.characters(found.characters),
    )
    kept = _("还留着 {kept}", kept=joined(_("、"), found.kept)) if found.kept else _("没有更早的一代")
    yield _(
        "{size}，{segments}；整个文件夹 {disk}，{kept}",
        size=megabytes(found.bytes),
        segments=n_("{n} 个分段", found.segments),
        disk=megabytes(found.disk),
        kept=kept,
    )
    yield _("{when} 起，每个文件都读过一遍，都完好", when=_local(found.checked)) if found.checked else _NOT_CHECKED
    versions = joined(_("、"), [f"{name} {number}" for name, number in found.versions.items()])
    yield _("建立时的版本：{versions}", versions=versions)
    if found.writer:
        by, when = found.writer, _local(found.writer.since)
        yield _(
            "正在写：进程 {pid}（{host} 上的 {command}，{when} 开始）",
            pid=str(by.pid),
            host=by.host,
            command=by.command,
            when=when,
        )
    yield from _difference(found)


def _difference(found: Status) -> Iterator[Message]:
    if found.difference is None:
        yield _("没有与讲话稿比较：{reason}", reason=found.unread or "")
    elif found.difference:
        yield from _changed(found.difference)
        yield _("索引与“{source}”不同，请重新建立：speechsearch build", source=found.source)
    else:
        yield _("与“{source}”里的讲话稿一致", source=found.source)


def _changed(difference: Difference) -> Iterator[Message]:
    for label, names in _kinds(difference.changes):
        if names:
            first = joined("", [joined(_("、"), names[:MAX_NAMES]), "……" if len(names) > MAX_NAMES else ""])
            yield _("{label} {files}：{first}", label=label, files=units.files(len(names)), first=first)
    if difference.words:
        yield _("词典、同义词或分词有改动")
    if difference.reading:
        yield _("样式文件或程序有改动")


def _kinds(changes: Changes) -> Iterator[tuple[Message, Sequence[str]]]:
    yield _("新增"), changes.added
    yield _("改动"), changes.changed
    yield _("移走"), changes.removed
    yield _("改名"), [f"{old} → {new}" for old, new in changes.moved]


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
