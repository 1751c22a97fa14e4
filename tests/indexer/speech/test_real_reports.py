"""Real reports, held against outlines that were written by hand before the parser was run on them.

Golden files hold length and hash of each text, white space apart, never its words.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from indexer.model import Section, Speech
from indexer.readers import read_one
from indexer.readers.corpus import corpus_files
from indexer.speech import parse
from tests.conftest import ROOT

GOLDEN = sorted((ROOT / "tests" / "golden" / "provincial-reports").glob("*.json"))


def hashed(text: str | None) -> list[Any] | None:
    """Length and hash of a text without its white space."""
    if text is None:
        return None
    squeezed = "".join(text.split())
    return [len(squeezed), hashlib.sha256(squeezed.encode()).hexdigest()[:12]]


def report(shared: Path, number: str) -> Speech:
    (file,) = (shared / "corpora" / "provincial-reports-2025").glob(f"{number}_*")
    return parse(read_one(file, file.name))


def test_every_report_has_a_golden_file(shared: Path) -> None:
    files = (shared / "corpora" / "provincial-reports-2025").glob("*.txt")
    assert [path.stem for path in GOLDEN] == sorted(file.name[:5] for file in files)
    assert sum("outline" in json.loads(path.read_text(encoding="utf-8")) for path in GOLDEN) == 10


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_head_and_top_headings(shared: Path, path: Path) -> None:
    golden = json.loads(path.read_text(encoding="utf-8"))
    speech = report(shared, path.stem)
    assert str(speech.date) == golden["date"]
    assert hashed(speech.title) == golden["title"]
    assert hashed(speech.speaker) == golden["speaker"]
    assert hashed(speech.occasion) == golden["occasion"]
    assert [hashed(section.display) for section in speech.sections if not section.appendix] == golden["top"]
    assert [hashed(section.display) for section in speech.sections if section.appendix] == golden["appendices"]
    assert speech.opening == golden["opening"]
    assert speech.closing == golden["closing"]


def rows(section: Section) -> list[list[Any]]:
    return [[each.level, each.label, *(hashed(each.heading) or [0, None]), each.run_in] for each in section.walk()]


@pytest.mark.parametrize(
    "path", [path for path in GOLDEN if '"outline"' in path.read_text(encoding="utf-8")], ids=lambda path: path.stem
)
def test_whole_outlines(shared: Path, path: Path) -> None:
    golden = json.loads(path.read_text(encoding="utf-8"))
    body = [section for section in report(shared, path.stem).sections if not section.appendix]
    assert [row for section in body for row in rows(section)] == golden["outline"]


def test_every_real_speech_has_a_title_and_transcripts_have_turns(shared: Path) -> None:
    for path, file in corpus_files(shared / "corpora"):
        speech = parse(read_one(file, path))
        assert speech.title, path
        if path.startswith("transcripts"):
            assert speech.date is not None, path
            speakers = {paragraph.speaker for paragraph in speech.paragraphs}
            assert len(speakers - {None}) >= 2, path
            assert all(section.label == "" for top in speech.sections for section in top.walk()), path
