"""What people read is true: its links hold, its commands are run and its Python examples executed, on the sample corpus."""

import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.build.pipeline import build
from searchui.cli.group import commands
from tests.conftest import ROOT, SEEDS

FRONT = ("README.md", "README.en.md")  # what somebody sees first
OTHERS = ("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
MOST_BYTES = 8 * 1024  # of a front page: all else is a page of its own
HELP = "searchui/web/help"
PAGES = (
    *FRONT,
    *OTHERS,
    *(
        path.relative_to(ROOT).as_posix()
        for folder in ("docs", f"{HELP}/zh", f"{HELP}/en")
        for path in sorted((ROOT / folder).glob("*.md"))
    ),
)
ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>$', re.MULTILINE)


def tokens(page: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse((ROOT / page).read_text(encoding="utf-8"))


BLOCKS = {
    page: [(token.info.strip(), token.content) for token in tokens(page) if token.type == "fence"] for page in PAGES
}


def examples(kind: str) -> list[tuple[str, str]]:
    """The blocks of a kind, each after the page that has it."""
    found = [(page, content) for page, blocks in BLOCKS.items() for info, content in blocks if info == kind]
    assert {page for page, _ in found} >= {*FRONT}, f"no {kind} example"
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a user has it after `make serve`."""
    folder = tmp_path_factory.mktemp("documented")
    (folder / "seeds").symlink_to(SEEDS)
    build(SEEDS, folder / "index_data")
    return folder


@pytest.mark.parametrize(("page", "code"), examples("python"))
def test_python_example(page: str, code: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    assert "assert" in code
    exec(compile(code, page, "exec"), {})


def sessions() -> list[tuple[str, str, str]]:
    """Each `$ command` of the console examples, with the output shown under it."""
    found = []
    for page, block in examples("console"):
        for part in ("\n" + block).split("\n$ ")[1:]:
            command, _, output = part.partition("\n")
            found.append((page, command, output))
    return found


@pytest.mark.parametrize(("page", "command", "output"), sessions())
def test_console_example(page: str, command: str, output: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    name, *words = shlex.split(command)
    assert name == "speechsearch", page
    done = CliRunner().invoke(commands, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    shown = [line for line in output.splitlines() if line.strip() not in {"", "…"}]
    printed = done.output.splitlines()
    assert shown
    for line in shown:
        assert any(line.rstrip("…") in other for other in printed), (line, printed)


@pytest.mark.parametrize("page", FRONT)
def test_a_front_page_is_short_and_the_two_commands_open_it(page: str) -> None:
    assert len((ROOT / page).read_bytes()) <= MOST_BYTES
    shell = next(content for info, content in BLOCKS[page] if info == "sh").splitlines()
    assert [line.split("#")[0].strip() for line in shell] == ["make serve", "make test"]


def addresses(page: str) -> Iterator[str]:
    for token in tokens(page):
        for child in token.children or ():
            address = child.attrGet("href") or child.attrGet("src")
            if isinstance(address, str):
                yield unquote(address)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_into_the_project_leads_somewhere(page: str) -> None:
    broken = []
    for address in addresses(page):
        path, _, anchor = address.partition("#")
        if ":" in path:  # of the web
            continue
        there = (ROOT / page).parent / path if path else ROOT / page
        if not there.exists() or (anchor and anchor not in ANCHOR.findall(there.read_text(encoding="utf-8"))):
            broken.append(address)
    assert broken == []


def test_the_site_has_every_page_in_one_place() -> None:
    site = runpy.run_path(str(ROOT / "docs" / "build.py"))
    listed = sorted(f"{name}.md" for names in site["PARTS"].values() for name in names)
    assert listed == sorted(place for place in site["pages"]().values() if place != "index.md")


def test_a_page_of_the_site_links_to_pages_of_the_site(tmp_path: Path) -> None:
    site = runpy.run_path(str(ROOT / "docs" / "build.py"))
    placed = site["placed"](
        '# A\n\n<a id="x"></a>\n## B\n\n[a](files.md#formats) [b](../../../../docs/cluster.md) [c](#x) [d](https://a.org/b)\n',
        f"{HELP}/en/start.md",
        site["pages"](),
        tmp_path,
    )
    assert "\n(en-x)=\n## B\n" in placed
    assert "[a](files.md#en-formats) [b](../cluster.md) [c](start.md#en-x) [d](https://a.org/b)" in placed


def test_every_page_is_linked_from_a_front_page_or_another() -> None:
    linked = {
        ((ROOT / page).parent / address.partition("#")[0]).resolve()
        for page in PAGES
        for address in addresses(page)
        if ":" not in address
    }
    assert [page for page in PAGES if page not in FRONT and (ROOT / page).resolve() not in linked] == []
