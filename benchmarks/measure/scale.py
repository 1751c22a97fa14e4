"""The cost as work grows: the same run over corpora of several sizes, each the beginning of the next."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.measure.run import Settings, Tell, run
from benchmarks.report.results import Results
from benchmarks.report.table import NONE, Row, about, aligned, conditions, listed, measured, milliseconds, piped, times


def grow(settings: Settings, sizes: Sequence[int], tell: Tell) -> Iterator[Results]:
    """A run for each number of paragraphs, smallest first; the memory of searching is looked at too."""
    for size in sorted(sizes):
        tell(f"{size:,} paragraphs")
        yield run(replace(settings, paragraphs=size, searching=True), tell)


def scale_text(runs: Sequence[Results]) -> str:
    """A table for each engine, for the terminal."""
    return "\n\n".join([about(runs[-1]), *map(aligned, _tables(runs)), "\n".join(_notes(runs))])


def scale_markdown(runs: Sequence[Results]) -> str:
    """A table for each engine, for docs/measurements.md."""
    return "\n\n".join([about(runs[-1]), *map(piped, _tables(runs)), listed(_notes(runs))])


def _tables(runs: Sequence[Results]) -> list[list[Row]]:
    return [_table(runs, engine) for engine in runs[-1].engines]


def _table(runs: Sequence[Results], engine: str) -> list[Row]:
    head, *rows = measured([run.engines[engine] for run in runs])
    rows += [[f"{name}, ms", *(_cell(run, name, engine) for run in runs)] for name in runs[-1].classes]
    return [[f"{engine}: {head[0]}", *head[1:]], *rows]


def _cell(run: Results, name: str, engine: str) -> str:
    timing = run.classes[name][engine]
    if timing.p50 is None or timing.p95 is None:
        return NONE
    both = f"{milliseconds(timing.p50)} / {milliseconds(timing.p95)}"
    if engine != run.subject:
        return both
    ratios = [run.ratio(name, engine, peer).p50 for peer in run.peers]
    return " ".join([both, *(f"({times(ratio)})" for ratio in ratios if ratio is not None)])


def _notes(runs: Sequence[Results]) -> Iterator[str]:
    last = runs[-1]
    yield "A column is a corpus, each the beginning of the next. Times of queries are p50 / p95."
    if last.peers:
        yield f"(×…) is the p50 of {last.subject} relative to {', then '.join(last.peers)}, of the same run."
    yield (
        "Searching is looked at in a process that does nothing else and asks every query once: the most memory that it had "
        "(VmHWM), and the most after any query besides pages of mapped files (RssAnon)."
    )
    yield from conditions(last)
