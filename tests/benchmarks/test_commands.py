"""The benchmarks start, as the Makefile starts them."""

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow

STARTED = sorted(set(re.findall(r"-m (benchmarks[\w.]*)", (ROOT / "Makefile").read_text(encoding="utf-8"))))


def test_the_makefile_starts_every_benchmark() -> None:
    mains = (path.parent.relative_to(ROOT) for path in (ROOT / "benchmarks").rglob("__main__.py"))
    alone = {
        "benchmarks.desk",
        "benchmarks.questions",
        "benchmarks.kernel",
        "benchmarks.frequent",
        "benchmarks.http.trickle",
        "benchmarks.cluster.kills",
    }
    assert {*STARTED} == {".".join(path.parts) for path in mains} | alone


@pytest.mark.parametrize("module", STARTED)
def test_it_says_what_it_does(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Usage: python -m {module} [OPTIONS]")
