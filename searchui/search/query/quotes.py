"""Quotation marks of all kinds: which opens, and where what it opens is closed."""

# A quote closes with its partner; where that is missing, with any of its family (”党建“ is often typed).
PAIRS = "\"\" ＂＂ ″″ “” „“ 〝〞 ❝❞ «» 「」 『』 ﹁﹂ ﹃﹄ ｢｣ ‘’ '' ＇＇ ′′ ‹›"
PARTNERS = {pair[0]: pair[1] for pair in PAIRS.split()}
FAMILIES = ('"＂″“”„‟〝〞〟❝❞«»「」『』﹁﹂﹃﹄｢｣', "‘’'＇′‚‛‹›")
QUOTES = frozenset("".join(FAMILIES))
# Inside a word these are part of it: an apostrophe, the signs of feet, inches and minutes.
INSIDE_WORDS = frozenset("″" + FAMILIES[1])


def closing_of(opening: str) -> str:
    """What closes a quote, so that it can be written."""
    return PARTNERS.get(opening, opening)


def quoted_end(text: str, position: int) -> int | None:
    """Where the quote at `position` is closed; of quotes inside each other the outermost. None where it is not."""
    opening = text[position]
    closing = closing_of(opening)
    first = text.find(closing, position + 1)
    if first >= 0:
        return _balanced(text, position, opening, closing) or first
    family = next(family for family in FAMILIES if opening in family)
    return min((at for sign in family if (at := text.find(sign, position + 1)) >= 0), default=None)


def _balanced(text: str, position: int, opening: str, closing: str) -> int | None:
    """Where as many are closed as were opened: “甲“乙”丙”."""
    if opening == closing:
        return None
    depth, at = 0, position
    while True:
        opens, closes = text.find(opening, at + 1), text.find(closing, at + 1)
        if closes < 0:
            return None
        if 0 <= opens < closes:
            depth, at = depth + 1, opens
        elif depth:
            depth, at = depth - 1, closes
        else:
            return closes
