"""Threads that are the first to use something, all at once: what crashes a process is kept out."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

TABLES = ROOT / "indexer" / "tables.py"  # decodes for one thread at a time
MODULES = sorted(path for folder in ("indexer", "searchui") for path in (ROOT / folder).rglob("*.py"))

# Threads take turns as often as they can, so that one comes upon what another has only half made.
FIRST = """
import faulthandler, sys, threading
faulthandler.enable()
sys.setswitchinterval(1e-6)
import searchui
begin, errors = threading.Barrier(8), []
def read():
    begin.wait()
    try:
        with searchui.open_corpus(sys.argv[1]) as corpus:
            (first, *_) = corpus.search("高质量 发展").hits
            assert corpus.speech(first.speech.id).paragraphs
            assert corpus.suggest("高质量")
    except BaseException as error:
        errors.append(error)
        raise
threads = [threading.Thread(target=read) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sys.exit(len(errors))
"""


@pytest.mark.slow
@pytest.mark.parametrize("time", range(3))
def test_threads_that_open_a_corpus_first_and_at_once(sample_index: Path, time: int) -> None:
    done = subprocess.run([sys.executable, "-c", FIRST, str(sample_index)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_decoders_are_made_at_import() -> None:
    """msgspec learns a type when it first decodes it; where two threads have it learn one at once, the process dies."""
    modules = [module for module in MODULES if module != TABLES]
    calls = [call for module in modules for call in calls_in_functions(ast.parse(module.read_text(encoding="utf-8")))]
    assert len(calls) > 1000
    assert not [call for call in calls if call.startswith("msgspec.") and ("Decoder(" in call or "type=" in call)]


def calls_in_functions(tree: ast.Module) -> set[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {ast.unparse(node) for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)}
