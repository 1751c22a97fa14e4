"""Tables of contents: headings listed before the text in which they come again."""

import re
from collections.abc import Sequence

from indexer.model import Line
from indexer.speech.enumerator import enumerator

TITLE = re.compile(r"目\s*[录錄次]|[（(]?内容[提纲要]+[）)]?|提\s*纲")
LEADER = re.compile(r"[\s.．·…—_]*[（(]?\d{0,4}[）)]?\s*$")  # dots and a page number after an entry
LEADER_SIGN = re.compile(r"[\s.．·…—_（(\d）)]")  # all that a leader is made of
MIN_ENTRIES = 3


def contents_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The lines of a contents list, its title too: entries in a row that all come again further down."""
    entries = [_entry(line.text) for line in lines]
    last = {entry: index for index, entry in enumerate(entries)}
    if len(last) == len(entries):
        return frozenset()  # nothing comes again
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and last[entries[end]] > end and _is_short(lines[end].text):
            end += 1
        run = range(start, end)
        titled = start > 0 and TITLE.fullmatch(lines[start - 1].text) is not None
        if len(run) >= MIN_ENTRIES and (
            titled or sum(enumerator(lines[i].text) is not None for i in run) >= MIN_ENTRIES
        ):
            return frozenset(range(start - titled, end))
        start = max(end, start + 1)
    return frozenset()


def _entry(text: str) -> str:
    """An entry without its leader and page number, white space apart."""
    has_leader = LEADER_SIGN.fullmatch(text[-1:])  # else the search would try every place of the text in vain
    bare = LEADER.sub("", text) if has_leader else text
    return "".join(bare.split()) or text


def _is_short(text: str) -> bool:
    return len(text) <= 60 and text[-1] not in "。！？"
