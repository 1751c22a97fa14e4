"""One room, mutated by cosmic-ray in a copy of the project: some changes of each module, drawn by a seed."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.mutation.rooms import Room

SECONDS = 180.0  # that the tests may take for one change
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


def try_room(room: Room, project: Path, each: int, seed: int) -> list[Mutant]:
    """Try up to `each` changes of every module of a room in a copy of the project."""
    modules = sorted(str(path.relative_to(project)) for pattern in room.modules for path in project.glob(pattern))
    quick = ["-m", "not slow and not browser and not fuzz"]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *quick, *room.tests]
    config, session = project / f"{room.name}.toml", project / f"{room.name}.sqlite"
    written = CONFIG.format(
        modules=json.dumps([module for module in modules if not module.endswith("__init__.py")]),
        seconds=SECONDS,
        command=json.dumps(" ".join(f"'{one}'" if " " in one else one for one in command)),
        operators=json.dumps(NOT_TRIED),
    )
    config.write_text(written, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1", **dict(room.environment)}
    programs = Path(sys.executable).parent

    def run(program: str, *words: str | Path) -> None:
        subprocess.run([programs / program, *words], cwd=project, env=environment, check=True)

    run("cosmic-ray", "baseline", config)  # what fails unchanged would find every change
    run("cosmic-ray", "init", config, session)
    run("cr-filter-operators", session, config)
    _draw(session, each, seed)
    run("cosmic-ray", "exec", config, session)
    return list(_found(session))


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
