"""Files that are there whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path


def write_whole(target: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file, texts as UTF-8, that has its name only when it is whole. Raises OSError; the old file then stays."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with partial.open("wb") as file:
            file.writelines(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
