"""Plain text: a line is a line."""

from indexer.model import RawText
from indexer.readers.encoding import decode
from indexer.readers.lines import text_lines


def read_plain(data: bytes, path: str) -> RawText:
    text, encoding = decode(data)
    return RawText(path, "txt", encoding, tuple(text_lines(text)), hard_wrapped=True)
