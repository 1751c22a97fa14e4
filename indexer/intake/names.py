"""Names of files that come from elsewhere: where in the folder of speeches they may be put, if anywhere."""

import unicodedata
from pathlib import PurePosixPath

from indexer.errors import CallError
from indexer.i18n import Message, _
from indexer.readers import format_of
from indexer.readers.corpus import RESERVED_NAMES, TRASH, is_ignored
from indexer.readers.formats import usual_suffixes
from indexer.readers.sidecar import is_sidecar

LONGEST_NAME = 200  # bytes of the name of a file or folder; systems take 255, and a hidden copy has a longer one
LONGEST_PATH = 1000  # bytes
NEVER = frozenset('<>:"|?*')  # on Windows
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def checked_path(name: str) -> str:
    """The path under the folder of speeches for a file of this name. Raises CallError where it can have none."""
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))
    parts = path.split("/")
    problem = _problem(parts) or next((found for part in parts if (found := _problem_of_part(part))), None)
    if problem is None and not (is_sidecar(path) or _is_read(path)):
        problem = _("这种文件读不了；可以放 {formats}，或装着它们的 zip", formats=usual_suffixes())
    if problem is not None:
        raise CallError(problem)
    return path


def _is_read(path: str) -> bool:
    return path not in RESERVED_NAMES and format_of(PurePosixPath(path)) is not None


def _problem(parts: list[str]) -> Message | None:
    if any(part in ("", ".", "..") for part in parts) or ":" in parts[0]:
        return _("文件名里不能有“..”，也不能是整个磁盘里的位置")
    if len("/".join(parts).encode()) > LONGEST_PATH:
        return _("文件名太长")
    return _("“{name}”这个文件夹是放移走的文件的", name=TRASH) if parts[0] == TRASH else None


def _problem_of_part(part: str) -> Message | None:
    if is_ignored(part):
        return _("以点开头的、Office 的锁文件之类不收")
    if len(part.encode()) > LONGEST_NAME:
        return _("文件名太长")
    is_device = part.partition(".")[0].strip().lower() in DEVICES
    if not part.isprintable() or part != part.strip(" ").rstrip(".") or NEVER & set(part) or is_device:
        return _("文件名里有看不见的或别的系统不收的符号，请改名")
    return None
