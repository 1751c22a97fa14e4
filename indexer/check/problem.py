"""What can be wrong with an index."""

from enum import StrEnum

import msgspec

from indexer.i18n import Message


class ProblemKind(StrEnum):
    """What kind of problem it is.

    Of a file: it is missing, has another size or other bytes, does not belong to the index, or cannot be read. Of the
    index: its parts disagree (contents), it answers wrongly, its text differs from the corpus, or it was built with
    another analysis or by another version.
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
    wrong: ProblemKind
    message: Message
