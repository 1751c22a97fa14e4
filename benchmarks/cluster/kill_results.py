"""What came of killing nodes, as data and as a table."""

from collections.abc import Iterator, Sequence

import msgspec

from benchmarks.report.table import Row

HEAD = [
    "killed while",
    "which node",
    "what was interrupted",
    "published after, s (tries)",
    "answers right",
    "errors",
    "wrong",
    "longest until an answer, s",
    "compared in the end",
    "not the same",
]


class Trial(msgspec.Struct, frozen=True):
    """One kill. `interrupted` is how the publication ended in whose course it came, "" where none ran; `kept`: after one
    that failed, the generation before was live. `tries` more and `seconds` it took from the kill on to publish.

    Readers meanwhile were answered `right` and `wrong` so often, met so many `errors`, and waited `longest` seconds.
    In the end so much was `compared`, and so much was `differing`.
    """

    when: str
    which: str
    interrupted: str
    kept: bool
    tries: int
    seconds: float
    right: int
    errors: int
    wrong: int
    longest: float
    compared: int
    differing: int

    @property
    def is_sound(self) -> bool:
        return self.kept and not self.wrong and not self.differing


def table(trials: Sequence[Trial]) -> list[Row]:
    """A row for each."""
    return [HEAD, *map(_row, trials)]


def _row(trial: Trial) -> Row:
    published = f"{trial.seconds:.0f} ({trial.tries})" if trial.interrupted else "–"
    counts = (f"{one:,}" for one in (trial.right, trial.errors, trial.wrong))
    end = (f"{trial.longest:.1f}", f"{trial.compared:,}", f"{trial.differing:,}")
    return [trial.when, trial.which, trial.interrupted or "–", published, *counts, *end]


def verdict(trials: Sequence[Trial]) -> Iterator[str]:
    """What must be known to read the table, and whether all is as it has to be."""
    yield "An error is what a reader is told instead of an answer; it asks again at once, until it is answered."
    yield "Publishing is asked for once more in any case; where it went on all the same, that finds nothing to do."
    yield "Compared in the end: counts of random phrases, and every paragraph, with the embedded engine's."
    unsound = [f"{trial.when}, {trial.which}" for trial in trials if not trial.is_sound]
    yield f"Not as it has to be: {'; '.join(unsound)}." if unsound else "No answer was wrong, and nothing was lost."
