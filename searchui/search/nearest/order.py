"""Order: whether two texts say the same, only not in the same order."""

import re
from collections import Counter

from indexer.analysis.match_options import without_ignorable

JOINING = re.compile(r"以及|[、，；,;和与及]")  # what joins the items of an enumeration


def is_reordered(said: str, source: str) -> bool:
    """Whether only the order differs, and by what items of an enumeration are joined: 工业、农业, 农业和工业."""
    if without_ignorable(said) == without_ignorable(source):
        return False
    if Counter(said) == Counter(source):
        return True
    items, others = JOINING.sub("", said), JOINING.sub("", source)
    return items != others and Counter(items) == Counter(others)
