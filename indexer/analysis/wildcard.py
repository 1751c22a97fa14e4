"""Wildcards: what a text with `?` and `*` matches in a folded text.

`?` is any one character that does not end a sentence, or a question mark itself; `*` is none to MAX_SKIPPED
characters, none of which ends a sentence. So a text that has these characters itself is matched too.
Question marks at the end of a pattern, alone or with exclamation marks, are punctuation and not searched for.
Paragraphs have no line breaks.
"""

import re
from collections.abc import Iterator
from functools import cache

from indexer.analysis.fold import fold
from indexer.model import Span

ONE, SOME = "?", "*"
MAX_SKIPPED = 10  # characters that a `*` may stand for
SENTENCE_ENDS = "。!?;"  # folded


def open_part(text: str) -> str:
    """A text without the question marks that close it."""
    return text[: len(text) - len(closing_part(text))]


def closing_part(text: str) -> str:
    """The question marks that close a text, with exclamation marks among them; as it was written."""
    folded = fold(text)
    end = len(folded.rstrip("?!"))
    return text[end:] if ONE in folded[end:] else ""


def pieces(pattern: str) -> tuple[str, ...]:
    """The parts of a pattern between its `*`: folded, each with its `?`."""
    return tuple(fold(open_part(pattern)).split(SOME))


def matches(pattern: str, folded: str) -> Iterator[Span]:
    """The matches of a pattern, by their starts: of each start the shortest. They may overlap."""
    first, *others = [_overlapping(piece) for piece in pieces(pattern)]

    @cache
    def end(place: int, start: int) -> int | None:
        """Where the rest of the pattern ends first whose piece `place` starts at `start`, or up to a `*` later."""
        ends = []
        for at in range(start, min(start + MAX_SKIPPED, len(folded)) + 1):
            found = others[place].match(folded, at)
            if found:
                ends.append(found.end(1) if place == len(others) - 1 else end(place + 1, found.end(1)))
            if folded[at : at + 1] in SENTENCE_ENDS:
                break
        return min((one for one in ends if one is not None), default=None)

    for found in first.finditer(folded):
        last = end(0, found.end(1)) if others else found.end(1)
        if last is not None:
            yield Span(found.start(), last)


def _overlapping(piece: str) -> re.Pattern[str]:
    """A pattern that finds a piece at every place, also where matches overlap."""
    one = f"[^{SENTENCE_ENDS.replace(ONE, '')}]"
    return re.compile(f"(?=({''.join(one if sign == ONE else re.escape(sign) for sign in piece)}))", re.DOTALL)
