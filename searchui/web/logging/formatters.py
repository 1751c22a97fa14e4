"""How log records look: a line for people, in columns, or a JSON object a line for programs."""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from indexer.i18n import N_, Count, Language, Message, _, translate
from searchui.web.logging.access_log import AccessRecord, truncate

QUEUE = "waitress.queue"
QUERY, HITS, NUMBER = N_("查 {query_ms:.1f} ms"), N_("得 {hits}"), N_("编号 {number}")  # columns of a line
MAX_MESSAGE = 300
MAX_REASON = 80  # of an exception's own words, which may repeat a query
LEVELS = {
    logging.INFO: _("说明"),
    logging.WARNING: _("提醒"),
    logging.ERROR: _("差错"),
}


class TextFormatter(logging.Formatter):
    """A line for people."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._query, self._hits, self._number = (translate(text, language) for text in (QUERY, HITS, NUMBER))

    def format(self, record: logging.LogRecord) -> str:
        moment = _second(int(record.created))
        access = _access(record)
        if access:
            return f"{moment}  {self._line(access)}"
        level = LEVELS.get(record.levelno, LEVELS[logging.ERROR]).text(self._language)
        return "\n".join((f"{moment}  {level}  {self._message(record)}", *_trace(record)))

    def _line(self, one: AccessRecord) -> str:
        query = "" if one.query_ms is None else self._query.format(query_ms=one.query_ms)
        hits = "" if one.hits is None else self._hits.format(hits=Count(one.hits))
        number = self._number.format(number=one.number) if one.status >= 500 else ""
        columns = (
            f"{one.status}  {one.ms:8.1f} ms  {query:15}  {hits:11}  {one.size / 1000:7.1f} kB  {one.client:15}  {one.method:4}",
            one.path,
            one.query,
            one.parameters,
            number,
        )
        return "  ".join(column for column in columns if column)

    def _message(self, record: logging.LogRecord) -> str:
        if record.name == QUEUE and isinstance(record.args, tuple) and record.args:
            return self._text(
                _("{value} 个请求在排队；若常有，请用更多线程：--threads", value=record.args[0]),
            )
        return truncate(record.getMessage(), MAX_MESSAGE)

    def _text(self, message: Message) -> str:
        return message.text(self._language)


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        moment = _moment(record).isoformat(timespec="milliseconds")
        entry: dict[str, Any] = {"time": moment, "level": record.levelname.lower()}
        access = _access(record)
        if access:
            entry |= access._asdict()
        else:
            entry |= {"logger": record.name, "message": truncate(record.getMessage(), MAX_MESSAGE)}
        if record.exc_info:
            entry["traceback"] = list(_trace(record))
        return json.dumps(entry, ensure_ascii=False)


@lru_cache(2)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created).astimezone()


def _access(record: logging.LogRecord) -> AccessRecord | None:
    access = getattr(record, "access", None)
    return access if isinstance(access, AccessRecord) else None


def _trace(record: logging.LogRecord) -> Iterator[str]:
    """The traceback of a record, line by line, set in so that none can pass for a line of the log."""
    for error in _chain(record.exc_info[1] if record.exc_info else None):
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"    {frame.filename}:{frame.lineno} {frame.name}: {frame.line}"
        yield f"  {type(error).__name__}: {truncate(str(error), MAX_REASON)}"


def _chain(error: BaseException | None) -> list[BaseException]:
    """An error and those that it came from, the first of them first."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain[::-1]
