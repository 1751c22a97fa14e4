"""What a reader sees of a text: nothing that prints nothing, and what is printed as one sign as one.

Files and queries go through the same function, so that a phrase that looks the same is the same.
"""

import re
import unicodedata

# All that prints nothing by Unicode: the categories Cf (format controls, of direction, joining, hyphenation) and Cc
# (controls) but for line ends and tabs, and the other characters of Default_Ignorable_Code_Point (variation selectors,
# fillers); and the sign that stands for a picture. Written out, because asking for the category of a million code points
# takes longer than a whole command.
_NOTHING_COMMON = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"
)
_NOTHING_RARE = (
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_ACCENTS = "\u0300-\u036f\u3099\u309a"
# What is printed as something else: GB 18030's own sign for an ideographic space (as the Encoding Standard of the web
# has it), the dashes of double and treble length, ligatures, and halves of characters, which no file can hold.
_PRINTED_AS: dict[int, str] = {0xE5E5: "\u3000", 0x2E3A: "——", 0x2E3B: "———"}
_PRINTED_AS |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_PRINTED_AS |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")

_NOTHING = re.compile(f"[{_NOTHING_COMMON}{_NOTHING_RARE}]")
_ACCENTED = re.compile(f"[^{_ACCENTS}]?[{_ACCENTS}]+")
# Where a text has none of these, nothing changes: all characters of the higher planes in one, three times as fast.
_MAY_CHANGE = re.compile(
    f"[{_NOTHING_COMMON}{_ACCENTS}\ue5e5\u2e3a\u2e3b\ufb00-\ufb06\ud800-\udfff\U00010000-\U0010ffff]"
)


def as_shown(text: str) -> str:
    """`text` as it looks: what prints nothing is gone, and a letter with its accents is one character where there is one."""
    if _MAY_CHANGE.search(text) is None:
        return text
    shown = _NOTHING.sub("", text).translate(_PRINTED_AS)
    return _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found.group()), shown)
