"""What was measured as tables: for the terminal, or Markdown."""

from collections.abc import Iterator

from benchmarks.budget.run import AT_ONCE, Budget
from benchmarks.report.table import Row, aligned, listed, milliseconds, piped


def budget_text(budget: Budget) -> str:
    """For the terminal."""
    return "\n\n".join([_about(budget), *map(aligned, _tables(budget)), "\n".join(_notes(budget))])


def budget_markdown(budget: Budget) -> str:
    """For the documents."""
    return "\n\n".join([_about(budget), *map(piped, _tables(budget)), listed(_notes(budget))])


def _about(budget: Budget) -> str:
    return " · ".join(f"{name}: {value}" for name, value in budget.about.items())


def _tables(budget: Budget) -> list[list[Row]]:
    views = [["view", "first, ms", "usual, ms", "slowest, ms", "private memory more, MB"]]
    for view in budget.views:
        times = map(milliseconds, (view.first, view.usual, view.slowest))
        views.append([view.name, *times, f"{view.more / 1e6:.0f}"])
    first = [["first answer, ms", "after a start", "after an update"]]
    for name, started in budget.started.items():
        first.append([name, milliseconds(started), milliseconds(budget.updated[name])])
    commands = [["command", "s", "processor, s", "most memory, MB"]]
    commands += [
        [one.name, f"{one.seconds:.2f}", f"{one.processor:.2f}", f"{one.memory / 1e6:.0f}"] for one in budget.commands
    ]
    memory = [
        ["server after so many requests", *(f"{requests:,}" for requests, _ in budget.memory)],
        ["private memory, MB", *(f"{seen.private / 1e6:.0f}" for _, seen in budget.memory)],
        ["mapped files, MB", *(f"{seen.mapped / 1e6:.0f}" for _, seen in budget.memory)],
    ]
    return [views, first, commands, memory]


def _notes(budget: Budget) -> Iterator[str]:
    parallel = budget.parallel
    answered = ", ".join(f"{count} × {status}" for status, count in parallel.statuses.items())
    yield (
        f"{AT_ONCE} at once ask for different repeated phrases of a server that was just started: {answered}; it has "
        f"{parallel.private / 1e6:.0f} MB of its own at most, {parallel.resident / 1e6:.0f} MB with mapped files; the slowest "
        f"search meanwhile takes {milliseconds(parallel.search)} ms."
    )
    yield f"The mixed requests are of all views in turn; {budget.refused} of them were asked to come again (503)."
    yield "Private memory is the process's own (RssAnon); mapped are pages of the index, which the system may take back."
    yield "The memory of a command has the pages of the index that it read."
