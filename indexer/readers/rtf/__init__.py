"""RTF: paragraphs, lists with the numbers that the file itself holds, table rows, text boxes and notes in order.

Our own reader: the kept library (striprtf) gives one string, without hidden text, notes and page heads told apart.
Page heads and feet, comments and hidden text are left out and listed; deleted text is not read.
"""

from collections.abc import Iterator

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText
from indexer.readers.lines import Piece, text_of_pieces
from indexer.readers.rtf.document import Document
from indexer.readers.rtf.words import tokens

__all__ = ["read_rtf"]

MAX_TOKENS = 15_000_000  # a character of Chinese is up to three


def read_rtf(data: bytes, path: str) -> RawText:
    """Lines and left-out texts share one running number. Raises ReadError where it is no RTF, or too deep."""
    start = data.find(b"{\\rt")
    if start < 0:
        raise _damaged()
    document = Document()
    for number, token in enumerate(tokens(data[start:])):
        if number > MAX_TOKENS or document.is_too_deep:
            raise _damaged()
        if not document.take(token):
            break
    document.finish()
    return text_of_pieces(path, "rtf", document.encoding, _pieces(document))


def _pieces(document: Document) -> Iterator[Piece]:
    yield from document.text.close()
    for number, note in enumerate(document.notes, 1):
        mark = f"〔{number}〕"
        for piece in note.close():
            yield Piece(mark + piece.text, piece.level, piece.reason)
            mark = ""
    for flow in document.left_out:
        yield from flow.close()


def _damaged() -> ReadError:
    return ReadError(_("不是有效的 RTF 文档，也许已损坏"))
