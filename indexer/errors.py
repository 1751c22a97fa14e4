"""Every error that reaches a user, as one tree.

    SpeechsearchError
    ├── CallError            the call itself is wrong                      exit 2
    │   ├── CorpusError      the folder of speeches is missing or empty
    │   ├── WordListError    a dictionary or a list of synonyms cannot be read
    │   ├── QueryError       the query cannot be read; knows the place
    │   └── PageError        there is no such page of results
    ├── NotFoundError        no speech has this id                         exit 1
    ├── ReadError            one file cannot be read; the others go on     exit 1
    │   └── UnrecognisedError    it has pages that a machine must read first
    └── IndexUnusableError   the index cannot be used                      exit 3
        ├── IndexMissingError    nothing has been built yet
        ├── IndexStaleError      it was built by another version, or with another analysis
        └── IndexLockedError     another process is writing

Each carries its sentence as a Message; `str(error)` is the Chinese one.
"""

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

from indexer.i18n import SOURCE, Language, Message, _


class SpeechsearchError(Exception):
    """Base of all errors of this project.

    `exit_code` is what a command ends with; `may_pass`, whether it may be otherwise in a moment, with nothing done.
    """

    exit_code: ClassVar[int] = 1
    may_pass: ClassVar[bool] = False

    def __init__(self, message: Message) -> None:
        super().__init__(message.text())
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickling for another process: by default an exception is made again from `args` alone."""
        return _rebuild, (type(self), self.args, vars(self))

    def text(self, language: Language = SOURCE) -> str:
        return self.message.text(language)


def _rebuild(kind: type[SpeechsearchError], args: tuple[Any, ...], state: dict[str, Any]) -> SpeechsearchError:
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(state)
    return error


class CallError(SpeechsearchError):
    exit_code = 2


class CorpusError(CallError):
    @classmethod
    def missing(cls, folder: Path) -> Self:
        """There is no folder of speeches."""
        return cls(
            _("找不到讲话稿文件夹“{folder}”。请建立它并放入讲话稿，或在命令里写出所在的文件夹。", folder=folder),
        )


class WordListError(CallError):
    """A user's dictionary or list of synonyms cannot be read; `line` is None where it is the whole of it."""

    def __init__(self, file: str, line: int | None, reason: Message) -> None:
        where = _("{file} 第 {line} 行", file=file, line=line) if line else file
        super().__init__(_("{where}：{reason}", where=where, reason=reason))
        self.file, self.line = file, line


class QueryError(CallError):
    """The query cannot be read; `position` is the 0-based character of the query that is at fault.

    `edit` says what would mend that place: from where, to where (exclusive), and what to write instead. `mended` is the
    whole query once it can be read; None where nothing is known that can.
    """

    def __init__(self, message: Message, *, position: int = 0, edit: tuple[int, int, str] | None = None) -> None:
        super().__init__(message)
        self.position = position
        self.edit = edit
        self.mended: str | None = None


class PageError(CallError):
    """There is no such page; `last` is the number of the last one, 0 where the number itself is wrong."""

    def __init__(self, message: Message, *, last: int = 0) -> None:
        super().__init__(message)
        self.last = last


class NotFoundError(SpeechsearchError):
    pass


class UnknownNameError(NotFoundError):
    """For a speaker or an occasion of whom, or at which, the corpus has no speech."""


class ReadError(SpeechsearchError):
    pass


class UnrecognisedError(ReadError):
    """A machine can read the pictures of these pages, from 1, and has not yet; so many others it has."""

    def __init__(self, pages: Sequence[int], known: int) -> None:
        super().__init__(_("有 {count} 页是扫描的图片，要先由机器识别", count=len(pages)))
        self.pages = tuple(pages)
        self.known = known


class IndexUnusableError(SpeechsearchError):
    exit_code = 3

    @classmethod
    def damaged(cls, file: str | None = None) -> Self:
        """Files of the index are missing, cut or changed; `file` is the path in the index of the one that is known."""
        which = _("（{file}）", file=file) if file else ""
        return cls(
            _(
                "索引已损坏{which}。讲话稿不受影响，请修复：speechsearch check --repair，或重新建立：speechsearch build",
                which=which,
            )
        )


class IndexMissingError(IndexUnusableError):
    pass


class IndexStaleError(IndexUnusableError):
    """The index is intact, but not for this version of the program: nothing is lost, it must be built again."""

    @classmethod
    def of_another_version(cls) -> Self:
        """Its files have the format of an older or a newer version of this program."""
        return cls(
            _("索引是另一个版本的程序建立的。请重新建立：speechsearch build"),
        )


class IndexLockedError(IndexUnusableError):
    may_pass = True


DISK_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def write_error(folder: Path, error: OSError) -> IndexUnusableError:
    """An error of the system while an index was written, as a sentence that says what to do."""
    advice = _("请检查权限和剩余空间")
    if error.errno in DISK_FULL:
        advice = _("磁盘已满，请腾出空间再试")
    elif error.errno in FORBIDDEN:
        advice = _("请检查写入权限，或用 --index 换一个文件夹")
    place = folder if error.filename is None or folder in Path(str(error.filename)).parents else error.filename
    return IndexUnusableError(
        _(
            "写不进“{place}”：{strerror}。{advice}。原来的索引没有改动。",
            place=place,
            strerror=error.strerror,
            advice=advice,
        ),
    )
