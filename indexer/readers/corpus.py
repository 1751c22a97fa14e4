"""The files of a corpus, in the order of their paths."""

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from indexer.errors import CorpusError
from indexer.i18n import Message, _, joined
from indexer.model import UnreadableItem
from indexer.readers.formats import usual_suffixes

IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
TRASH = "回收站"  # where removed files are, at the top of the folder
PATTERNS = "patterns.toml"  # the corpus's own patterns of page furniture and gaps
DICTIONARIES = ("user_dict.txt", "用户词典.txt")
SYNONYMS = ("synonyms.txt", "同义词.txt")
PHRASINGS = ("提法.tsv", "phrasings.tsv")  # outdated wordings and their successors
MAX_REASONS = 5  # reasons that an error gives
INVISIBLE_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, halves of characters, ends of lines
RESERVED_NAMES = frozenset({PATTERNS, *DICTIONARIES, *SYNONYMS, *PHRASINGS})


class Contents(NamedTuple):
    """`files` as (path under the root with `/`, place on disk).

    `left_out` is what is not read: links that lead outside, pipes, folders that cannot be opened. `beside` are the paths
    of what is no speech by its name: word lists, patterns, links to folders, hidden files, each hidden folder once.
    """

    files: list[tuple[str, Path]]
    left_out: list[UnreadableItem]
    beside: list[str]


def corpus_files(root: Path) -> list[tuple[str, Path]]:
    """The files of `corpus_contents`."""
    return corpus_contents(root).files


def corpus_contents(root: Path) -> Contents:
    """Everything under `root`, sorted by path.

    Hidden files, Office lock files (`~$…`), the folder 回收站 and the like are not opened.
    Raises CorpusError where the folder is missing or holds no file.
    """
    if not root.is_dir():
        raise CorpusError.missing(root)
    every = _scan(root)
    files = [(found.path, found.file) for found in every if found.reason is None and not found.beside]
    left_out = [UnreadableItem(found.path, found.reason) for found in every if found.reason is not None]
    beside = [found.path for found in every if found.reason is None and found.beside]
    if not files:
        empty = _(
            "文件夹“{folder}”里没有讲话稿。请放入 {formats} 文件后再建立索引。", folder=root, formats=usual_suffixes()
        )
        reasons = [_("{name}：{reason}", name=one.name, reason=one.reason) for one in left_out[:MAX_REASONS]]
        raise CorpusError(joined("\n  ", [empty, *reasons]))
    return Contents(files, left_out, beside)


def own_patterns(root: Path) -> str | None:
    """The text of the corpus's own patterns of furniture and gaps; None where it has none."""
    file = root / PATTERNS
    return file.read_text(encoding="utf-8-sig") if file.is_file() and is_inside(file, root) else None


def is_inside(file: Path, root: Path) -> bool:
    """Whether a file lies in a folder when every link is followed; the folder itself may be a link."""
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root))


@dataclass(frozen=True, slots=True)
class _Item:
    """Something in the folder; `reason` says why it is left out, `beside` that it is no speech by its name."""

    path: str
    file: Path
    reason: Message | None = None
    beside: bool = False


OUTSIDE = _("是通向讲话稿文件夹之外的链接，没有读；请把文件本身放进来")
NO_FILE = _("不是普通文件（是管道或设备），没有读")
NO_NAME = _("文件名里有看不见或不成字的符号，没有读；请改名")
CLOSED = _("打不开这个文件夹，里面的没有读")


def _scan(root: Path) -> list[_Item]:
    """Everything under `root`, sorted by path.

    A link to a folder is not followed: its files are in the corpus at their own place, or outside.
    """
    found = (_with_shown_name(item) for item in _with_one_form(list(_walk(root, "", root))))
    marked = (replace(one, beside=one.beside or one.path in RESERVED_NAMES) for one in found)
    return sorted(marked, key=lambda one: (one.path, one.file))


def _with_one_form(found: Sequence[_Item]) -> Iterator[_Item]:
    """The items with composed names: macOS hands out decomposed ones, and one form makes one id for a file everywhere.

    Where two files differ in nothing else, both are there: the name that is composed keeps its own, and so does the other.
    """
    composed = [unicodedata.normalize("NFC", one.path) for one in found]
    often = Counter(composed)
    for one, path in zip(found, composed, strict=True):
        yield one if often[path] > 1 else replace(one, path=path)


def _with_shown_name(item: _Item) -> _Item:
    """The item, left out if its name cannot be written or linked to."""
    if item.path.isprintable():  # as nearly all are
        return item
    shown = "".join("\ufffd" if unicodedata.category(sign) in INVISIBLE_CATEGORIES else sign for sign in item.path)
    if shown == item.path:
        return item
    return replace(item, path=shown, reason=None if item.beside else item.reason or NO_NAME)


def _walk(folder: Path, path: str, root: Path) -> Iterator[_Item]:
    """Each thing in a folder, whose `path` ends in a slash."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield _Item(path.rstrip("/") or str(root), folder, CLOSED)
        return
    for entry in entries:
        own, file = f"{path}{entry.name}", Path(entry.path)
        if is_ignored(entry.name) or own == TRASH:
            yield _Item(own, file, beside=True)
        elif entry.is_symlink() or _is_junction(entry):
            yield _check_link(own, file, root)
        elif entry.is_dir():
            yield from _walk(file, f"{own}/", root)
        else:
            yield _Item(own, file, None if entry.is_file() else NO_FILE)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether it is a junction, the other kind of link to a folder on Windows."""
    tag = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return tag is not None and getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == tag


def _check_link(path: str, file: Path, root: Path) -> _Item:
    """A link: its file if that is inside. A link that leads nowhere is reported when it is opened."""
    if not is_inside(file, root):
        return _Item(path, file, OUTSIDE)
    if file.is_file() or not file.exists():
        return _Item(path, file)
    return _Item(path, file, beside=True) if file.is_dir() else _Item(path, file, NO_FILE)


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is never opened."""
    return name.startswith((".", "~$")) or name.lower() in IGNORED_NAMES
