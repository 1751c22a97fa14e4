"""Make a site of the documentation: `python docs/build.py FOLDER`. A warning, or a link that leads nowhere, is an error.

The pages stand where they are used: those of help in the package that shows them. Here they are put beside each other,
with their links changed to it, and given to Sphinx.
"""

import os
import re
import runpy
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
HELP = "searchui/web/help"
MARKDOWN = runpy.run_path(str(ROOT / HELP / "markdown.py"))
TOPIC = re.compile(r'^<a id="([\w-]+)"></a>$', re.MULTILINE)
LINK = re.compile(r"\]\(([^()\s:#]*)(?:#([\w-]+))?\)")
PARTS = {
    "使用": ("start", "files", "searching", "reading", "comparing", "proofreading"),
    "部署": ("deploying", "cluster", "limits"),
    "给程序用": ("commands", "python", "api"),
    "知道得更多": ("how-it-works", "choices", "measurements", "architecture", "contributing", "changelog", "security"),
    "English": tuple(
        f"en/{name}"
        for name in (
            *("start", "files", "searching", "reading", "comparing", "proofreading"),
            *("deploying", "limits", "commands", "python", "api"),
        )
    ),
}


def pages() -> Mapping[str, str]:
    """Where each page is in the project, and on the site; the README is left out, whose place `docs/index.md` takes."""
    found = {}
    for folder, place in (("docs", ""), (f"{HELP}/zh", ""), (f"{HELP}/en", "en/"), (".", "")):
        for page in sorted((ROOT / folder).glob("*.md")):
            if not page.name.startswith("README"):
                found[page.relative_to(ROOT).as_posix()] = place + page.name.lower()
    return found


def placed(source: str, page: str, places: Mapping[str, str], folder: Path) -> str:
    """The text of a page for the site. Other files that it links to are copied into `folder`, beside the pages."""
    here = PurePosixPath(places[page])

    def link(match: re.Match[str]) -> str:
        target = os.path.normpath(ROOT / PurePosixPath(page).parent / match[1]) if match[1] else str(ROOT / page)
        name = Path(target).relative_to(ROOT).as_posix()
        if name not in places:
            (folder / "files").mkdir(exist_ok=True)
            shutil.copy(target, folder / "files")
        there = places.get(name, f"files/{PurePosixPath(name).name}")
        topic = f"#{label(match[2], there)}" if match[2] else ""
        return f"]({os.path.relpath(there, here.parent)}{topic})"

    joined: str = MARKDOWN["join_lines"](source)
    return TOPIC.sub(lambda match: f"({label(match[1], places[page])})=", LINK.sub(link, joined))


def label(topic: str, place: str) -> str:
    """The name of a topic, which on the site no two pages may share."""
    return "-".join((*PurePosixPath(place).parts[:-1], topic))


def contents() -> str:
    """What stands at the left of every page."""
    lists = ("\n".join((f"```{{toctree}}\n:hidden:\n:caption: {part}", *names, "```")) for part, names in PARTS.items())
    return "\n\n" + "\n\n".join(lists) + "\n"


def build(folder: Path) -> int:
    from sphinx.cmd.build import build_main

    places = pages()
    with tempfile.TemporaryDirectory() as name:
        staged = Path(name)
        for page, place in places.items():
            text = placed((ROOT / page).read_text(encoding="utf-8"), page, places, staged)
            (staged / place).parent.mkdir(exist_ok=True)
            (staged / place).write_text(text + contents() if place == "index.md" else text, encoding="utf-8")
        strictly = ("--quiet", "--fail-on-warning", "--keep-going", "--fresh-env")
        return build_main([*strictly, "-c", str(ROOT / "docs"), str(staged), str(folder)])


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1])))
