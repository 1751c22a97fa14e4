"""Results under load as tables: for the terminal, or Markdown."""

from collections.abc import Iterator

from benchmarks.http.results import Level, LoadResults, Times, growth
from benchmarks.report.table import Row, aligned, listed, milliseconds, piped, times

SHOWN = 11  # rows of memory at most


def load_text(results: LoadResults) -> str:
    """For the terminal."""
    return "\n\n".join([_about(results), *map(aligned, _tables(results)), "\n".join(_notes(results))])


def load_markdown(results: LoadResults) -> str:
    """For docs/measurements.md."""
    return "\n\n".join([_about(results), *map(piped, _tables(results)), listed(_notes(results))])


def _about(results: LoadResults) -> str:
    return " · ".join(f"{name}: {value}" for name, value in results.about.items() if value)


def _tables(results: LoadResults) -> list[list[Row]]:
    return [_levels(results), _kinds(results), _memory(results)]


def _levels(results: LoadResults) -> list[Row]:
    heads = ["clients", "site: p50 / p95 / p99 ms", "requests/s", "errors"]
    heads += ["hello: p50 / p95 / p99 ms", "requests/s", "errors", "site ÷ hello at p50 (p95)"]
    rows = [heads]
    for site, hello in zip(results.site, results.hello, strict=True):
        ratios = f"{times(site.times.p50 / hello.times.p50)} ({times(site.times.p95 / hello.times.p95)})"
        rows.append([str(site.clients), *_server(site), *_server(hello), ratios])
    return rows


def _server(level: Level) -> Row:
    return [_cell(level.times), f"{level.per_second:,.0f}", str(level.errors)]


def _cell(one: Times) -> str:
    return " / ".join(map(milliseconds, (one.p50, one.p95, one.p99)))


def _kinds(results: LoadResults) -> list[Row]:
    """A row for each kind of request, a column for each number of clients."""
    rows = [["ms: p50 / p95 / p99", "requests", *(f"{level.clients} at once" for level in results.site)]]
    for kind, first in results.site[0].kinds.items():
        rows.append([kind, str(first.requests), *(_cell(level.kinds[kind]) for level in results.site)])
    return rows


def _memory(results: LoadResults) -> list[Row]:
    seen = results.memory
    every = max(1, -(-(len(seen) - 1) // (SHOWN - 1)))
    shown = [one for place, one in enumerate(seen) if place % every == 0 or one is seen[-1]]
    return [
        ["server after so many requests", *(f"{one.requests:,}" for one in shown)],
        ["memory, MB", *(f"{one.resident / 1e6:.1f}" for one in shown)],
        ["… files' pages left out", *(f"{one.anonymous / 1e6:.1f}" for one in shown)],
    ]


def _notes(results: LoadResults) -> Iterator[str]:
    yield "hello is one line from Flask on the server of the site, asked as often, part by part in turn with the site."
    yield "A client is an h2load of its own with one connection, which asks for the next address when it has the answer to the last."
    yield "At each number of clients every address is asked for once. An error is an answer that is not 200, or none."
    yield (
        f"Memory: {results.memory[-1].requests:,} requests by {results.memory_clients} clients, {results.memory_errors} errors; in the second half "
        f"it grew by {growth(results.memory) * 1000 / 1e6:.3f} MB per 1,000 requests, files' pages left out."
    )
