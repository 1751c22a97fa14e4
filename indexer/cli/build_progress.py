"""How work goes on that takes long, as a build does: a progress bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from indexer.build.pipeline import Progress
from indexer.cli.localized import language
from indexer.i18n import Message, _

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

PARTS = {
    "reading": _("读取讲话稿"),
    "recognising": _("识别扫描件，按页计（可以随时中断，下次接着来）"),
    "indexing": _("建立索引"),
}


@contextmanager
def work_shown(parts: Mapping[str, Message] = PARTS) -> Iterator[dict[str, Progress]]:
    """For each part of the work, by its name: a progress bar on a terminal, a plain line now and then elsewhere."""
    labels = {name: label.text(language()) for name, label in parts.items()}
    if not sys.stderr.isatty():
        yield {name: _plain_progress(label) for name, label in labels.items()}
        return
    with ExitStack() as shown:
        bar: ProgressBar[str] | None = None  # not drawn before there is something to show

        def stage(label: str) -> Progress:
            def advance(done: int, total: int, path: str) -> None:
                nonlocal bar
                if bar is None:
                    bar = shown.enter_context(_bar())
                if bar.label != label:
                    bar.label, bar.pos, bar.finished = label, 0, False
                bar.length = total
                bar.update(done - bar.pos, path)

            return advance

        yield {name: stage(label) for name, label in labels.items()}


def _bar() -> "ProgressBar[str]":
    return click.progressbar(length=1, file=sys.stderr, item_show_func=lambda path: path or "", show_pos=True)


def _plain_progress(label: str) -> Progress:
    told = -1

    def advance(done: int, total: int, path: str) -> None:
        nonlocal told
        step = max(1, total // 10)
        if done // step > told or done == total:
            told = done // step
            click.echo(f"{label} {done}/{total} {path}".rstrip(), err=True)

    return advance
