"""Messages in JSON: for programs, in Chinese and in English; on disk, so that they can be told in any language."""

from typing import Any

import msgspec

from indexer.i18n.message import Message


def public_form(value: object) -> Any:
    """What a message is in an answer to a program: msgspec's hook for what it does not know."""
    if isinstance(value, Message):
        return {"zh": value.text("zh"), "en": value.text("en")}
    raise NotImplementedError(type(value))


def stored_form(value: object) -> Any:
    """What a message is in a file of the index; `from_stored` makes it again."""
    if isinstance(value, Message):
        return {"msgid": value.msgid, "values": value.values, "n": value.n, "context": value.context}
    raise NotImplementedError(type(value))


def from_stored(wanted: type, value: Any) -> Any:
    """msgspec's hook for reading a message that `stored_form` wrote: `Decoder(kind, dec_hook=from_stored)`."""
    if wanted is not Message:
        raise NotImplementedError(wanted)
    if not (isinstance(value, dict) and isinstance(value.get("msgid"), str)):
        raise TypeError("not a message")  # which msgspec tells as an error of the file
    return _message(value)


def _message(stored: dict[str, Any]) -> Message:
    values = stored.get("values") or {}
    inner = {name: _message(one) if isinstance(one, dict) and "msgid" in one else one for name, one in values.items()}
    return Message(stored["msgid"], inner, n=stored.get("n"), context=stored.get("context") or "")


def public_json(value: object) -> bytes:
    """An answer as JSON."""
    return msgspec.json.encode(value, enc_hook=public_form)


def stored_json(value: object) -> bytes:
    """Values of the index as JSON."""
    return msgspec.json.encode(value, enc_hook=stored_form)


def stored_msgpack(value: object) -> bytes:
    """Values of the index as MessagePack."""
    return msgspec.msgpack.encode(value, enc_hook=stored_form)
