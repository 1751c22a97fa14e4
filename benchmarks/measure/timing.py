"""Asking the engines in turn, query by query, so that a machine that drifts drifts for all."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter_ns

import numpy as np

from benchmarks.engines.port import Engine, can_answer
from benchmarks.measure.oracle import Oracle
from benchmarks.measure.query import Query, QueryClass
from benchmarks.report.results import Timing

SLOW = 3.0  # seconds for all queries of a class: such an engine is asked each but once more, and no cache matters to it
OPENINGS = 5


def time_class(asked: QueryClass, engines: Mapping[str, Engine], oracle: Oracle, rounds: int) -> dict[str, Timing]:
    """Check every engine on every query, which warms it up too; then time those that are right on all."""
    timings, timed = {}, {}
    for name, engine in engines.items():
        if not can_answer(engine, asked.queries):
            timings[name] = Timing(0, 0)
            continue
        call = _call(asked, engine)
        started = perf_counter_ns()
        totals = [call(query) for query in asked.queries]
        seconds = (perf_counter_ns() - started) / 1e9
        answers = zip(totals, asked.queries, strict=True)
        wrong = sum(not oracle.is_right(total, query, engine.meaning, engine.limit) for total, query in answers)
        timings[name] = Timing(len(asked.queries), wrong)
        if not wrong:
            timed[name] = 1 if seconds > SLOW else rounds
    with _undisturbed():
        samples = _samples(asked, {name: (engines[name], times) for name, times in timed.items()}, rounds)
    return timings | {name: _timing(len(asked.queries), times) for name, times in samples.items()}


def opening_ms(engine: Engine) -> float:
    """How long opening takes, the middle of several; the engine is open afterwards.

    It was open once before, so modules, jieba's dictionary and the system's file cache are warm.
    """
    times = []
    engine.open()
    for _ in range(OPENINGS):
        engine.close()
        started = perf_counter_ns()
        engine.open()
        times.append(perf_counter_ns() - started)
    return float(np.median(times)) / 1e6


def _call(asked: QueryClass, engine: Engine) -> Callable[[Query], int]:
    return engine.count if asked.counting else engine.page


def _samples(asked: QueryClass, timed: Mapping[str, tuple[Engine, int]], rounds: int) -> dict[str, list[int]]:
    """Nanoseconds of every call. Who comes first changes from query to query."""
    samples: dict[str, list[int]] = {name: [] for name in timed}
    names = list(timed)
    for turn in range(rounds):
        for place, query in enumerate(asked.queries):
            first = (place + turn) % len(names) if names else 0
            for name in names[first:] + names[:first]:
                engine, times = timed[name]
                if turn < times:
                    call = _call(asked, engine)
                    if times > 1:
                        call(asked.queries[place - 1])  # not timed: gives the processor's caches back to this engine
                    samples[name].append(_nanoseconds(call, query))
    return samples


def _nanoseconds(call: Callable[[Query], int], query: Query) -> int:
    started = perf_counter_ns()
    call(query)
    return perf_counter_ns() - started


def _timing(queries: int, nanoseconds: list[int]) -> Timing:
    p50, p95, p99 = (float(one) / 1e6 for one in np.percentile(nanoseconds, [50, 95, 99]))
    return Timing(queries, 0, len(nanoseconds), p50, p95, p99)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage collection meanwhile."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
