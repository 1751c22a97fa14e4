"""Word 97–2003 files (.doc, and .wps, which WPS Office writes alike): paragraphs, table rows, text boxes and notes in order,
with the numbers that Word shows.

Our own reader on every machine, and no office program: one file is one text everywhere, and no program with the
rights of its user opens files of strangers. Page heads and feet, comments and hidden text are left out and listed;
deleted text is not read.
"""

from indexer.model import RawText
from indexer.readers.lines import text_of_pieces
from indexer.readers.word97.compound import CompoundFile
from indexer.readers.word97.document import Document

__all__ = ["read_doc"]


def read_doc(data: bytes, path: str) -> RawText:
    """Lines and left-out texts share one running number. Raises ReadError where it is no such file, or is locked."""
    return text_of_pieces(path, "doc", "utf-16", Document(CompoundFile(data)).pieces())
