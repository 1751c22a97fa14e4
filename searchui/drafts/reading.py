"""The text of a draft, in any format that speeches may have."""

from indexer.errors import CallError, ReadError
from indexer.model import RawText, UnreadableItem
from indexer.readers import read_texts


def read_draft(data: bytes, name: str) -> str:
    """The text in the bytes of a file of that name, a line for each of its own.

    Raises CallError for what cannot be read: nothing of it is proofread then.
    """
    try:
        found = read_texts(data, name)
    except ReadError as error:
        raise CallError(error.message) from error
    for item in found:
        if isinstance(item, UnreadableItem):
            raise CallError(item.reason)
    return "\n".join(line.text for item in found if isinstance(item, RawText) for line in item.lines)
