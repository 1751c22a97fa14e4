"""Tables of contents: headings listed before the text in which they come again."""

import re
from collections.abc import Iterator, Sequence

from indexer.model import Line
from indexer.speech.enumerator import enumerator

TITLE = re.compile(r"目\s*[录錄次]|[（(]?内容[提纲要]+[）)]?|提\s*纲")
LEADER = re.compile(r"[\s.．·…—_]*[（(]?\d{0,4}[）)]?\s*$")  # dots and a page number after an entry
LEADER_SIGNS = frozenset(".．·…—_（(）)")  # what a leader is made of, beside digits and white space
MIN_ENTRIES = 3


def contents_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The lines of a contents list, its title too: entries in a row that all come again further down."""
    short = {index for index, line in enumerate(lines) if _is_short(line.text)}
    begins = {lines[index].text[0] for index in short}  # an entry begins as its line does: few lines need a closer look
    entries = {index: _entry(line.text) for index, line in enumerate(lines) if line.text[0] in begins}
    last = {entry: index for index, entry in entries.items()}
    again = [index for index, entry in entries.items() if last[entry] > index and index in short]
    for run in _runs(again):
        titled = run.start > 0 and TITLE.fullmatch(lines[run.start - 1].text) is not None
        if titled or sum(enumerator(lines[i].text) is not None for i in run) >= MIN_ENTRIES:
            return frozenset(range(run.start - titled, run.stop))
    return frozenset()


def _runs(numbers: Sequence[int]) -> Iterator[range]:
    """The runs of consecutive numbers, at least as long as a contents list."""
    start = 0
    for end in range(1, len(numbers) + 1):
        if end == len(numbers) or numbers[end] != numbers[end - 1] + 1:
            if end - start >= MIN_ENTRIES:
                yield range(numbers[start], numbers[end - 1] + 1)
            start = end


def _entry(text: str) -> str:
    """An entry without its leader and page number, white space apart."""
    end = text[-1:]  # the search would try every place of the text in vain where this is no part of a leader
    has_leader = end in LEADER_SIGNS or end.isdecimal() or end.isspace()
    bare = LEADER.sub("", text) if has_leader else text
    return "".join(bare.split()) or text


def _is_short(text: str) -> bool:
    return len(text) <= 60 and text[-1] not in "。！？"
