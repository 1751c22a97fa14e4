"""The bytes of a file that may be anything: never more than allowed, and never of a pipe or a device."""

import os
import stat
from pathlib import Path

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.readers.bounds import MEGABYTE

# Opening a pipe would wait for its other end; on Windows, text mode would change the bytes.
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def file_bytes(file: Path, most: int) -> bytes:
    """All bytes of a file. Raises ReadError where it cannot be opened, is no regular file, or has more than `most`.

    It is the opened file that is checked: the name could have been another file before.
    """
    try:
        with open(os.open(file, FLAGS), "rb") as opened:  # noqa: PTH123 - by its number
            status = os.fstat(opened.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise not_regular()
            data = opened.read(most + 1) if status.st_size <= most else None
    except (OSError, ValueError) as error:
        raise _cannot_open(error) from error
    if data is None or len(data) > most:
        raise ReadError(
            _(
                "文件有 {number} MB，最大 {number2} MB；请分成几个文件",
                number=status.st_size // MEGABYTE,
                number2=most // MEGABYTE,
            ),
        )
    return data


def not_regular() -> ReadError:
    return ReadError(_("不是普通文件（是管道、设备或文件夹）"))


def _cannot_open(error: OSError | ValueError) -> ReadError:
    match error:
        case FileNotFoundError():
            return ReadError(_("没有这个文件，请核对路径"))
        case IsADirectoryError():
            return not_regular()
        case PermissionError():
            return ReadError(_("没有读这个文件的权限"))
    reason = getattr(error, "strerror", None) or str(error)
    return ReadError(_("打不开：{reason}", reason=reason))
