"""Queries that cannot be read, mended: what would be read instead, so that it need not be written again."""

import re
from bisect import bisect_left
from collections.abc import Callable

from indexer.errors import QueryError
from indexer.shown_text import as_shown
from searchui.search.query import MAX_QUERY_LENGTH
from searchui.search.query.lexer import BRACKETS, OPERATORS
from searchui.search.query.quotes import QUOTES

MAX_EDITS = 8  # of one query
_SIGNS = re.compile(f"[{re.escape(''.join((*BRACKETS, *QUOTES, '*?＊？~～〜:：-－−')))}]+")


def mend(error: QueryError, written: str, read: Callable[[str], object]) -> None:
    """Tells an error of a query as it is shown, that `read` raised, where it is in the query as it was written.

    And what can be read instead: the query with each error mended in turn, else its words alone.
    """
    shown = as_shown(written)
    error.mended = _mended(shown, error, read) if len(shown) <= MAX_QUERY_LENGTH else None
    error.position = place_in(written, error.position)


def place_in(written: str, position: int) -> int:
    """Where in a text as it was written the character stands that is at a place in it as it is shown."""
    return bisect_left(range(len(written)), position + 1, key=lambda at: len(as_shown(written[: at + 1])))


def _mended(text: str, error: QueryError, read: Callable[[str], object]) -> str | None:
    mended = text
    for _edit in range(MAX_EDITS):
        if error.edit is None:
            break
        start, end, instead = error.edit
        mended = (mended[:start] + instead + mended[end:]).strip()
        try:
            read(mended)
        except QueryError as another:
            error = another
        else:
            return mended
    bare = " ".join(word for word in _SIGNS.sub(" ", text).split() if word.upper() not in OPERATORS)
    try:
        read(bare)
    except QueryError:
        return None
    return bare if bare != text else None
