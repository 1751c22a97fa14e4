"""One room, mutated by cosmic-ray in a copy of the project: some changes of each module, drawn by a seed."""

import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.mutation.rooms import Room

SECONDS = 300.0  # that the tests may take for one change; several times what they take on a machine at rest
LEFT_OUT = (".venv", ".git", "dist")  # of the project's own folder
# Changes of types that are only written, not run, and of texts for people: nobody can find these.
NOT_TRIED = ("core/ReplaceBinaryOperator_BitOr_.*", "core/RemoveDecorator")
CONFIG = """\
[cosmic-ray]
module-path = {modules}
timeout = {seconds}
excluded-modules = []
test-command = {command}

[cosmic-ray.distributor]
name = "local"

[cosmic-ray.filters.operators-filter]
exclude-operators = {operators}
"""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change: where, which, and whether the tests found it; `difference` as a patch."""

    module: str
    line: int
    operator: str
    killed: bool
    difference: str


def copy_of(project: Path, folder: Path) -> Path:
    """The project, to be changed."""

    def left_out(inside: str, names: list[str]) -> set[str]:
        return {name for name in names if name == "__pycache__" or (Path(inside) == project and name in LEFT_OUT)}

    return Path(shutil.copytree(project, folder / "project", ignore=left_out))


def try_room(room: Room, project: Path, each: int, seed: int) -> Iterator[Mutant]:
    """Try up to `each` changes of every module of a room in a copy of the project; found as they are tried."""
    run = _runner(room, project)
    config = project / f"{room.name}.toml"
    _configure(config, room, project, [])
    run("cosmic-ray", "baseline", config)  # what fails unchanged would find every change
    for module in _modules(room, project):
        session = config.with_name(f"{room.name}-{Path(module).stem}.sqlite")
        _configure(config, room, project, [module])
        run("cosmic-ray", "init", config, session)
        run("cr-filter-operators", session, config)
        _draw(session, each, seed)
        run("cosmic-ray", "exec", config, session)
        yield from _found(session)


def _runner(room: Room, project: Path) -> Callable[..., None]:
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1", **dict(room.environment)}
    programs = Path(sys.executable).parent

    def run(program: str, *words: str | Path) -> None:
        subprocess.run([programs / program, *words], cwd=project, env=environment, check=True)

    return run


def _modules(room: Room, project: Path) -> list[str]:
    found = sorted(path.relative_to(project) for pattern in room.modules for path in project.glob(pattern))
    return [str(module) for module in found if module.name != "__init__.py"]


def _configure(config: Path, room: Room, project: Path, modules: Sequence[str]) -> None:
    quick = ["-m", "not slow and not browser and not fuzz"]
    tests = tests_of(room, project, modules)
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *quick, *tests]
    written = CONFIG.format(
        modules=json.dumps(list(modules)),
        seconds=SECONDS,
        command=json.dumps(shlex.join(command)),
        operators=json.dumps(NOT_TRIED),
    )
    config.write_text(written, encoding="utf-8")


def tests_of(room: Room, project: Path, modules: Sequence[str]) -> list[str]:
    """The files of the tests of a room: first those that are named after one of some modules, since the first failure ends a try."""
    names = tuple(f"test_{Path(module).stem}" for module in modules)
    files = (file for test in room.tests for file in sorted((project / test).rglob("test_*.py")) or [project / test])
    found = dict.fromkeys(str(file.relative_to(project)) for file in files)
    return sorted(found, key=lambda file: not Path(file).stem.startswith(names or ("test_",)))


def _draw(session: Path, each: int, seed: int) -> None:
    """Leave some of the changes that are planned, the same for a seed."""
    random = Random(seed)
    with closing(sqlite3.connect(session)) as database, database:
        rows = database.execute(
            "SELECT module_path, job_id FROM mutation_specs WHERE job_id NOT IN (SELECT job_id FROM work_results)"
            " ORDER BY module_path, start_pos_row, start_pos_col, operator_name, occurrence"
        ).fetchall()
        by_module: dict[str, list[str]] = {}
        for module, job in rows:
            by_module.setdefault(module, []).append(job)
        kept = {job for jobs in by_module.values() for job in random.sample(jobs, min(each, len(jobs)))}
        for _module, job in rows:
            if job not in kept:
                for table in ("mutation_specs", "work_items"):
                    database.execute(f"DELETE FROM {table} WHERE job_id = ?", (job,))


def _found(session: Path) -> Iterator[Mutant]:
    with closing(sqlite3.connect(session)) as database:
        rows = database.execute(
            "SELECT module_path, start_pos_row, operator_name, test_outcome, diff FROM mutation_specs"
            " JOIN work_results USING (job_id) WHERE worker_outcome = 'NORMAL' ORDER BY module_path, start_pos_row"
        ).fetchall()
    for module, line, operator, outcome, difference in rows:
        yield Mutant(module, line, operator, outcome != "SURVIVED", difference or "")
