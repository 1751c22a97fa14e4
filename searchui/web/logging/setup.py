"""Where log records go: nothing is set up before a server starts."""

import logging
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from logging.handlers import RotatingFileHandler
from pathlib import Path

from indexer.errors import CallError
from indexer.i18n import Language, _
from searchui.web.logging.formatters import QUEUE, JsonFormatter, TextFormatter

OURS, WAITRESS = "searchui", "waitress"
MAX_FILE_BYTES = 10_000_000  # bytes of a log file, before another is begun
OLD_FILES = 5  # log files before the present one
QUEUE_INTERVAL = 10.0  # seconds between two words about the queue


class LogFormat(StrEnum):
    """How answers are logged; `none`: not at all, only what goes wrong is."""

    TEXT = "text"
    JSON = "json"
    NONE = "none"


@contextmanager
def log_to(form: LogFormat, file: Path | None, language: Language) -> Iterator[None]:
    """Inside, what this program and its web server log is written to a file, or to stderr.

    Raises CallError where the file cannot be written.
    """
    handler = _handler(file)
    handler.setFormatter(AsTold(JsonFormatter() if form is LogFormat.JSON else TextFormatter(language)))
    handler.addFilter(QueueFilter())
    with ExitStack() as stack:
        stack.callback(handler.close)
        stack.enter_context(_redirected(handler, OURS, logging.WARNING if form is LogFormat.NONE else logging.INFO))
        stack.enter_context(_redirected(handler, WAITRESS, logging.WARNING))
        yield


@contextmanager
def _redirected(handler: logging.Handler, name: str, level: int) -> Iterator[None]:
    logger = logging.getLogger(name)
    before = logger.handlers, logger.propagate, logger.level
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.handlers, logger.propagate, level = before
        logger.setLevel(level)


def _handler(file: Path | None) -> logging.Handler:
    if file is None:
        return logging.StreamHandler(sys.stderr)
    try:
        return RotatingFileHandler(file, maxBytes=MAX_FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
    except OSError as error:
        raise CallError(
            _("日志写不进“{file}”：{strerror}。请换一个文件：--log-file …", file=file, strerror=error.strerror),
        ) from error


class AsTold(logging.Formatter):
    """Writes what another process has written already as it is, and all else by another formatter, once: a file that may be
    full asks for the text of a record before it is written, and then again.
    """

    def __init__(self, other: logging.Formatter) -> None:
        super().__init__()
        self._other = other

    @staticmethod
    def record(told: str) -> logging.LogRecord:
        """A record of what another process has written."""
        return logging.makeLogRecord({"told": told})

    def format(self, record: logging.LogRecord) -> str:
        told: str | None = getattr(record, "told", None)
        if told is None:
            told = record.told = self._other.format(record)
        return told


class QueueFilter(logging.Filter):
    """Under load waitress logs its queue at every request; one line in a while says as much."""

    def __init__(self) -> None:
        super().__init__()
        self._last = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name != QUEUE:
            return True
        due = record.created >= self._last + QUEUE_INTERVAL
        if due:
            self._last = record.created
        return due
