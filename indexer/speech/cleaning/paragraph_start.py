"""Labels that begin a paragraph of talk (主席：, 问：), told from colons that a line begins with by chance."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from indexer.model import Line
from indexer.speech.cleaning.page_width import PageWidth

_LABEL = re.compile(r"([^\s，。、；！？：:]{1,12})\s*[：:]")
MIN_COUNT = 2  # a label comes again, once where no line can have run into it
MANY = 3  # as often as no chance colon


def label(text: str) -> str | None:
    """What stands before the first colon of a line, where it is short enough to be a name."""
    match = _LABEL.match(text)
    return match.group(1) if match else None


def believed_labels(lines: Sequence[Line], page: PageWidth | None) -> frozenset[str]:
    """The labels that come many times, or again and at least once where the line before does not reach the edge."""
    if page is None:
        return frozenset()
    counts = Counter(name for line in lines if (name := label(line.text)))
    sure = {label(right.text) for left, right in pairwise(lines) if right.blanks or not page.is_full(left, right)}
    return frozenset(name for name, count in counts.items() if count >= (MIN_COUNT if name in sure else MANY))
