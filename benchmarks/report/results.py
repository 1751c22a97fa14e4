"""What a run found out, as data; written as JSON."""

import msgspec


class Memory(msgspec.Struct, frozen=True):
    """Bytes that a searching process had at its `peak`, and the most after any query besides pages of files."""

    peak: int
    anonymous: int


class Size(msgspec.Struct, frozen=True):
    """An engine's index. Times in seconds and milliseconds, sizes in bytes.

    `paragraphs` of `text` bytes of UTF-8 were indexed, with `peak` memory in all processes together;
    `index` holds the stored text too. `searching` is None where it was not looked at.
    """

    paragraphs: int
    text: int
    seconds: float
    peak: int
    index: int
    open_ms: float
    searching: Memory | None = None

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


class Ratio(msgspec.Struct, frozen=True):
    """One engine's p50 and p95 over another's; None where either was not timed."""

    p50: float | None
    p95: float | None


class Results(msgspec.Struct, frozen=True):
    """A whole run. `classes`: class → engine → timing. `about` says on what and with what it ran."""

    about: dict[str, str]
    baseline: str
    parsing_seconds: float
    engines: dict[str, Size]
    classes: dict[str, dict[str, Timing]]

    @property
    def paragraphs(self) -> int:
        """All of the corpus."""
        return max(size.paragraphs for size in self.engines.values())

    @property
    def subject(self) -> str:
        """The engine that the others are measured for: this project, or the first where it was left out."""
        return "ours" if "ours" in self.engines else next(iter(self.engines))

    @property
    def peers(self) -> list[str]:
        """All others."""
        return [name for name in self.engines if name != self.subject]

    def relative(self, name: str, engine: str) -> float | None:
        """The median of an engine over the baseline's; None where either was not timed."""
        return self.ratio(name, engine, self.baseline).p50

    def ratio(self, name: str, engine: str, other: str) -> Ratio:
        """The times of one engine over another's, on one class."""
        one, base = (self.classes[name].get(each, Timing(0, 0)) for each in (engine, other))
        return Ratio(_over(one.p50, base.p50), _over(one.p95, base.p95))

    def limited(self, engine: str) -> bool:
        """Whether the engine was given only a part of the corpus."""
        return self.engines[engine].paragraphs < self.paragraphs


def _over(own: float | None, base: float | None) -> float | None:
    return own / base if own is not None and base else None


def as_json(results: Results | list[Results]) -> bytes:
    """A run, or several, with what is reckoned from each."""
    data = [with_ratios(run) for run in results] if isinstance(results, list) else with_ratios(results)
    return msgspec.json.format(msgspec.json.encode(data))


def with_ratios(run: Results) -> dict[str, object]:
    """A run with `ratios`: subject → peer → class (or `build MB/s`) → the subject's over the peer's."""
    speed = run.engines[run.subject].speed
    ratios = {
        peer: {
            "build MB/s": speed / run.engines[peer].speed,
            **{name: run.ratio(name, run.subject, peer) for name in run.classes},
        }
        for peer in run.peers
    }
    return {**msgspec.structs.asdict(run), "ratios": {run.subject: ratios}}
