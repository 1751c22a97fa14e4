"""Commands that bring speeches into an index: build, update, watch. Data goes to stdout, notes and progress to stderr."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial, reduce
from pathlib import Path
from threading import Event
from typing import Any

import click

from indexer.build.pipeline import DEFAULT_MEMORY, MIN_MEMORY, BuildOptions, Report, build, update
from indexer.build.report_text import counts, findings
from indexer.build.watch import REST, Outcome, watch
from indexer.cli.build_progress import work_shown
from indexer.cli.cluster_options import ClusterOptions, cluster_options
from indexer.cli.index_location import own_index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import (
    DEFAULT_SEEDS,
    EXIT_PROBLEMS,
    errors_shown,
    json_option,
    print_json,
    say,
    wait_option,
)
from indexer.errors import CorpusError, IndexUnusableError
from indexer.i18n import N_, _
from indexer.store import Generation
from indexer.store.scrub import scrubbing

Command = Callable[..., None]
seeds_argument: Callable[[Any], Any] = click.argument("seeds", type=click.Path(path_type=Path), default=DEFAULT_SEEDS)
OPTIONS: tuple[Callable[[Any], Any], ...] = (
    own_index_option,
    option(
        "--keep-versions", is_flag=True, help=N_("同一篇讲话有几份就收录几份；不写则只收录最好的一份，其余只列出。")
    ),
    option(
        "--jobs",
        type=click.IntRange(1),
        default=os.cpu_count() or 1,
        show_default=N_("处理器的个数"),
        help=N_("大的语料同时用几个进程建立。"),
    ),
    option(
        "--memory",
        type=click.IntRange(MIN_MEMORY),
        default=DEFAULT_MEMORY,
        show_default=True,
        metavar="MB",
        help=N_("建立时大约用多少内存（兆字节）。"),
    ),
    option(
        "--user-dict",
        type=click.Path(path_type=Path),
        help=N_("用户词典，每行一个词；不写则用 SEEDS 里的 user_dict.txt 或 用户词典.txt。"),
    ),
    option(
        "--synonyms",
        type=click.Path(path_type=Path),
        help=N_("同义词，每行一组，用逗号隔开；不写则用 SEEDS 里的 synonyms.txt 或 同义词.txt。"),
    ),
)


def build_options(command: Command) -> Command:
    """The options that all three commands have."""
    decorated: Command = reduce(lambda inner, option: option(inner), reversed(OPTIONS), seeds_argument(command))
    return decorated


@command("build", help=N_("读取 SEEDS 文件夹里的讲话稿，重新建立整个索引；建好之前，旧索引照常可用。"))
@build_options
@cluster_options
@wait_option
@json_option
def build_command(seeds: Path, index: Path, as_json: bool, cluster: ClusterOptions, **options: Any) -> None:
    with errors_shown():
        cluster.check()
        with work_shown() as progress:
            report = build(seeds, index, BuildOptions(**options), **progress)
        cluster.publish(index, anew=True)
    _show(report, as_json)


@command("update", help=N_("只读 SEEDS 里新增、改动、移动、删去的讲话稿，更新索引；结果与重新建立的完全一样。"))
@build_options
@cluster_options
@option("--rehash", is_flag=True, help=N_("不看文件的大小和时间，把每个文件都读一遍，看内容变了没有。"))
@wait_option
@json_option
def update_command(
    seeds: Path, index: Path, rehash: bool, as_json: bool, cluster: ClusterOptions, **options: Any
) -> None:
    with errors_shown():
        cluster.check()
        with work_shown() as progress:
            report = update(seeds, index, BuildOptions(**options), **progress, trust_stamps=not rehash)
        cluster.publish(index)
    _show(report, as_json)


def _show(report: Report, as_json: bool) -> None:
    if as_json:
        print_json(report)
    else:
        click.echo("\n".join(line.text(language()) for line in counts(report)))
    for line in findings(report):
        say(line)
    if report.skipped:
        sys.exit(EXIT_PROBLEMS)


@command("watch", help=N_("监视 SEEDS：讲话稿有了改动，等安静下来就更新索引，直到按 Ctrl+C。"))
@build_options
@cluster_options
@option(
    "--rest",
    type=click.FloatRange(0.05, 60),
    default=REST,
    show_default=True,
    metavar="SECONDS",
    help=N_("改动之后安静多少秒才更新。"),
)
@option("--poll", is_flag=True, help=N_("自己定时去看有没有改动；网络盘等系统不通知改动的地方用。"))
def watch_command(seeds: Path, index: Path, rest: float, poll: bool, cluster: ClusterOptions, **options: Any) -> None:
    with errors_shown():
        cluster.check()
        if not seeds.is_dir():
            raise CorpusError.missing(seeds)
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        say(_("正在监视“{seeds}”（按 Ctrl+C 结束）", seeds=seeds))
        updating = partial(_update, cluster, seeds, index, BuildOptions(**options), partial(_go_on, stop))
        with suppress(KeyboardInterrupt), scrubbing(index, _tell_damage):
            watch(seeds, updating, _tell, stop, rest=rest, poll=poll)


def _update(
    cluster: ClusterOptions, seeds: Path, index: Path, options: BuildOptions, recognising: Callable[..., None]
) -> Report:
    report = update(seeds, index, options, recognising=recognising)
    cluster.publish(index)
    return report


def _go_on(stop: Event, *_page: object) -> None:
    """After each page of a scan, which takes seconds: raises KeyboardInterrupt where the user has asked to stop."""
    if stop.is_set():
        raise KeyboardInterrupt


def _tell_damage(generation: Generation, file: str) -> None:
    """The next update builds it again; what is none of its own files is made again when it is asked for."""
    if file in generation.manifest.checksums:
        say(IndexUnusableError.damaged(f"{generation.folder.name}/{file}").message)


def _tell(outcome: Outcome) -> None:
    """What an update gave, with the time; nothing of one that found nothing changed."""
    at = datetime.now().astimezone().strftime("%H:%M:%S")
    if isinstance(outcome, Report):
        if outcome.changes is None or outcome.changes:
            click.echo("\n".join(f"{at} {line.text(language())}" for line in counts(outcome)))
            for line in findings(outcome):
                say(line)
    else:
        say(_("{at} 没有更新：{reason}", at=at, reason=outcome.message))
