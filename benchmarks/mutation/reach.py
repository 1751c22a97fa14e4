"""Which tests run which lines of a program, as coverage records it when all of them are run once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from coverage import CoverageData

FILE = ".coverage"
RUN, SETUP = "|run", "|setup"  # of a test itself, and of what is made for it, and maybe for others too


@dataclass(frozen=True, slots=True)
class Reach:
    """Of each module (a path under the project) and each of its lines the tests that run it, by their names for pytest."""

    RECORDING: ClassVar[tuple[str, ...]] = (
        "--cov=indexer",
        "--cov=searchui",
        "--cov-context=test",
        "--cov-report=",
        "--cov-fail-under=0",
    )
    contexts: Mapping[str, Mapping[int, list[str]]]

    @classmethod
    def read(cls, project: Path) -> "Reach":
        """What was recorded in a folder."""
        data = CoverageData(str(project / FILE))
        data.read()
        files = {str(Path(file).relative_to(project)): file for file in data.measured_files()}
        return cls({module: data.contexts_by_lineno(file) for module, file in files.items()})

    def tests_of(self, project: Path, module: str, line: int) -> list[str]:
        """The tests that run a line, those in files that are named after its module first, then whole files of those for
        which it is run; only the files that are named after the module where it is run as that is imported, or never.
        """
        named = f"test_{Path(module).stem}"
        contexts = self.contexts.get(module, {}).get(line, [])
        tests = {context.removesuffix(RUN) for context in contexts if context.endswith(RUN)}
        files = {context.split("::")[0] for context in contexts if context.endswith(SETUP)}
        found = sorted(tests, key=lambda test: (not _file(test).startswith(named), test)) + sorted(files)
        return found or [str(file.relative_to(project)) for file in sorted((project / "tests").rglob(f"{named}*.py"))]


def _file(test: str) -> str:
    return Path(test.split("::")[0]).stem
