"""The cost as work grows, as one picture: a small panel for each thing measured, all axes logarithmic."""

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.report.picture import COLOURS
from benchmarks.report.results import Results

COLUMNS = 5
PANEL = (2.6, 2.1)  # inches
SHORT = 100  # times from one end of an axis to the other
SOLID, DASHED = "-", (0, (2, 1.5))
DARKER = {"tantivy-chars": "#1d6b3a"}  # beside tantivy, whose blue it has elsewhere

Value = Callable[[Results, str], float | None]


class _Panel(NamedTuple):
    """What is drawn: `first` as a solid line and, where there is one, `second` as a dashed one."""

    title: str
    unit: str
    first: Value
    second: Value | None = None


def draw_growth(runs: Sequence[Results], file: Path) -> None:
    """Write the picture; the suffix says in what format. Raises ImportError where matplotlib is missing."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    panels = [*_MEASURES, *map(_of_class, runs[-1].classes)]
    rows = -(-len(panels) // COLUMNS)
    with rc_context({"svg.fonttype": "none", "font.size": 8, "font.family": ["DejaVu Sans", "sans-serif"]}):
        figure = Figure(figsize=(COLUMNS * PANEL[0], rows * PANEL[1] + 0.9), layout="constrained")
        grid: Any = figure.subplots(rows, COLUMNS, squeeze=False, sharex=True)
        places = list(chain.from_iterable(grid))
        for axes, panel in zip(places, panels, strict=False):
            _draw(axes, panel, runs)
        for axes in places[len(panels) :]:
            axes.set_visible(False)
        _dress(figure, runs, places[len(panels) - COLUMNS : len(panels)])
        figure.savefig(file, dpi=110)


def _of_class(name: str) -> _Panel:
    return _Panel(
        name,
        "ms",
        lambda run, engine: run.classes[name][engine].p50,
        lambda run, engine: run.classes[name][engine].p95,
    )


def _searching(run: Results, engine: str) -> float | None:
    memory = run.engines[engine].searching
    return memory.peak / 1e6 if memory else None


_MEASURES = (
    _Panel("build", "s", lambda run, engine: run.engines[engine].seconds),
    _Panel(
        "peak memory (dashed: searching)",
        "MB",
        lambda run, engine: run.engines[engine].peak / 1e6,
        _searching,
    ),
    _Panel("index on disk", "MB", lambda run, engine: run.engines[engine].index / 1e6),
    _Panel("opening", "ms", lambda run, engine: run.engines[engine].open_ms),
)


def _draw(axes: Any, panel: _Panel, runs: Sequence[Results]) -> None:
    for engine in runs[-1].engines:
        _line(axes, [(run.paragraphs, panel.first(run, engine)) for run in runs], engine, SOLID)
        if panel.second:
            _line(axes, [(run.paragraphs, panel.second(run, engine)) for run in runs], engine, DASHED)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.margins(y=0.15)
    _tick(axes)
    axes.set_title(panel.title, fontsize=8.5)
    axes.set_ylabel(panel.unit)
    axes.grid(which="major", color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def _tick(axes: Any) -> None:
    """Few ticks with plain numbers: at 1, 2 and 5 where the axis is short."""
    from matplotlib.ticker import LogLocator, NullLocator

    low, high = axes.get_ylim()
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high < SHORT * low else (1.0,), numticks=12))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter("{x:g}")


def _line(axes: Any, points: Sequence[tuple[int, float | None]], engine: str, style: Any) -> None:
    known = [(paragraphs, value) for paragraphs, value in points if value]
    axes.plot(
        [paragraphs for paragraphs, _ in known],
        [value for _, value in known],
        linestyle=style,
        marker="o",
        markersize=2.5,
        linewidth=1.2,
        color=DARKER.get(engine, COLOURS[engine]),
        label=engine if style == SOLID else "_",
    )


def _dress(figure: Any, runs: Sequence[Results], lowest: Sequence[Any]) -> None:
    for axes in lowest:
        axes.set_xlabel("paragraphs")
        axes.xaxis.set_tick_params(labelbottom=True)
        axes.set_xticks([run.paragraphs for run in runs], [_short(run.paragraphs) for run in runs])
        axes.minorticks_off()
    figure.suptitle(
        "Cost as the corpus grows; of queries p50 (solid) and p95 (dashed). Both axes logarithmic", fontsize=10
    )
    handles, labels = lowest[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False, fontsize=9)


def _short(number: int) -> str:
    return f"{number / 1e6:g}M" if number >= 1_000_000 else f"{number / 1e3:g}k" if number >= 1000 else str(number)
