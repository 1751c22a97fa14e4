"""Sentences, altered in one place as people do by mistake."""

import random
from collections.abc import Callable
from typing import TypeAlias

from searchui.search.nearest.sentences import core

Alter: TypeAlias = Callable[[str, random.Random], str | None]

OTHERS = "的和是在我国发展建设人民经济社会全面推进加强工作提高新大中有为以上不了力生主要化行业"
MAX_ITEM = 12  # characters
MARGIN = 2  # characters at the ends that stay: where a sentence begins is not known else


def _places(text: str) -> list[int]:
    """Where two different Han characters stand side by side, inside."""
    inside = range(MARGIN, len(text) - MARGIN - 1)
    return [at for at in inside if _is_han(text[at]) and _is_han(text[at + 1]) and text[at] != text[at + 1]]


def swapped(text: str, chance: random.Random) -> str | None:
    """Two neighbours turned round."""
    if not (places := _places(text)):
        return None
    at = chance.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def dropped(text: str, chance: random.Random) -> str | None:
    """A character left out."""
    if not (places := _places(text)):
        return None
    at = chance.choice(places)
    return text[:at] + text[at + 1 :]


def inserted(text: str, chance: random.Random) -> str | None:
    """A frequent character too much."""
    if not (places := _places(text)):
        return None
    at = chance.choice(places)
    return text[:at] + chance.choice(OTHERS) + text[at:]


def replaced(text: str, chance: random.Random) -> str | None:
    """A frequent character in place of another."""
    if not (places := _places(text)):
        return None
    at = chance.choice(places)
    return text[:at] + chance.choice([one for one in OTHERS if one != text[at]]) + text[at + 1 :]


def unmarked(text: str, chance: random.Random) -> str | None:
    """A comma left out."""
    marks = [at for at in range(MARGIN, len(text) - MARGIN) if text[at] in "，、"]
    if not marks:
        return None
    at = chance.choice(marks)
    return text[:at] + text[at + 1 :]


def reordered(text: str, chance: random.Random) -> str | None:
    """Two items of an enumeration in the other order; the first may be what precedes the mark, as long as the other."""
    own = core(text)
    items = text[own.start : own.end].split("、")
    inner = [at for at in range(1, len(items) - 1) if items[at] != items[at - 1][-len(items[at]) :]]
    inner = [at for at in inner if 1 < len(items[at]) <= min(len(items[at - 1]), MAX_ITEM)]
    inner = [at for at in inner if all(map(_is_han, items[at] + items[at - 1][-len(items[at]) :]))]
    if not inner:
        return None
    at = chance.choice(inner)
    size = len(items[at])
    items[at - 1], items[at] = items[at - 1][:-size] + items[at], items[at - 1][-size:]
    return text[: own.start] + "、".join(items) + text[own.end :]


ALTERATIONS: dict[str, Alter] = {
    "swap": swapped,
    "drop": dropped,
    "insert": inserted,
    "replace": replaced,
    "mark": unmarked,
    "order": reordered,
}


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
