"""One room, mutated by cosmic-ray in a copy of the project: changes drawn by a seed, each tried by the tests that reach it.

A change is tried by some of the tests that run its line, those in files that are named after its module before others; one
that these do not find by all others that run it.
"""

import difflib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from time import monotonic
from typing import TypeAlias

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator, operator_names

from benchmarks.mutation.reach import Reach
from benchmarks.mutation.rooms import Room

Run: TypeAlias = Callable[[Sequence[str], float | None], "Outcome"]  # of some tests that may take so many seconds

LONGER = 5  # times as long as all tests of a room take without any change may those take that try one
NEAR = 12  # tests that are run first
LEFT_OUT = (".venv", ".git", "dist")  # of the project's own folder
QUICK = ("-q", "-p", "no:cacheprovider", "-m", "not slow and not browser and not fuzz")
# Changes of types that are only written, not run: nobody can find these.
NOT_TRIED = ("core/ReplaceBinaryOperator_BitOr_", "core/RemoveDecorator")
ONLY_WRITTEN = ("@dataclass(", "class ")


@dataclass(frozen=True, slots=True)
class Change:
    """One that can be made: where, and by which operator, the how many-th place of it in the module."""

    module: str
    line: int
    column: int
    operator: str
    occurrence: int


class Outcome(StrEnum):
    """What became of a change. One with which tests take too long may hang, or the machine was busy: it is to be looked at."""

    NOTICED = "noticed"
    TOO_LONG = "TOO LONG"
    SURVIVED = "SURVIVED"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change that was tried: what became of it, how many seconds the tests took, and the change as a patch."""

    change: Change
    outcome: Outcome
    seconds: float
    difference: str


def copy_of(project: Path, folder: Path) -> Path:
    """The project, to be changed."""

    def left_out(inside: str, names: list[str]) -> set[str]:
        return {name for name in names if name == "__pycache__" or (Path(inside) == project and name in LEFT_OUT)}

    return Path(shutil.copytree(project, folder / "project", ignore=left_out))


def try_room(room: Room, project: Path, count: int, seed: int) -> Iterator[Mutant]:
    """Try so many changes of a room in a copy of the project, as many of each module as can be; given as they are tried.

    Raises SystemExit where the tests fail without any change.
    """
    run, began = _runner(room, project), monotonic()
    if run([*Reach.RECORDING, *room.tests], None) is not Outcome.SURVIVED:
        raise SystemExit(f"{room.name}: the tests fail without any change")
    most = LONGER * (monotonic() - began)
    reach = Reach.read(project)
    changes = {module: possible_changes(project, module) for module in _modules(room, project)}
    for change in drawn(changes, count, seed):
        tests = reach.tests_of(project, change.module, change.line)
        yield tried(project, change, tests if "::" in "".join(tests) else [*tests, *room.tests], run, most)


def tried(project: Path, change: Change, tests: Sequence[str], run: Run, most: float) -> Mutant:
    """What becomes of a change: the first of some tests are run before the others, each for so many seconds at most."""
    file, began = project / change.module, monotonic()
    stages = [tests[:NEAR], tests[NEAR:]]
    with use_mutation(file, get_operator(change.operator)(), change.occurrence) as (before, after):
        outcomes = (run(stage, most) for stage in stages if stage)
        outcome = next((one for one in outcomes if one is not Outcome.SURVIVED), Outcome.SURVIVED)
    difference = difflib.unified_diff(
        before.splitlines(), after.splitlines(), change.module, change.module, "", "", 0, ""
    )
    return Mutant(change, outcome, monotonic() - began, "\n".join(difference))


def _runner(room: Room, project: Path) -> Run:
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1", **dict(room.environment)}

    def run(tests: Sequence[str], seconds: float | None) -> Outcome:
        command = [sys.executable, "-m", "pytest", "-x", *QUICK, *tests]
        try:
            done = subprocess.run(command, cwd=project, env=environment, capture_output=True, timeout=seconds)
        except subprocess.TimeoutExpired:
            return Outcome.TOO_LONG
        return Outcome.NOTICED if done.returncode else Outcome.SURVIVED

    return run


def _modules(room: Room, project: Path) -> list[str]:
    found = sorted(path.relative_to(project) for pattern in room.modules for path in project.glob(pattern))
    return [str(module) for module in found if module.name != "__init__.py"]


def possible_changes(project: Path, module: str) -> list[Change]:
    """All changes of a module that tests could find."""
    lines = (project / module).read_text(encoding="utf-8").splitlines()
    nodes = list(ast_nodes(get_ast_from_path(project / module)))
    found = []
    for name in operator_names():
        operator = get_operator(name)
        if name.startswith(NOT_TRIED) or operator.arguments():
            continue
        starts = (start for node in nodes for start, _end in operator().mutation_positions(node))
        found += [Change(module, line, column, name, number) for number, (line, column) in enumerate(starts)]
    return [change for change in found if not lines[change.line - 1].lstrip().startswith(ONLY_WRITTEN)]


def drawn(changes: Mapping[str, Sequence[Change]], count: int, seed: int) -> list[Change]:
    """So many changes, the same for a seed: of each module the same number as far as there are, of each place one."""
    random, left = Random(seed), []
    for every in changes.values():
        places: dict[tuple[int, int], list[Change]] = {}
        for change in every:
            places.setdefault((change.line, change.column), []).append(change)
        chosen = [random.choice(places[place]) for place in sorted(places)]
        left.append(random.sample(chosen, len(chosen)))
    turns = [
        change for turn in range(max(map(len, left), default=0)) for own in left for change in own[turn : turn + 1]
    ]
    return sorted(turns[:count], key=lambda change: (change.module, change.line, change.column))
