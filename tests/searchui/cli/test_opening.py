"""`serve --open` opens a browser at the address that is served, once it is, and only then."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from indexer.store import Store
from searchui.cli.group import commands
from searchui.web.server import serving


@pytest.mark.parametrize("options", [(), ("--open",)])
def test_a_browser_is_opened_where_that_is_asked_for(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    happened: list[str] = []

    def serve(index: Path, listening: object, ready: object, *_: object) -> None:
        happened.append("listening")
        assert callable(ready)
        ready(serving.Site("http://127.0.0.1:8123", Store(index).current()))

    monkeypatch.setattr(serving, "serve", serve)
    monkeypatch.setattr(click, "launch", happened.append)
    done = CliRunner().invoke(commands, ["serve", "--index", str(sample_index), *options], catch_exceptions=False)
    assert done.exit_code == 0
    assert happened == ["listening", *(["http://127.0.0.1:8123"] if options else [])]
