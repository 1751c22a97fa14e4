"""Results as a picture: how long each engine takes relative to the baseline, by class."""

from pathlib import Path
from typing import Any

from benchmarks.report.results import Results

COLOURS = {
    "ours": "#c0392b",
    "ours-defaults": "#e59a91",
    "whoosh": "#7f8c8d",
    "tantivy": "#2c7fb8",
    "tantivy-chars": "#2c7fb8",
    "fts5": "#41ab5d",
    "scan": "#d9a441",
}
ROW = 0.62  # inches a class


def draw(results: Results, file: Path) -> None:
    """Write the picture; the suffix says in what format. Raises ImportError where matplotlib is missing."""
    from matplotlib.figure import Figure

    names, engines = list(results.classes), [one for one in results.engines if one != results.baseline]
    figure = Figure(figsize=(9.5, 1.8 + ROW * len(names)), layout="constrained")
    axes: Any = figure.subplots()
    height = 0.84 / max(1, len(engines))
    for place, engine in enumerate(engines):
        drawn = [(row, ratio) for row, name in enumerate(names) if (ratio := results.relative(name, engine))]
        offset = (place - (len(engines) - 1) / 2) * height
        bars = axes.barh(
            [row + offset for row, _ in drawn],
            [ratio - 1 for _, ratio in drawn],
            height,
            left=1,
            color=COLOURS[engine],
            label=f"{engine} (part of the corpus)" if results.limited(engine) else engine,
        )
        for bar, (_, ratio) in zip(bars, drawn, strict=True):
            _label(axes, bar, ratio)
    _dress(axes, results, names)
    figure.savefig(file, dpi=110)


def _label(axes: Any, bar: Any, ratio: float) -> None:
    faster = ratio < 1
    axes.annotate(
        f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}",
        (ratio, bar.get_y() + bar.get_height() / 2),
        xytext=(-3 if faster else 3, 0),
        textcoords="offset points",
        ha="right" if faster else "left",
        va="center",
        fontsize=7,
    )


def _dress(axes: Any, results: Results, names: list[str]) -> None:
    paragraphs = max(size.paragraphs for size in results.engines.values())
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.margins(x=0.08)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.axvline(1, color="black", linewidth=1)
    axes.grid(axis="x", which="major", color="#dddddd")
    axes.set_axisbelow(True)
    axes.set_xlabel(f"median time ÷ median time of {results.baseline} (no unit, log scale; left of 1 is faster)")
    axes.set_title(
        f"Time of a query relative to {results.baseline}, {paragraphs:,} paragraphs\n"
        "phrases and counts by number of characters; no bar: not timed, because some of its answers were wrong",
        fontsize=11,
    )
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=5, frameon=False)
