"""Results as tables: aligned for the terminal, or Markdown."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from benchmarks.results import Results, Size, Timing

Row = list[str]


def as_text(results: Results) -> str:
    """For the terminal."""
    return "\n\n".join([_about(results), *map(_aligned, _tables(results)), "\n".join(_notes(results))])


def as_markdown(results: Results) -> str:
    """For the README."""
    notes = "\n".join(f"- {note}" for note in _notes(results))
    return "\n\n".join([_about(results), *map(_piped, _tables(results)), notes])


def _tables(results: Results) -> list[list[Row]]:
    engines = list(results.engines)
    heads = [f"{name} (part)" if results.limited(name) else name for name in engines]
    building = [["building", *heads]]
    building += [[title, *(one(results.engines[name]) for name in engines)] for title, one in _MEASURES]
    asking = [["ms: p50 / p95 / p99 (p50 relative)", *heads]]
    for name, timings in results.classes.items():
        asking.append([name, *(_cell(timings[one], results.relative(name, one)) for one in engines)])
    return [building, asking]


_MEASURES: tuple[tuple[str, Callable[[Size], str]], ...] = (
    ("paragraphs", lambda size: f"{size.paragraphs:,}"),
    ("text, MB", lambda size: f"{size.text / 1e6:.1f}"),
    ("build, s", lambda size: f"{size.seconds:.1f}"),
    ("build, MB/s", lambda size: f"{size.speed:.2f}"),
    ("peak memory, MB", lambda size: f"{size.peak / 1e6:.0f}"),
    ("index ÷ text", lambda size: f"{size.ratio:.2f}"),
    ("opening, ms", lambda size: f"{size.open_ms:.1f}"),
)


def _cell(timing: Timing, relative: float | None) -> str:
    if timing.wrong:
        return f"wrong on {timing.wrong} of {timing.queries}"
    if timing.p50 is None or timing.p95 is None or timing.p99 is None:
        return "no queries"
    times = " / ".join(_ms(one) for one in (timing.p50, timing.p95, timing.p99))
    return times if relative is None else f"{times} ({_times(relative)})"


def _ms(value: float) -> str:
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _times(ratio: float) -> str:
    return f"×{ratio:.2f}" if ratio < 10 else f"×{ratio:.0f}"


def _about(results: Results) -> str:
    return " · ".join(f"{name}: {value}" for name, value in results.about.items() if value)


def _notes(results: Results) -> Iterator[str]:
    """What must be known to read the tables rightly."""
    yield "A page is ten hits, the exact total, counts by year, and the ten texts with marks, on every side."
    yield "The number after “phrase of” and “count only” is its characters; count only is the number of paragraphs alone."
    yield f"(×…) is the median relative to {results.baseline}'s; below 1 is faster. MB is a million bytes of UTF-8 text."
    yield (
        "ours: building includes reading and parsing the files "
        f"({results.parsing_seconds:.1f} s by itself in one process); the others are handed paragraphs, folded, one by one."
    )
    yield "tantivy: words cut beforehand by rjieba, which its time includes; two-character grams with positions; its marks are by character."
    yield "A word: ours finds it as jieba's word or verbatim, tantivy and whoosh as jieba's word, fts5 and scan verbatim."
    yield "An engine that is wrong on any query of a class is not timed on it. fts5 reads everything for one or two characters."
    for name, size in results.engines.items():
        if results.limited(name):
            yield f"{name} is given the first {size.paragraphs:,} paragraphs only, so its times are lower than they would be."


def _aligned(rows: Sequence[Row]) -> str:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _piped(rows: Sequence[Row]) -> str:
    head, *body = rows
    lines = [head, ["---", *("---:" for _ in head[1:])], *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
