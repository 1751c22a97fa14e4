"""Which versions of Python, this program and the libraries that shape an index are at work."""

import platform
from importlib.metadata import PackageNotFoundError, version

SHAPING = ("speechsearch", "whoosh3", "jieba", "rjieba", "numpy")


def library_versions() -> dict[str, str]:
    """Each by its name; what is not installed is left out."""
    return {"python": platform.python_version(), **dict(_installed())}


def _installed() -> list[tuple[str, str]]:
    found = []
    for name in SHAPING:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:  # rjieba has no wheel for every processor
            continue
    return found
