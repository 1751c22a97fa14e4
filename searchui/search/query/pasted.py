"""Text as people paste it: breaks of lines and white space around it are of the page that it was on, not of the text."""

import re

from indexer.hyphenation import Hyphens

_BREAK = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
PARTING = "，、；。,;"
# Marks that belong to what they begin or end.
_OPENING, _CLOSING = "（(《〈【［[“「『-－−+'’", "）)》〉】］]”」』%％‰℃+"
_NUMBER_END = re.compile(r"\d[.,:]?\Z")


def unwrap(text: str) -> str:
    """A text without white space around it and without breaks of lines.

    As lines of files are joined: a space between Latin words, nothing between Chinese characters, inside a number, nor
    where a hyphen parts a word.
    """
    first, *lines = _BREAK.split(text.strip())
    hyphens = Hyphens(lines and [first, *lines])
    for line in lines:
        whole = hyphens.joined(first, line)
        first = first + _glue(first, line) + line if whole is None else whole
    return first


def without_parting(value: str) -> str:
    """The value of a field without the punctuation that parts it from what follows: 讲话人：甲，“乙”."""
    return value.rstrip(PARTING) or value


def without_marks(text: str) -> str:
    """A text without the punctuation before and after it; empty where it is nothing else."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum() and text[start] not in _OPENING:
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in _CLOSING:
        end -= 1
    return text[start:end]


def _glue(left: str, right: str) -> str:
    if not left or not right:
        return ""
    before, after = left[-1], right[0]
    if not before.isascii() or not after.isascii() or before in "-/(" or not after.isalnum():
        return ""
    return "" if _NUMBER_END.search(left) and after.isdigit() else " "
