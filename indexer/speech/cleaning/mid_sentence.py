"""Whether a line ends a sentence or breaks off in the middle of one."""

import re

from indexer.speech.enumerator import enumerator

SENTENCE_END = frozenset("。！？；：:!?;…")
_AFTER_END = "”’」』》）)】"  # what may close behind a sentence's end
_MARKS = "，。；、！？"
INNER_MARK = re.compile(rf"[{_MARKS}](?=.)")
SENTENCE_INSIDE = re.compile(r"[。！？；](?=[^”’」』》）)】])")
_CLOSED = {"”": "“", "’": "‘", "」": "「", "』": "『", "》": "《", "）": "（", "】": "【"}
_OPENED = {opening: closing for closing, opening in _CLOSED.items()}
_NEVER_FIRST = "，。、；！？"


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a sentence's end, brackets and quotation marks behind it not counted."""
    return text.rstrip(_AFTER_END)[-1:] in SENTENCE_END


def breaks_off(text: str) -> bool:
    """Whether a line ends without a sentence's end; so do headings, names and the items of lists."""
    return not ends_sentence(text)


def is_prose(text: str) -> bool:
    """Whether a mark stands inside the line, behind its number: a sentence, and no name, heading or item of a list."""
    number = enumerator(text)
    return INNER_MARK.search(text, len(number.label) if number else 0) is not None


def is_torn(left: str, right: str) -> bool:
    """Whether no author ends a line so and begins the next so: a mark that closes stands first, one that opens last."""
    first, last = right[0], left[-1]
    if first in _NEVER_FIRST:
        return breaks_off(left)
    if first in _CLOSED:
        return left.count(_CLOSED[first]) > left.count(first)
    return last in _OPENED and left.count(last) > left.count(_OPENED[last])
