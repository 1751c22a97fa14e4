"""Where a turn ends without another speaker: separators, headings, datelines, stage directions, the end of a sitting."""

import re

from indexer.model import Line
from indexer.speech.header.head_lines import is_dateline
from indexer.speech.header.salutation import is_thanks

MAX_STANDING_LENGTH = 30  # characters of a heading that stands alone
MAX_DATE_LENGTH = 40
MAX_NARRATED_LENGTH = 60
MAX_REACTION_LENGTH = 12
_SEPARATOR = re.compile(r"[\s*＊\-—－─━=＝_~～#＃·•※◆●○+.．…]{3,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_UNFINISHED = "。！？!?；;：:，,、…”’」』）)】]."
_STAGE = re.compile(
    r"(?:[（(〔](?:[^（()）〔〕]|[（(][^（()）]*[）)])*[）)〕]|[【\[][^【】\[\]]{0,12}(?:掌声|掌聲|鼓掌|笑)[^【】\[\]]{0,6}[】\]])\s*。?"
)
_REACTION = re.compile(r"掌声|掌聲|鼓掌|笑|欢呼|歡呼|点头|點頭|举手|舉手")
# 立法會遂於下午5時休會。 · 会议于上午11时30分结束。
_SITTING_ENDS = re.compile(
    r"(?:[^，。：:]{0,12}(?:遂|于|於|在)|[^，。：:]{0,6}(?:会议|會議))[^，。：:]{0,30}"
    r"(?:休会|休會|散会|散會|闭会|閉會|结束|結束|暂停|暫停|恢复|恢復)(?:会议|會議)?\s*。?"
)


def is_stage_direction(text: str) -> bool:
    """Whether a whole line stands in brackets: (某議員站起來) · （掌声）; it is spoken by nobody."""
    return _STAGE.fullmatch(text) is not None


def is_reaction(text: str) -> bool:
    """A stage direction after which the same speaker goes on: （笑）."""
    return len(text) <= MAX_REACTION_LENGTH and _REACTION.search(text) is not None


def is_standing(line: Line) -> bool:
    """A line that is short and does not end as a sentence: a heading, the title of what follows, a button of a page."""
    text = line.text
    return (
        len(text) <= MAX_STANDING_LENGTH
        and text[-1] not in _UNFINISHED
        and len(_HAN.findall(text)) * 2 >= len(text)
        and not is_thanks(text)
    )


def ends_turn(line: Line) -> bool:
    """Whether what was being said has ended before this line, and the line is no part of it."""
    text = line.text
    return (
        line.level is not None
        or _SEPARATOR.fullmatch(text) is not None
        or is_standing(line)
        or (len(text) <= MAX_DATE_LENGTH and text[-1] not in "。！？" and is_dateline(text))
        or (len(text) <= MAX_NARRATED_LENGTH and _SITTING_ENDS.fullmatch(text) is not None)
        or (is_stage_direction(text) and not is_reaction(text))
    )
