"""The files of a corpus, in the order of their paths."""

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import CorpusError
from indexer.message import Message
from indexer.model import Unread

IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
PATTERNS = "patterns.toml"  # the corpus's own patterns of page furniture and gaps
DICTIONARIES = ("user_dict.txt", "用户词典.txt")
SYNONYMS = ("synonyms.txt", "同义词.txt")
FEW = 5  # reasons that an error gives
UNSHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, halves of characters, ends of lines
NO_SPEECHES = frozenset({PATTERNS, *DICTIONARIES, *SYNONYMS})


def corpus_files(root: Path) -> list[tuple[str, Path]]:
    """Every file under `root` as (path under the root with `/`, place on disk), sorted by path.

    Hidden files, Office lock files (`~$…`) and the like are no speeches and are passed over.
    Raises CorpusError where the folder is missing or holds no file.
    """
    if not root.is_dir():
        raise CorpusError(
            f"找不到讲话稿文件夹“{root}”。请建立它并放入讲话稿，或在命令里写出所在的文件夹。",
            f"There is no folder “{root}”. Make it and put speeches in, or name the folder in the command.",
        )
    files = [(found.path, found.file) for found in _found(root) if found.reason is None]
    if not files:
        reasons = left_out(root)[:FEW]
        raise CorpusError(
            f"文件夹“{root}”里没有讲话稿。请放入 .txt .md .html .docx .pdf .epub 文件后再建立索引。"
            + "".join(f"\n  {one.name}：{one.reason.zh}" for one in reasons),
            f"The folder “{root}” holds no speeches. Put .txt .md .html .docx .pdf .epub files in and build again."
            + "".join(f"\n  {one.name}: {one.reason.en}" for one in reasons),
        )
    return files


def left_out(root: Path) -> list[Unread]:
    """What is under `root` and is not read all the same: links that lead out of it, pipes, folders that cannot be opened."""
    return [Unread(found.path, found.reason) for found in _found(root) if found.reason is not None]


def own_patterns(root: Path) -> str | None:
    """The text of the corpus's own patterns of furniture and gaps; None where it has none."""
    file = root / PATTERNS
    return file.read_text(encoding="utf-8-sig") if file.is_file() and is_inside(file, root) else None


def is_inside(file: Path, root: Path) -> bool:
    """Whether a file lies in a folder when every link is followed; the folder itself may be a link."""
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root))


@dataclass(frozen=True, slots=True)
class _Found:
    """Something in the folder; `reason` tells why it is left out."""

    path: str
    file: Path
    reason: Message | None = None


OUTSIDE = Message(
    "是通向讲话稿文件夹之外的链接，没有读；请把文件本身放进来",
    "is a link out of the folder of speeches and was not read; put the file itself in",
)
NO_FILE = Message("不是普通文件（是管道或设备），没有读", "is a pipe or a device and was not read")
NO_NAME = Message(
    "文件名里有看不见或不成字的符号，没有读；请改名",
    "has a name with signs that cannot be shown, and was not read; rename it",
)
CLOSED = Message("打不开这个文件夹，里面的没有读", "this folder cannot be opened; what is in it was not read")


def _found(root: Path) -> list[_Found]:
    """Everything under `root` but what is no speech by its name, sorted by path.

    A link to a folder is not followed: what is in it stands in the corpus at its own place, or out of it.
    """
    found = [_named(_relative(file, root), file, reason) for file, reason in _walk(root, root)]
    wanted = (one for one in found if one.path not in NO_SPEECHES or one.reason is not None)
    return sorted(wanted, key=lambda one: (one.path, one.file))


def _named(path: str, file: Path, reason: Message | None) -> _Found:
    """What was found, left out where its name could not be written or linked to."""
    shown = "".join("\ufffd" if unicodedata.category(sign) in UNSHOWN else sign for sign in path)
    if shown == path:
        return _Found(path, file, reason)
    return _Found(shown, file, reason or NO_NAME)


def _walk(folder: Path, root: Path) -> Iterator[tuple[Path, Message | None]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield folder, CLOSED
        return
    for entry in entries:
        file = folder / entry.name
        if _is_ignored(entry.name):
            continue
        if entry.is_symlink() or _is_junction(file):
            yield from _linked(file, root)
        elif entry.is_dir():
            yield from _walk(file, root)
        else:
            yield file, None if entry.is_file() else NO_FILE


def _is_junction(file: Path) -> bool:
    """Whether it is Windows' other kind of link to a folder."""
    return bool(getattr(os.lstat(file), "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1))


def _linked(file: Path, root: Path) -> Iterator[tuple[Path, Message | None]]:
    """A link: its file where that is inside; one that leads nowhere is found to do so by who opens it."""
    if not is_inside(file, root):
        yield file, OUTSIDE
    elif file.is_file() or not file.exists():
        yield file, None
    elif not file.is_dir():
        yield file, NO_FILE


def _relative(file: Path, root: Path) -> str:
    # macOS hands out decomposed names; one form makes one id for one file everywhere.
    return unicodedata.normalize("NFC", file.relative_to(root).as_posix())


def _is_ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in IGNORED_NAMES
