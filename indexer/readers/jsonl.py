"""JSON Lines: one speech a line, with `text` and any other fields; a broken line does not stop the others."""

from collections.abc import Iterator
from typing import Any

import msgspec

from indexer.i18n import Message, _
from indexer.model import RawText, UnreadableItem
from indexer.readers.bounds import MAX_CHARACTERS, NO_SPEECH
from indexer.readers.encoding import decode
from indexer.readers.lines import text_lines
from indexer.readers.sidecar import declared_fields
from indexer.shown_text import as_shown

_RECORD = msgspec.json.Decoder(dict[str, Any])


def read_jsonl(data: bytes, path: str) -> Iterator[RawText | UnreadableItem]:
    """A RawText a line, `part` being the line's number; UnreadableItem for lines that are no object with `text`."""
    text, encoding = decode(data)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _speech(line, number, path, encoding)


def _speech(line: str, number: int, path: str, encoding: str) -> RawText | UnreadableItem:
    try:
        record: dict[str, Any] = _RECORD.decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        return _unread(path, number, _("不是一条 JSON 记录：{error}", error=error))
    body = record.pop("text", None)
    if not isinstance(body, str) or not body.strip():
        return _unread(path, number, _("没有 text 这一项"))
    if len(body) > MAX_CHARACTERS:
        return _unread(path, number, NO_SPEECH)
    lines = tuple(text_lines(body))
    fields = declared_fields({name: as_shown(str(value)) for name, value in record.items() if value is not None})
    return RawText(path, "jsonl", encoding, lines, fields, part=number, hard_wrapped=True)


def _unread(path: str, number: int, reason: Message) -> UnreadableItem:
    return UnreadableItem(f"{path}:{number}", _("第 {number} 行{reason}", number=number, reason=reason))
