"""The fingerprint of everything that decides how the files of a corpus are understood."""

import hashlib
from importlib.util import find_spec

import msgspec

from indexer.build.library_versions import library_versions

READING = 1  # raised whenever the same files are understood otherwise
OPTIONAL = ("pypdfium2",)  # libraries without which some files cannot be read


def reading_fingerprint(own_patterns: str | None) -> str:
    """Of this program's version and optional readers, and the corpus's own patterns, None where it has none."""
    program = library_versions().get("speechsearch", "")
    told = [READING, program, [name for name in OPTIONAL if find_spec(name)], own_patterns]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()
