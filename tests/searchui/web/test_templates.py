"""Templates are read by people: their lines are short, and each lies in the folder of its view."""

from pathlib import Path

import searchui.web

TEMPLATES = Path(searchui.web.__file__).parent / "templates"
MAX_LINE = 140  # characters
FOLDERS = {
    "api",
    "browsing",
    "basket",
    "citation",
    "comparison",
    "concordance",
    "help",
    "files",
    "layout",
    "phraseology",
    "proof",
    "reuse",
    "saved",
    "search",
    "speech",
    "trend",
    "variants",
}


def test_no_line_is_too_long_to_be_read() -> None:
    files = sorted(TEMPLATES.rglob("*.html"))
    assert files
    long = [
        f"{file.relative_to(TEMPLATES)}:{number} has {len(line)} characters"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > MAX_LINE
    ]
    assert not long


def test_every_template_lies_in_the_folder_of_its_view() -> None:
    assert {file.relative_to(TEMPLATES).parts[0] for file in TEMPLATES.rglob("*.html")} == FOLDERS
