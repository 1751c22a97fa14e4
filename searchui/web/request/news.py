"""What a page tells of the folder of speeches in one line: that files are being taken in, or what has been a while ago."""

import os
from datetime import timedelta
from pathlib import Path

from flask import Flask, current_app, g

from indexer.i18n import Message, _, joined, n_
from indexer.intake.progress import FILE, Progress, TakenIn, read_progress
from indexer.store import now
from searchui.web.i18n.translations import t

WHILE = timedelta(minutes=30)  # that what was taken in is told of
_KEPT = "intake"


class Intake:
    """What the keeper of an index has written down, read again when that has changed."""

    def __init__(self, index: Path) -> None:
        self._index, self._file = index, str(index / FILE)
        self._read: tuple[int, Progress | None] = (0, None)

    @property
    def progress(self) -> Progress | None:
        """How far the index is behind its folder; None where nobody keeps it."""
        try:
            stamp = os.stat(self._file).st_mtime_ns  # noqa: PTH116 - as in `Generation.check_sizes`
        except OSError:
            return None
        if stamp != self._read[0]:
            self._read = stamp, read_progress(self._index)
        return self._read[1]


def tell_news(app: Flask, index: Path) -> None:
    """Have the pages of an application tell it."""
    app.extensions[_KEPT] = Intake(index)
    app.jinja_env.globals["news"] = news


def intake() -> Intake:
    """That of the application that answers this request."""
    found: Intake = current_app.extensions[_KEPT]
    return found


def news() -> str:
    """The line, in the reader's language; empty where there is nothing to tell. It is one and the same for a request."""
    told: str | None = g.get("news")
    if told is None:
        message = news_of(intake().progress)
        told = g.news = "" if message is None else t(message)
    return told


def news_of(progress: Progress | None) -> Message | None:
    """What is told of a progress."""
    if progress is None:
        return None
    if progress.total:
        return _("有新添加或改动过的文件，正在收录……")
    if progress.taken is not None and now() - progress.taken.at < WHILE:
        return _told(progress.taken)
    return None


def _told(taken: TakenIn) -> Message:
    counted = (
        (taken.added, n_("新收录 {n} 个文件", taken.added)),
        (taken.changed, n_("更新 {n} 个文件", taken.changed)),
        (taken.removed, n_("移走 {n} 个文件", taken.removed)),
        (taken.skipped, n_("{n} 个文件没能读", taken.skipped)),
    )
    parts = joined(_("，"), [message for number, message in counted if number])
    return _("{time} {parts}", time=taken.at.astimezone().strftime("%H:%M"), parts=parts)
