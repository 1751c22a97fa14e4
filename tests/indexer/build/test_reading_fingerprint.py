"""The revision of reading is raised with every golden file that changes: an old index is then read anew."""

import hashlib
import json

import pytest

from indexer.build import reading_fingerprint as module
from indexer.build.reading_fingerprint import GOLDEN_DIGESTS, READING_REVISION, reading_fingerprint
from tests.conftest import ROOT

# What is read from files, exactly.
READ = (
    "outlines/*.json",
    "provincial-reports/*.json",
    "user-speech.json",
    "whole-files/*.json",
    "recognised-pages/*.json",
)


def golden_digest() -> str:
    """Of what the golden files say, however they are laid out."""
    folder = ROOT / "tests" / "golden"
    files = [file for pattern in READ for file in folder.glob(pattern)]
    golden = {file.relative_to(folder).as_posix(): json.loads(file.read_bytes()) for file in files}
    return hashlib.sha256(json.dumps(golden, sort_keys=True).encode()).hexdigest()


def test_a_changed_golden_file_raises_the_revision() -> None:
    assert golden_digest() == GOLDEN_DIGESTS[-1], (
        "golden files have changed, so files are read in another way: append this digest to GOLDEN_DIGESTS"
    )
    assert len(set(GOLDEN_DIGESTS)) == len(GOLDEN_DIGESTS) == READING_REVISION


@pytest.mark.parametrize(("name", "value"), [("READING_REVISION", READING_REVISION + 1), ("BY_SUFFIX", [".new"])])
def test_the_fingerprint_changes_with_the_revision_and_the_formats(
    name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = reading_fingerprint(None)
    monkeypatch.setattr(module, name, value)
    assert reading_fingerprint(None) != before
