"""Quotation marks of all kinds: which opens, and where what it opens is closed."""

import re
from collections.abc import Mapping
from functools import lru_cache

# A quote closes with its partner; where that is missing, with any of its family (”党建“ is often typed).
PAIRS = "\"\" ＂＂ ″″ “” „“ 〝〞 ❝❞ «» 「」 『』 ﹁﹂ ﹃﹄ ｢｣ ‘’ '' ＇＇ ′′ ‹›"
PARTNERS = {pair[0]: pair[1] for pair in PAIRS.split()}
FAMILIES = ('"＂″“”„‟〝〞〟❝❞«»「」『』﹁﹂﹃﹄｢｣', "‘’'＇′‚‛‹›")
QUOTES = frozenset("".join(FAMILIES))
# Inside a word these are part of it: an apostrophe, the signs of feet, inches and minutes.
INSIDE_WORDS = frozenset("″" + FAMILIES[1])
CACHED = 4  # a query with the quotes that it has


def closing_of(opening: str) -> str:
    """What closes a quote, so that it can be written."""
    return PARTNERS.get(opening, opening)


def quoted_end(text: str, position: int) -> int | None:
    """Where the quote at `position` is closed; of quotes inside each other the outermost. None where it is not."""
    opening = text[position]
    closing = closing_of(opening)
    first = text.find(closing, position + 1)
    if first >= 0:
        return first if opening == closing else _balanced(text, opening, closing).get(position, first)
    family = next(family for family in FAMILIES if opening in family)
    return min((at for sign in family if (at := text.find(sign, position + 1)) >= 0), default=None)


def unquoted(text: str) -> str | None:
    """What stands in the quotes that a text begins and ends with; None where it has no such, or nothing in them."""
    if text[:1] not in QUOTES or quoted_end(text, 0) != len(text) - 1:
        return None
    return text[1:-1].strip() or None


@lru_cache(maxsize=CACHED)
def _balanced(text: str, opening: str, closing: str) -> Mapping[int, int]:
    """Where as many are closed as were opened, by where the first of them is: “甲“乙”丙”.

    Of all at once: to look from each for its own end would take long where there are very many.
    """
    ends, opened = {}, list[int]()
    for found in re.finditer(f"[{re.escape(opening + closing)}]", text):
        if found[0] == opening:
            opened.append(found.start())
        elif opened:
            ends[opened.pop()] = found.start()
    return ends
