"""The files of a corpus, in the order of their paths."""

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from indexer.errors import CorpusError
from indexer.i18n import Message, _, joined
from indexer.model import UnreadableItem
from indexer.readers.formats import usual_suffixes

IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
PATTERNS = "patterns.toml"  # the corpus's own patterns of page furniture and gaps
DICTIONARIES = ("user_dict.txt", "用户词典.txt")
SYNONYMS = ("synonyms.txt", "同义词.txt")
MAX_REASONS = 5  # reasons that an error gives
INVISIBLE_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, halves of characters, ends of lines
RESERVED_NAMES = frozenset({PATTERNS, *DICTIONARIES, *SYNONYMS})


class Contents(NamedTuple):
    """`files` as (path under the root with `/`, place on disk).

    `left_out` is what is not read: links that lead outside, pipes, folders that cannot be opened.
    """

    files: list[tuple[str, Path]]
    left_out: list[UnreadableItem]


def corpus_files(root: Path) -> list[tuple[str, Path]]:
    """The files of `corpus_contents`."""
    return corpus_contents(root).files


def corpus_contents(root: Path) -> Contents:
    """Everything under `root`, sorted by path.

    Hidden files, Office lock files (`~$…`) and the like are ignored.
    Raises CorpusError where the folder is missing or holds no file.
    """
    if not root.is_dir():
        raise CorpusError.missing(root)
    every = _scan(root)
    files = [(found.path, found.file) for found in every if found.reason is None]
    left_out = [UnreadableItem(found.path, found.reason) for found in every if found.reason is not None]
    if not files:
        empty = _(
            "文件夹“{folder}”里没有讲话稿。请放入 {formats} 文件后再建立索引。", folder=root, formats=usual_suffixes()
        )
        reasons = [_("{name}：{reason}", name=one.name, reason=one.reason) for one in left_out[:MAX_REASONS]]
        raise CorpusError(joined("\n  ", [empty, *reasons]))
    return Contents(files, left_out)


def own_patterns(root: Path) -> str | None:
    """The text of the corpus's own patterns of furniture and gaps; None where it has none."""
    file = root / PATTERNS
    return file.read_text(encoding="utf-8-sig") if file.is_file() and is_inside(file, root) else None


def is_inside(file: Path, root: Path) -> bool:
    """Whether a file lies in a folder when every link is followed; the folder itself may be a link."""
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root))


@dataclass(frozen=True, slots=True)
class _Item:
    """Something in the folder; `reason` says why it is left out."""

    path: str
    file: Path
    reason: Message | None = None


OUTSIDE = _("是通向讲话稿文件夹之外的链接，没有读；请把文件本身放进来")
NO_FILE = _("不是普通文件（是管道或设备），没有读")
NO_NAME = _("文件名里有看不见或不成字的符号，没有读；请改名")
CLOSED = _("打不开这个文件夹，里面的没有读")


def _scan(root: Path) -> list[_Item]:
    """Everything under `root` that may be a speech by its name, sorted by path.

    A link to a folder is not followed: its files are in the corpus at their own place, or outside.
    """
    # macOS hands out decomposed names; one form makes one id for one file everywhere.
    found = [
        _with_shown_name(unicodedata.normalize("NFC", path), file, reason)
        for path, file, reason in _walk(root, "", root)
    ]
    wanted = (one for one in found if one.path not in RESERVED_NAMES or one.reason is not None)
    return sorted(wanted, key=lambda one: (one.path, one.file))


def _with_shown_name(path: str, file: Path, reason: Message | None) -> _Item:
    """The item, left out if its name cannot be written or linked to."""
    if path.isprintable():  # as nearly all are
        return _Item(path, file, reason)
    shown = "".join("\ufffd" if unicodedata.category(sign) in INVISIBLE_CATEGORIES else sign for sign in path)
    if shown == path:
        return _Item(path, file, reason)
    return _Item(shown, file, reason or NO_NAME)


def _walk(folder: Path, path: str, root: Path) -> Iterator[tuple[str, Path, Message | None]]:
    """Each thing in a folder, whose `path` ends in a slash, by its path and its place."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield path.rstrip("/") or str(root), folder, CLOSED
        return
    for entry in entries:
        if _is_ignored(entry.name):
            continue
        own, file = f"{path}{entry.name}", Path(entry.path)
        if entry.is_symlink() or _is_junction(entry):
            yield from ((own, file, reason) for reason in _check_link(file, root))
        elif entry.is_dir():
            yield from _walk(file, f"{own}/", root)
        else:
            yield own, file, None if entry.is_file() else NO_FILE


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether it is a junction, the other kind of link to a folder on Windows."""
    tag = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return tag is not None and getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == tag


def _check_link(file: Path, root: Path) -> Iterator[Message | None]:
    """A link: None for its file if that is inside. A link that leads nowhere is reported when it is opened."""
    if not is_inside(file, root):
        yield OUTSIDE
    elif file.is_file() or not file.exists():
        yield None
    elif not file.is_dir():
        yield NO_FILE


def _is_ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in IGNORED_NAMES
