"""Snapshots of made-up speeches, for tests of what is made from one."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from indexer.store.speech_catalogue import Entry
from searchui.search.snapshot import Snapshot


def snapshot_of(entries: Sequence[Entry], engine: Any = None, analysis: Any = None) -> Snapshot:
    """A snapshot with some speeches, and whatever else the test needs of an engine and an analysis."""
    return Snapshot(engine, SimpleNamespace(entries=entries), analysis)
