"""What was measured, as tables for the terminal or in Markdown."""

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.cluster.page_run import Costs, Measured, Timed
from benchmarks.report.table import Row, aligned, listed, milliseconds, piped, times


def as_text(measured: Measured) -> str:
    """For the terminal."""
    return "\n\n".join([_about(measured), *map(aligned, _tables(measured)), "\n".join(_notes(measured))])


def as_markdown(measured: Measured) -> str:
    """For the documents."""
    return "\n\n".join([_about(measured), *map(piped, _tables(measured)), listed(_notes(measured))])


def _about(measured: Measured) -> str:
    return " · ".join(f"{name}: {value}" for name, value in measured.about.items())


def _tables(measured: Measured) -> list[list[Row]]:
    head = ["ms, p50 / p95", "embedded", "cluster", "p50, cluster ÷ embedded", "requests, p50 (most)"]
    return [[*_costs(measured.costs)], [head, *map(_row, filter(lambda one: one.cluster, measured.classes))]]


def _costs(costs: Costs) -> Iterator[Row]:
    yield ["", "embedded", "cluster", "beside it"]
    yield ["build, and then publish, s", f"{costs.build:.0f}", f"{costs.publish:.0f}", ""]
    yield ["one speech changed, s", f"{costs.update:.1f}", f"{costs.publish_update:.1f}", ""]
    sizes = (costs.index, costs.in_cluster, costs.beside)
    yield ["index, MB", *(f"{size / 1e6:.0f}" for size in sizes)]
    yield ["bytes a paragraph", *(f"{size / costs.paragraphs:,.0f}" for size in sizes)]
    yield ["÷ text", *(f"{size / costs.text:.2f}" for size in sizes)]


def _row(timed: Timed) -> Row:
    own, other = float(np.median(timed.embedded)), float(np.median(timed.cluster))
    requests = f"{np.median(timed.requests):.0f} ({max(timed.requests)})"
    return [timed.name, _both(timed.embedded), _both(timed.cluster), times(other / own), requests]


def _both(measured: Sequence[float]) -> str:
    return " / ".join(milliseconds(float(one)) for one in np.percentile(measured, [50, 95]))


def _notes(measured: Measured) -> Iterator[str]:
    asked = sum(len(one.cluster) for one in measured.classes)
    differing = sum(one.differing for one in measured.classes)
    yield f"{asked:,} questions, each asked once of both by turns; {differing} answers were not the same."
    yield "Neither remembers anything that was asked before, nor does the node (its cache of answers is off)."
    yield "Seconds are those of the clock: the cluster works in a process of its own, on the same cores."
    yield f"{measured.costs.paragraphs:,} paragraphs, {measured.costs.text / 1e6:.1f} MB of text."
