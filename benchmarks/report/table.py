"""Results as tables: aligned for the terminal, or Markdown."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.measure.query import NEARNESS
from benchmarks.report.results import Ratio, Results, Size, Timing
from searchui.cli.text_table import width

Row = list[str]
NONE = "–"


def as_text(results: Results) -> str:
    """For the terminal."""
    return "\n\n".join([about(results), *map(aligned, _tables(results)), "\n".join(notes(results))])


def as_markdown(results: Results) -> str:
    """For docs/measurements.md."""
    return "\n\n".join([about(results), *map(piped, _tables(results)), listed(notes(results))])


def _tables(results: Results) -> list[list[Row]]:
    engines = list(results.engines)
    heads = [f"{name} (part)" if results.limited(name) else name for name in engines]
    building = [["building", *heads]]
    building += measured(list(results.engines.values()))
    asking = [["ms: p50 / p95 / p99 (p50 relative)", *heads]]
    for name, timings in results.classes.items():
        asking.append([name, *(_cell(timings[one], results.relative(name, one)) for one in engines)])
    return [building, asking, *([_against(results)] if results.peers else [])]


def measured(sizes: Sequence[Size]) -> list[Row]:
    """A row for each measure of an index, its name first; none where nothing was measured."""
    rows = [[title, *map(one, sizes)] for title, one in _MEASURES]
    return [row for row in rows if set(row[1:]) != {NONE}]


def _against(results: Results) -> list[Row]:
    """The subject relative to each of its peers."""
    own, peers = results.subject, results.peers
    speed = results.engines[own].speed
    rows = [[f"{own} ÷ … at p50 (p95)", *peers]]
    rows.append(["build, MB/s", *(times(speed / results.engines[peer].speed) for peer in peers)])
    rows += [[name, *(_pair(results.ratio(name, own, peer)) for peer in peers)] for name in results.classes]
    return rows


def _pair(ratio: Ratio) -> str:
    if ratio.p50 is None or ratio.p95 is None:
        return NONE
    return f"{times(ratio.p50)} ({times(ratio.p95)})"


_MEASURES: tuple[tuple[str, Callable[[Size], str]], ...] = (
    ("paragraphs", lambda size: f"{size.paragraphs:,}"),
    ("text, MB", lambda size: f"{size.text / 1e6:.1f}"),
    ("build, s", lambda size: f"{size.seconds:.1f}"),
    ("build, MB/s", lambda size: f"{size.speed:.2f}"),
    ("build, peak memory, MB", lambda size: f"{size.peak / 1e6:.0f}"),
    ("index ÷ text", lambda size: f"{size.ratio:.2f}"),
    ("opening, ms", lambda size: f"{size.open_ms:.1f}"),
    ("searching, peak memory, MB", lambda size: _mb(size.searching.peak if size.searching else None)),
    ("… files' pages left out", lambda size: _mb(size.searching.anonymous if size.searching else None)),
)


def _mb(size: int | None) -> str:
    return NONE if size is None else f"{size / 1e6:.0f}"


def _cell(timing: Timing, relative: float | None) -> str:
    if timing.wrong:
        return f"wrong on {timing.wrong} of {timing.queries}"
    if not timing.queries:
        return NONE
    if timing.p50 is None or timing.p95 is None or timing.p99 is None:
        return "no queries"
    all_three = " / ".join(milliseconds(one) for one in (timing.p50, timing.p95, timing.p99))
    return all_three if relative is None else f"{all_three} ({times(relative)})"


def listed(lines: Iterable[str]) -> str:
    """A list in Markdown."""
    return "\n".join(f"- {line}" for line in lines)


def milliseconds(value: float) -> str:
    """Three digits that count."""
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def times(ratio: float) -> str:
    """How many times as long, or as much."""
    return f"×{ratio:.3f}" if ratio < 0.1 else f"×{ratio:.2f}" if ratio < 10 else f"×{ratio:.0f}"


def about(results: Results) -> str:
    """On what and with what it ran."""
    return " · ".join(f"{name}: {value}" for name, value in results.about.items() if value)


def notes(results: Results) -> Iterator[str]:
    """What must be known to read the tables rightly."""
    yield f"(×…) is the median relative to {results.baseline}'s, at the end to the engine above; below 1 is faster."
    yield from conditions(results)


def conditions(results: Results) -> Iterator[str]:
    """What was measured, and how."""
    yield "A page is ten hits, the exact total, counts by year, and the ten texts with marks, on every side."
    yield "The number after “phrase of” and “count only” is its characters; count only is the number of paragraphs alone."
    yield "MB is a million bytes, of text in UTF-8."
    yield (
        "ours: built as its command does by itself, a process for each core, files read and parsed included "
        f"({results.parsing_seconds:.1f} s by itself in one process); the others are handed paragraphs, folded, one by one."
    )
    yield (
        "tantivy: two-character grams as tokens, with positions, the tokens of our character layer; for phrases of one "
        "character it would need a field more."
    )
    yield (
        "tantivy-chars: every character a token, with positions. Both: our words, cut beforehand, which their time includes; "
        "the text stored; marks by looking for what was asked, which is quicker than its own snippets."
    )
    yield "ours-defaults: with what means the same, and what says the same shown once, as users get it; it finds more than the others."
    yield (
        "Peak memory is that of all processes of a build together, looked at four times a second or less; mapped pages count. "
        "Opening is the median of five, modules and jieba's dictionary loaded and files cached."
    )
    yield f"A wildcard is one ? or one *; near each other are two parts with at most {NEARNESS} characters between. Only ours and scan can."
    yield "A word: ours finds it as jieba's word or verbatim, tantivy and whoosh as jieba's word, fts5 and scan verbatim."
    yield "An engine that is wrong on any query of a class is not timed on it. fts5 reads everything for one or two characters."
    for name, size in results.engines.items():
        if results.limited(name):
            yield f"{name} is given the first {size.paragraphs:,} paragraphs only, so its times are lower than they would be."


def aligned(rows: Sequence[Row]) -> str:
    """Columns under one another; a Chinese character is two wide."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def piped(rows: Sequence[Row]) -> str:
    """A table in Markdown."""
    head, *body = rows
    lines = [head, ["---", *("---:" for _ in head[1:])], *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
