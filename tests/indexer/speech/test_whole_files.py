"""Whole files, made up for this project: what a reader sees each line to be was written down before the program read it.

In front of each line: T title, D date, B byline, N note, S salutation, P paragraph, K paragraph of the closing, W stage
direction, C contents, Z signature, X left out, G gap, + goes on the line above, Q: and who speaks; the level of a heading,
with r and the heading where it is run into its paragraph.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.model import Kind, Paragraph, Section, Speech
from indexer.readers.plain import read_plain
from indexer.speech import parse
from tests.conftest import ROOT

FILES = sorted((ROOT / "tests" / "golden" / "whole-files").glob("*.json"))
SIGNS = {
    Kind.TITLE: "T",
    Kind.DATELINE: "D",
    Kind.BYLINE: "B",
    Kind.NOTE: "N",
    Kind.SALUTATION: "S",
    Kind.STAGE: "W",
    Kind.CONTENTS: "C",
    Kind.SIGNATURE: "Z",
}


def signs(speech: Speech) -> Iterator[tuple[int, str]]:
    """The number of each line that begins something, and what that is."""
    headings = {one.start: one for top in speech.sections for one in top.walk() if one.heading is not None}
    first = min((top.start for top in speech.sections), default=len(speech.paragraphs))
    for index, paragraph in enumerate(speech.paragraphs):
        yield paragraph.line, _sign(paragraph, headings.get(index), after_headings=index > first)
    for item in speech.left_out:
        yield item.line, "X"
    for gap in speech.gaps:
        yield from ((gap.line + number, "G") for number in range(gap.text.count("\n") + 1))


def _sign(paragraph: Paragraph, section: Section | None, *, after_headings: bool) -> str:
    if section is not None:
        return f"{section.level}r {section.display}" if section.run_in else str(section.level)
    if paragraph.kind is not Kind.BODY:
        return SIGNS[paragraph.kind]
    if paragraph.speaker is not None:
        return f"Q:{paragraph.speaker}"
    return "K" if after_headings and not paragraph.section_path else "P"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_whole_file_is_read_as_a_reader_sees_it(path: Path) -> None:
    wanted = json.loads(path.read_bytes())
    text = "\n".join(line for _, line in wanted["lines"])
    speech = parse(read_plain(text.encode(), "a.txt"))
    found = dict(signs(speech))
    assert [(found.get(n, "+"), line) for n, (_, line) in enumerate(wanted["lines"], 1)] == [
        (sign, line) for sign, line in wanted["lines"]
    ]
    facts = (speech.title, str(speech.date) if speech.date else None, speech.speaker)
    assert facts == (wanted["title"], wanted["date"], wanted["speaker"])
