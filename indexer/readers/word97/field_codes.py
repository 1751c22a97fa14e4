"""Fields: what a code works out is shown and the code is not ([MS-DOC] 2.8.25)."""

import re

from indexer.readers.docx.formula import overprinted_text

BEGIN, SEPARATOR, END = "\x13", "\x14", "\x15"
NOTHING = "\0"  # stands for each character that is not shown, so that places stay true
_SIGN = re.compile("[\x13-\x15]")


def shown_fields(text: str) -> str:
    """A text of the same length without the codes of its fields; a field that does not end is no field."""
    shown: list[str] = []
    place = 0
    for start, end, instead in _silent(text):
        if end > place:
            shown += [text[place:start], instead[max(place - start, 0) :]]
            place = end
    return "".join([*shown, text[place:]])


def _silent(text: str) -> list[tuple[int, int, str]]:
    """From where to where something else is shown, and what, in order; a field's code may have fields in it."""
    found: list[tuple[int, int, str]] = []
    begun: list[list[int]] = []  # of each open field where it begins, and where its code ends if that was seen
    for sign in _SIGN.finditer(text):
        if sign.group() == BEGIN:
            begun.append([sign.start()])
        elif not begun:
            continue
        elif sign.group() == SEPARATOR:
            begun[-1].append(sign.start())
        else:
            start, *separators = begun.pop()
            end = separators[0] + 1 if separators else sign.end()
            instead = "" if separators else overprinted_text(text[start + 1 : sign.start()])
            found.append((start, end, instead.ljust(end - start, NOTHING)))
    return sorted(found)
