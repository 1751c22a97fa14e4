"""Simplified and traditional characters of texts that are shown. It needs OpenCC, the extra `traditional`.

Texts are shown in the other script only to be read: search, counts and citations keep to the characters of the source.
"""

import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Literal, TypeAlias

from indexer.analysis import fold

Script: TypeAlias = Literal["zh-Hans", "zh-Hant"]
SCRIPTS: tuple[Script, ...] = ("zh-Hans", "zh-Hant")
TRADITIONAL_SHARE = 0.1  # of characters that have another simplified form; simplified texts have about none
# Characters only, never words: 软件 stays 軟件, not 軟體. Of Taiwan's forms, since OpenCC's own (爲, 裏, 羣) are few readers'.
_CONFIGURATIONS: dict[Script, str] = {"zh-Hans": "t2s", "zh-Hant": "s2tw"}
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
_HAN = re.compile(f"[{chr(FIRST_HAN)}-{chr(LAST_HAN)}]+")


def is_there() -> bool:
    """Whether the library is installed."""
    return find_spec("opencc") is not None


def script_of(text: str) -> Script:
    """`zh-Hant` or `zh-Hans`, by the share of characters that have another simplified form."""
    changed = len(_changed().findall(text))
    if not changed:  # as nearly always
        return "zh-Hans"
    return "zh-Hant" if changed > TRADITIONAL_SHARE * sum(map(len, _HAN.findall(text))) else "zh-Hans"


@cache
def _changed() -> re.Pattern[str]:
    """A character that has another simplified form."""
    characters = "".join(map(chr, range(FIRST_HAN, LAST_HAN + 1)))
    changed = "".join(one for one, folded in zip(characters, fold(characters), strict=True) if one != folded)
    return re.compile(f"[{changed}]")


def in_script(text: str, script: Script) -> str:
    """A text in a script, character for character, so that a span of the one is a span of the other.

    The text itself where the library is missing. What a character becomes depends on the words around it (发 of 头发 and of 发展); where
    that would change the length, every character is converted by itself, and kept where it would be several.
    """
    if not is_there():
        return text
    convert = converter(_CONFIGURATIONS[script])
    whole = convert(text)
    if len(whole) == len(text):
        return whole
    return "".join(one if len(one) == 1 else kept for kept in text for one in (convert(kept),))


@cache
def converter(configuration: str) -> Callable[[str], str]:
    """A conversion by its name in OpenCC: s2tw, s2twp, t2s. Some 70 ms to load; threads may share it."""
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(configuration).convert
    return convert
