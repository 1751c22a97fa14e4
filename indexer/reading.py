"""The fingerprint of everything that decides how the files of a corpus are understood."""

import hashlib

from indexer.libraries import library_versions


def reading_fingerprint(own_patterns: str | None) -> str:
    """Of this program's version and the corpus's own patterns, None where it has none."""
    program = library_versions().get("speechsearch", "")
    return hashlib.sha256(f"{program}\n{own_patterns or ''}".encode()).hexdigest()
