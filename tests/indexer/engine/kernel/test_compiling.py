"""Where the kernel comes from, and what is done where it does not."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engine.embedded.kernel import compiling
from indexer.engine.embedded.kernel.compiling import FOLDER, OFF, VARIABLE, compile_kernel, compiler, library_name
from indexer.engine.embedded.kernel.shared_library import shared_library
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def loaded_anew() -> Iterator[None]:
    shared_library.cache_clear()
    yield
    shared_library.cache_clear()


@pytest.mark.skipif(os.environ.get("CI") != "true" or os.environ.get(VARIABLE) == OFF, reason="of CI")
def test_what_ci_tries_has_a_kernel() -> None:
    assert shared_library() is not None


def test_where_there_is_no_compiler_the_package_with_one_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("hatchling")
    from hatchling.metadata.core import ProjectMetadata
    from hatchling.plugin.manager import PluginManager

    from indexer.build_hook import ZIG, CompileAll

    metadata: ProjectMetadata[PluginManager] = ProjectMetadata(str(ROOT), PluginManager())
    hook = CompileAll(str(ROOT), {}, None, metadata, str(tmp_path), "wheel")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.delenv(VARIABLE, raising=False)
    if compiler() is None:
        assert hook.dependencies() == [ZIG]
    monkeypatch.setenv(VARIABLE, OFF)
    assert hook.dependencies() == []
    monkeypatch.undo()
    if os.environ.get(VARIABLE) != OFF and compiler() is not None:
        assert hook.dependencies() == []


def test_without_a_compiler_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setattr(compiling, "find_spec", lambda _: None)
    assert compile_kernel() is None


@pytest.mark.skipif(sys.platform == "win32", reason="a script of the shell")
def test_a_compiler_that_fails_leaves_what_was_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\nexit 1\n")
    failing.chmod(0o755)
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("CC", str(failing))
    before = {file.name for file in FOLDER.iterdir()}
    assert compile_kernel() is None
    assert "numpy answers instead" in capsys.readouterr().err
    assert {file.name for file in FOLDER.iterdir()} == before


def test_a_library_of_other_sources_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("indexer.engine.embedded.kernel.shared_library.digest", lambda: "other")
    assert shared_library() is None


def test_every_platform_has_its_library() -> None:
    named = {name: library_name(one["platform"]) for name, one in compiling.targets().items()}
    assert {file.rpartition(".")[2] for file in named.values()} == {"so", "dylib", "dll"}
    assert len(named) == 8
