"""What a run under load found, as data."""

from collections.abc import Sequence

import msgspec
import numpy as np

from benchmarks.http.generator import Load


class Times(msgspec.Struct, frozen=True):
    """Milliseconds of requests, of which there were so many."""

    requests: int
    p50: float
    p95: float
    p99: float


class Level(msgspec.Struct, frozen=True):
    """What one server did for so many clients at once. `errors`: not answered, or not with 200."""

    clients: int
    times: Times
    per_second: float
    errors: int
    kinds: dict[str, Times]


class Memory(msgspec.Struct, frozen=True):
    """The memory of the server after so many requests, in bytes: all, and without the pages of files."""

    requests: int
    resident: int
    anonymous: int


class LoadResults(msgspec.Struct, frozen=True):
    """A whole run: levels of the site and of the bare page, and the memory of the site."""

    about: dict[str, str]
    site: list[Level]
    hello: list[Level]
    memory: list[Memory]
    memory_clients: int
    memory_errors: int


def level(clients: int, loads: Sequence[Load]) -> Level:
    """What several loads by so many clients give together."""
    answered = [one for load in loads for one in load.answered]
    kinds = dict.fromkeys(one.kind for one in answered)
    return Level(
        clients,
        _times([one.microseconds for one in answered]),
        len(answered) / max(sum(load.seconds for load in loads), 1e-9),
        sum(load.errors for load in loads),
        {kind: _times([one.microseconds for one in answered if one.kind == kind]) for kind in kinds},
    )


def _times(microseconds: Sequence[int]) -> Times:
    if not microseconds:
        nothing = float("nan")
        return Times(0, nothing, nothing, nothing)
    p50, p95, p99 = (float(one) / 1000 for one in np.percentile(microseconds, [50, 95, 99]))
    return Times(len(microseconds), p50, p95, p99)


def growth(memory: Sequence[Memory]) -> float:
    """Bytes that the memory without files grew per request in the second half of the run, by the line nearest to it."""
    half = memory[len(memory) // 2 :]
    if len(half) < 2:
        return 0.0
    slope, _ = np.polyfit([one.requests for one in half], [one.anonymous for one in half], 1)
    return float(slope)
