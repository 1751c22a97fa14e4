"""What follows a speech's end: explanations of terms, attachments, notes (row 18)."""

import re
from collections.abc import Sequence

from indexer.model import Line

OPENING = re.compile(
    r"(?:附件|附录|附錄|附表|附)\s*[0-9一二三四五六七八九十]{0,2}\s*[:：]?.{0,40}"
    r"|.{0,24}(?:名词解释|名词注释|用语说明|用語說明|术语解释|名词术语.{0,6}|有关名词.{0,6})"
    r"|注释|註釋|注\s*[:：]|参考文献"
)
MIN_PLACE = 0.4  # of the lines: nothing before is an appendix
MAX_HEADING_LENGTH = 50


def appendix_starts(lines: Sequence[Line]) -> tuple[int, ...]:
    """The lines that open an appendix."""
    first = int(len(lines) * MIN_PLACE)
    return tuple(
        index
        for index, line in enumerate(lines)
        if index >= max(first, 3)
        and len(line.text) <= MAX_HEADING_LENGTH
        and line.text[-1] not in "。；，"
        and (OPENING.fullmatch(line.text) or OPENING.fullmatch("".join(line.text.split())))  # 注　释
    )
