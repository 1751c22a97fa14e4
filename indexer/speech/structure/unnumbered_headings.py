"""Headings without a number (过去五年的回顾): short lines set apart, recognised by their neighbours."""

import re
from collections.abc import Sequence

from indexer.model import Kind, Line
from indexer.speech.enumerator import enumerator

SHORTEST, LONGEST = 4, 36  # characters
MAX_SHARE = 0.34  # of the lines; beyond, short lines are verse, a table or talk
PUNCTUATION = re.compile(r"[。；！？!?;：:…]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_END = "。！？；：:!?;”」』）)…"


def plain_headings(lines: Sequence[Line], kinds: Sequence[Kind]) -> frozenset[int]:
    """The lines that are headings by their shape and place.

    Short, without a sentence's punctuation, after a finished paragraph and before a longer one or a numbered
    heading. None in a file whose format marks its headings.
    """
    if any(line.level is not None and line.level > 1 for line in lines):
        return frozenset()
    shaped = [_is_shaped(line.text) and kind is Kind.BODY for line, kind in zip(lines, kinds, strict=True)]
    found = {index for index in range(len(lines)) if shaped[index] and _is_placed(lines, kinds, shaped, index)}
    return frozenset(found) if len(found) <= MAX_SHARE * len(lines) else frozenset()


def _is_shaped(text: str) -> bool:
    return (
        SHORTEST <= len(text) <= LONGEST
        and PUNCTUATION.search(text) is None
        and text[-1] not in "，、,"
        and len(_HAN.findall(text)) * 2 >= len(text)
        and enumerator(text) is None
    )


def _is_placed(lines: Sequence[Line], kinds: Sequence[Kind], shaped: Sequence[bool], index: int) -> bool:
    if index + 1 >= len(lines) or kinds[index + 1] is not Kind.BODY or shaped[index + 1]:
        return False
    before = lines[index - 1].text if index else ""
    after = lines[index + 1].text
    finished = not before or before[-1] in _END or kinds[index - 1] is not Kind.BODY or enumerator(before) is not None
    return finished and ((len(after) > len(lines[index].text) and after[-1] in _END) or enumerator(after) is not None)
