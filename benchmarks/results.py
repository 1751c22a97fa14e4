"""What a run found out, as data; written as JSON."""

import msgspec


class Size(msgspec.Struct, frozen=True):
    """An engine's index. Times in seconds and milliseconds, sizes in bytes.

    `paragraphs` of `text` bytes of UTF-8 were indexed; `index` holds the stored text too.
    """

    paragraphs: int
    text: int
    seconds: float
    peak: int
    index: int
    open_ms: float

    @property
    def speed(self) -> float:
        """MB (a million bytes) of text a second."""
        return self.text / 1e6 / self.seconds

    @property
    def ratio(self) -> float:
        """Index over text."""
        return self.index / self.text


class Timing(msgspec.Struct, frozen=True):
    """One engine on one class of queries: milliseconds at p50, p95 and p99, over `samples` calls.

    An engine that is `wrong` on any query is not timed: the times are None.
    """

    queries: int
    wrong: int
    samples: int = 0
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None


class Results(msgspec.Struct, frozen=True):
    """A whole run. `classes`: class → engine → timing. `about` says on what and with what it ran."""

    about: dict[str, str]
    baseline: str
    parsing_seconds: float
    engines: dict[str, Size]
    classes: dict[str, dict[str, Timing]]

    def relative(self, name: str, engine: str) -> float | None:
        """The median of an engine over the baseline's; None where either was not timed."""
        timings = self.classes[name]
        own = timings[engine].p50
        base = timings[self.baseline].p50 if self.baseline in timings else None
        return own / base if own is not None and base else None

    def limited(self, engine: str) -> bool:
        """Whether the engine was given only a part of the corpus."""
        return self.engines[engine].paragraphs < max(size.paragraphs for size in self.engines.values())
