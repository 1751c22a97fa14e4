"""How the files of a corpus differ from those that an index was built from: by their hashes, never by their dates."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths under the corpus, each in one of these only, sorted. `moved` are (where it was, where it is)."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.moved)


def diff_files(before: Mapping[str, str], now: Mapping[str, str]) -> Changes:
    """The changes between two sets of files, given their hashes by path; the same file under another path has moved."""
    removed = sorted(before.keys() - now.keys())
    added = sorted(now.keys() - before.keys())
    moved = _moved([(before[path], path) for path in removed], [(now[path], path) for path in added])
    left, come = {old for old, _ in moved}, {new for _, new in moved}
    return Changes(
        added=tuple(path for path in added if path not in come),
        changed=tuple(sorted(path for path in before.keys() & now.keys() if before[path] != now[path])),
        removed=tuple(path for path in removed if path not in left),
        moved=tuple(moved),
    )


def _moved(removed: Iterable[tuple[str, str]], added: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of paths with the same hash; of several, the first is paired with the first."""
    waiting: dict[str, list[str]] = {}
    for digest, path in removed:
        waiting.setdefault(digest, []).append(path)
    return [(waiting[digest].pop(0), path) for digest, path in added if waiting.get(digest)]


def hash_files(files: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """The SHA-256 of each file that can be read, by its path under the corpus."""
    found = {}
    for path, file in files:
        try:
            with file.open("rb") as opened:
                found[path] = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError:  # gone since it was listed, or not readable; reading it says so
            continue
    return found
