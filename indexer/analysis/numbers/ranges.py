"""From one number to another: 5—10 and 五至十, 2023—2024 and 二〇二三到二〇二四."""

import re
from collections.abc import Iterator

from indexer.analysis.numbers.numeral import RUN, arabic, chinese, value

BETWEEN = "(?:——?|–|-|~|至|到)"
WRITTEN_BETWEEN = ("—", "——", "–", "-", "~", "至", "到")
RANGE = re.compile(rf"{RUN.pattern}{BETWEEN}{RUN.pattern}")


def range_forms(found: re.Match[str]) -> Iterator[str]:
    """Both ends written alike, with any sign between them."""
    text = found.group()
    at = re.search(BETWEEN, text)
    first, last = (value(text[: at.start()]), value(text[at.end() :])) if at else (None, None)
    if at is None or first is None or last is None:
        return
    ends = [(text[: at.start()], text[at.end() :])]
    ends += ((first, written) for written in arabic(last))
    ends += zip(chinese(first), chinese(last), strict=False)
    for between in WRITTEN_BETWEEN:
        yield from (f"{one}{between}{other}" for one, other in dict.fromkeys(ends))
