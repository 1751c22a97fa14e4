"""A site whose speeches may be changed, over an index that is brought up to date when a test says so."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.build.pipeline import build, update
from searchui.web.app import create_app
from searchui.web.security.editing import Editing
from searchui.web.security.policy import Protection

TEXT = "在{}会议上的讲话\n同志们：\n我们要把{}做好，一件一件办好。\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(
        f"在水利会议上的讲话\n2031年3月1日\n市长 白玉泉\n{TEXT.format('水利', '水利')}", encoding="utf-8"
    )
    for name in ("湖泊", "交通"):
        (folder / f"{name}.txt").write_text(TEXT.format(name, name), encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"no word file")
    return folder


@pytest.fixture
def index(seeds: Path, tmp_path: Path) -> Path:
    build(seeds, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def follow(seeds: Path, index: Path) -> Callable[[], object]:
    """Bring the index up to date."""
    return lambda: update(seeds, index)


def site(index: Path, seeds: Path, *, read_only: bool = False) -> Flask:
    return create_app(index, Protection(rate=None, editing=Editing(seeds, read_only=read_only)))


@pytest.fixture
def client(index: Path, seeds: Path) -> FlaskClient:
    return site(index, seeds).test_client()
