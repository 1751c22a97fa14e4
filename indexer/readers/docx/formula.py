"""Formulas that print signs over each other (fields EQ with the switch o): ringed characters, readings above characters."""

import re

RINGED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
RINGS = frozenset("○〇◯")
_CODE = re.compile(r"\s*eq\s", re.IGNORECASE)
_SWITCH = re.compile(r"\\o\b", re.IGNORECASE)
_LAST = re.compile(r"(?P<before>.?)[,;，；](?P<shown>[^,;，；()（）\\]+)\)\s*\Z", re.DOTALL)


def overprinted_text(code: str) -> str:
    """What the code of a field shows by itself: the last of its signs, which is the text; a number in a ring is one sign.

    Empty where it is no such formula.
    """
    last = _LAST.search(code) if _CODE.match(code) and _SWITCH.search(code) else None
    if last is None:
        return ""
    shown = last["shown"].strip()
    number = int(shown) if last["before"] in RINGS and re.fullmatch(r"[0-9]{1,2}", shown) else 0
    return RINGED[number - 1] if 0 < number <= len(RINGED) else shown
