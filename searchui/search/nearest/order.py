"""Order: whether two texts say the same, only not in the same order."""

import re

from indexer.analysis.match_options import without_ignorable

JOINING = re.compile(r"以及|[、，；,;和与及]")  # what joins the items of an enumeration


def is_reordered(said: str, source: str) -> bool:
    """Whether only the order differs, and by what items of an enumeration are joined: 工业、农业, 农业和工业."""
    same = _same_letters(said, source)
    if not same:
        items, others = JOINING.sub("", said), JOINING.sub("", source)
        same = items != others and _same_letters(items, others)
    return same and without_ignorable(said) != without_ignorable(source)


def _same_letters(said: str, source: str) -> bool:
    return len(said) == len(source) and sorted(said) == sorted(source)
