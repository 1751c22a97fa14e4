"""Having the system write files and folders to disk."""

import errno
import os
from pathlib import Path

_NO_FOLDERS = frozenset({errno.EINVAL, errno.ENOTSUP})  # some network file systems have no such thing


def synced(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk, as far as the system can tell."""
    folder = path.is_dir()
    if folder and os.name == "nt":  # Windows cannot open a folder
        return
    handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)  # nor sync what cannot be written
    try:
        os.fsync(handle)
    except OSError as error:
        if not folder or error.errno not in _NO_FOLDERS:
            raise
    finally:
        os.close(handle)
