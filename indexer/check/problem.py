"""What can be wrong with an index."""

from enum import StrEnum

import msgspec

from indexer.i18n import Message


class Wrong(StrEnum):
    """A file is missing, has another size, has other bytes, belongs nowhere, or cannot be read; or parts of the index
    disagree: counts with counts, answers with the text, the text with the corpus, the index with this program, whose
    analysis or whose format of files is another.
    """

    MISSING = "missing"
    SIZE = "size"
    BYTES = "bytes"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    CONTENTS = "contents"
    ANSWERS = "answers"
    TEXT = "text"
    ANALYSIS = "analysis"
    VERSION = "version"


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong; `file` is where, by its path in the folder of the index."""

    file: str
    wrong: Wrong
    message: Message
