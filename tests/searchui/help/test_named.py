"""What the documentation names is there: commands with their options, addresses of the site, extras, files to write."""

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

import click
import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from searchui.cli.group import commands
from searchui.web import create_app
from tests.conftest import ROOT
from tests.test_documentation import BLOCKS, FRONT, HELP, PAGES, tokens
from tests.test_structure import PATH

OURS = [page for page in PAGES if page in FRONT or page.startswith((HELP, "docs/"))]
ON_DISK = ("/srv/", "/opt/", "/data/", "/path/", "/etc/", "/usr/")  # begin as addresses do, and are none of the site


def codes(page: str) -> Iterator[str]:
    """What is written as code within a line, and the lines of commands."""
    for token in tokens(page):
        yield from (child.content for child in token.children or () if child.type == "code_inline")
    for kind, block in BLOCKS[page]:
        if kind in {"sh", "console"}:
            yield from (line.removeprefix("$ ") for line in block.splitlines())


def options(name: str) -> set[str]:
    """All that can be written after a command; of a group, after its commands too."""
    context = click.Context(commands)
    command = commands.get_command(context, name)
    assert command is not None, name
    every = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    return {
        written
        for each in every
        for parameter in each.get_params(context)
        if isinstance(parameter, click.Option)
        for written in (*parameter.opts, *parameter.secondary_opts)
    }


@pytest.mark.parametrize("page", OURS)
def test_every_command_that_is_named_has_the_options_that_stand_with_it(page: str) -> None:
    for code in codes(page):
        for named in re.findall(r"\bspeechsearch ([a-z]+)((?:(?! && | \|\| |; ).)*)", code):
            written = set(re.findall(r"(?<!\S)(--[a-z-]+)", named[1]))
            assert written <= options(named[0]), code


def test_every_option_that_stands_alone_is_one_of_some_command() -> None:
    known = set().union(*map(options, commands.list_commands(click.Context(commands))))
    assert {
        option for page in OURS if HELP in page for code in codes(page) for option in re.findall(r"^(--[a-z-]+)", code)
    } <= known


@pytest.mark.parametrize("page", [f"{HELP}/zh/commands.md", f"{HELP}/en/commands.md"])
def test_every_command_has_its_row_and_every_row_its_options(page: str) -> None:
    listed = commands.list_commands(click.Context(commands))
    seen: set[str] = set()
    for codes_of_row in _rows(page):
        named_there = [code.removeprefix("speechsearch ").split()[0] for code in codes_of_row]
        known = set().union(*(options(name) for name in named_there if name in listed))
        written = {option for code in codes_of_row for option in re.findall(r"(?<!\S)(--[a-z-]+)", code)}
        assert written <= known, codes_of_row
        seen |= {name for name in named_there if name in listed}
    assert set(listed) - seen == set()


def _rows(page: str) -> Iterator[list[str]]:
    """The codes of each row of a table of commands."""
    row: list[str] = []
    for token in tokens(page):
        if token.type == "tr_open":
            row = []
        row += [child.content for child in token.children or () if child.type == "code_inline"]
        if token.type == "tr_close" and row and row[0].startswith("speechsearch "):
            yield row


@pytest.fixture(scope="module")
def app(sample_index: str) -> Flask:
    return create_app(sample_index)


@pytest.mark.parametrize("page", OURS)
def test_every_address_that_is_named_is_one_of_the_site(page: str, app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    for code in codes(page):
        address = re.sub(r"^(?:POST |GET |curl '?http://(?:localhost|127\.0\.0\.1):8000)", "", code)
        if not re.match(r"/[a-z]", address) or address.startswith(ON_DISK):
            continue
        path = unquote(address.partition("?")[0].partition("#")[0].rstrip("'"))
        try:
            routes.match(re.sub(r"<.*?>|编号$|ID$", "x", path))
        except MethodNotAllowed:
            continue
        except NotFound:
            pytest.fail(f"{page} names {code}, which is no address of the site")


@pytest.mark.parametrize("page", [f"{HELP}/zh/api.md", f"{HELP}/en/api.md"])
def test_the_call_that_is_shown_is_answered_and_the_settings_are_json(page: str, app: Flask) -> None:
    client = app.test_client()
    for kind, block in BLOCKS[page]:
        if kind == "json":
            assert json.loads(block)["mcpServers"]["speechsearch"]["args"][0] in commands.list_commands(
                click.Context(commands)
            )
        for address in re.findall(r"curl 'http://localhost:8000([^']+)'", block):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("page", OURS)
def test_files_that_are_named_by_their_place_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    ours = [
        path
        for path in PATH.findall(text)
        if path.startswith(("indexer/", "searchui/", "tests/", "benchmarks/", "docs/", ".github/"))
    ]
    assert [path for path in ours if "*" not in path and not (ROOT / path).exists()] == []
