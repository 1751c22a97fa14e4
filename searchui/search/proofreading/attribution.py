"""Who is said to have said what is quoted: 某某同志指出：“……”"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

REACH = 60  # characters before a quotation in which its speaker is named
_SAID = re.compile(
    r"(?:指出|强调|提出|要求|表示|认为|写道|写下|讲道|讲到|说道|说|讲|论述|教导(?:我们|说)?|告诫(?:我们|全党)?|嘱咐|号召|宣布|谈到)"
    r"(?:过|了|的是)?[：，,:]?\s*[“「『]?$"
)
_END = re.compile(r"[。！？；!?;\n”」』]")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom a draft names as the speaker of what it quotes; whether one of the paragraphs that have it is spoken by that one.

    `said` is None where nothing has it, or the corpus has no speech of that speaker.
    """

    speaker: str
    said: bool | None


def named_speaker(text: str, quotation: int, speakers: Collection[str]) -> str | None:
    """Of some speakers the one who is named right before a quotation, with a verb of saying; None where there is none.

    `quotation` is where in the text its words begin, behind the mark.
    """
    before = text[max(quotation - REACH, 0) : quotation]
    if not _SAID.search(before):
        return None
    own = _END.split(before.rstrip("“「『"))[-1]
    found = [(match.end(), match[0]) for match in _names(frozenset(speakers)).finditer(own)]
    return max(found)[1] if found else None


@lru_cache(maxsize=4)
def _names(speakers: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted((re.escape(name) for name in speakers if name), key=len, reverse=True)
    return re.compile("|".join(longest_first) or "(?!)")
