"""Gaps: places where the source withholds text, by the patterns of data/gaps.toml."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from indexer.model import Line
from indexer.speech.table import table


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["kind"], re.compile("|".join(row["lines"]))) for row in table("gaps")["gap"])


def gap_kind(text: str) -> str | None:
    """The kind of gap that this line announces, or None for a line of the speech."""
    return next((kind for kind, pattern in _patterns() if pattern.fullmatch(text)), None)


def part_gaps(lines: Iterable[Line]) -> Iterator[tuple[str | None, list[Line]]]:
    """Lines one by one as `(None, [line])`; a run of gap lines of one kind together as `(kind, lines)`."""
    run: list[Line] = []
    run_kind: str | None = None
    for line in lines:
        kind = gap_kind(line.text)
        if run and kind != run_kind:
            yield run_kind, run
            run = []
        if kind is None:
            yield None, [line]
        else:
            run, run_kind = [*run, line], kind
    if run:
        yield run_kind, run
