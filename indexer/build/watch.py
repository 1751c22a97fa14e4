"""Watching a corpus: when files have changed and then stayed unchanged for a while, the index is updated."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TypeAlias

import watchfiles

from indexer.build.report import Report
from indexer.errors import SpeechsearchError

REST = 1.0  # seconds without a change, by default; so copying a folder is one update, not one for each file
MAX_DELAY = 60.0  # seconds of continuous changes after which the index is updated all the same
LOOK_INTERVAL = 1.0  # seconds between two looks whether the folder is still there
MAX_RETRY = 10.0  # seconds between attempts while what hinders an update lasts
FULL_INTERVAL = 600.0  # seconds after which all files are checked anyway: the system may lose events

Outcome: TypeAlias = Report | SpeechsearchError


def watch(
    seeds: Path,
    update: Callable[[], Report],
    tell: Callable[[Outcome], None],
    stop: Event,
    *,
    rest: float = REST,
    poll: bool = False,
) -> None:
    """Call `update` now, and again whenever files under `seeds` have changed, until `stop` is set.

    `tell` gets the report of each call, or its error; after either the watch goes on. What fails by a cause that may
    pass, as another process that writes, is tried again, and told once. `poll`: look for changes at intervals, where
    the system reports none (network drives).
    """
    while not stop.is_set():
        retry = due = 0.0  # seconds until the next attempt; when the next call is due without any change
        for changed in _changes(seeds, stop, rest, poll):
            if changed or time.monotonic() >= due:
                outcome = _outcome(update)
                passing = isinstance(outcome, SpeechsearchError) and outcome.may_pass
                if not (retry and passing):
                    tell(outcome)
                retry = min(2 * retry or LOOK_INTERVAL, MAX_RETRY) if passing else 0.0
                due = time.monotonic() + (retry or FULL_INTERVAL)
        if not stop.is_set() and not seeds.is_dir():
            tell(_outcome(update))  # which says that the folder is not there
            while not seeds.is_dir() and not stop.wait(LOOK_INTERVAL):
                pass


def _outcome(update: Callable[[], Report]) -> Outcome:
    try:
        return update()
    except SpeechsearchError as error:
        return error


def _changes(seeds: Path, stop: Event, rest: float, poll: bool) -> Iterator[bool]:
    """Whether something has changed, every now and then; it ends when the folder is not there, or another one."""
    own = _number(seeds)
    if own is None:
        return
    events = watchfiles.watch(
        seeds,
        watch_filter=None,
        debounce=round(MAX_DELAY * 1000),
        step=round(rest * 1000),
        stop_event=stop,
        rust_timeout=round(LOOK_INTERVAL * 1000),
        yield_on_timeout=True,
        raise_interrupt=False,
        force_polling=poll or None,
        ignore_permission_denied=True,
    )
    for changes in events:
        if _number(seeds) != own:
            return
        yield bool(changes)


def _number(folder: Path) -> int | None:
    """What tells a folder from another of the same name; None where there is none."""
    return folder.stat().st_ino if folder.is_dir() else None
