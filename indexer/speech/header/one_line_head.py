"""A head that is run together with its text: dispatch, title, date, name, caption and salutation in one long line.

Only what is sure is parted from the line; the borders of the paragraphs behind it are not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from indexer.speech.header.byline import can_be_name, is_office
from indexer.speech.header.page_marks import CAPTION, DISPATCH
from indexer.speech.header.salutation import address
from indexer.speech.header.words import alternatives, header_words

MIN_LENGTH = 150  # characters of a line that has more than its dispatch
REACH = 900  # characters in which a head has ended
MAX_PARTS = 10
NAME_SIZES: tuple[int, ...] = (
    3,
    2,
    4,
    *range(5, 16),
)  # characters, the likeliest first; the longest are parted by dots
_HAN = r"\u3400-\u9fff"
_DATE_IN_BRACKETS = r"[（(][^（）()]{0,20}(?:19|20)\d\d\s*年[^（）()]{0,60}[）)]"
_TITLE_AND_DATE = re.compile(rf"(?P<title>[^。！？：:]{{4,110}}?)\s*(?P<date>{_DATE_IN_BRACKETS})")
_DATE = re.compile(_DATE_IN_BRACKETS)
_STARRED_TITLE = re.compile(r"[^。！？※]{4,110}※")
_LETTER = re.compile(
    r"(?P<title>贺信|賀信|回信|贺电|賀電|慰问信|慰問信|唁电|唁電|感谢信)\s*"
    r"(?=值此|欣闻|欣悉|喜闻|惊悉|來信|来信|[^，。！？\s]{2,40}[：:])"
)
_OPENERS = (
    r"各位|尊敬|敬爱|敬愛|亲爱|親愛|同志|女士|先生|朋友|全国|全體|全体|同胞"
    r"|老师|老師|同学|同學|乡亲|鄉親|主席|嘉宾|来宾|來賓|青年|战友|家长|代表"
)
_ADDRESS = re.compile(rf"(?:{_OPENERS})[^。！？：:]{{0,90}}[：:！]")
_SIGNED = re.compile(
    rf"(?<=[。！？])\s*(?P<name>[{_HAN}]{{2,4}}|[{_HAN}]\s[{_HAN}])\s*(?P<date>(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日)(?=\s|[（(]|$)"
)


def opens_with_dispatch(text: str) -> bool:
    """Whether a dispatch opens a line that goes on behind it: 新桥社东江5月2日电在…上的讲话（…"""
    found = DISPATCH.match(text.strip())
    if found is None:
        return False
    behind = text.strip()[found.end() : REACH].strip()
    return len(text) >= MIN_LENGTH or _TITLE_AND_DATE.match(behind) is not None


def part_head(text: str, before: Sequence[str] = ()) -> list[str]:
    """The parts of a piece of a line in order: those of its head, each by itself, and what is left.

    `before` are the parts of the pieces before it. Joined the parts are the text, but for white space at their ends.
    """
    parts: list[str] = []
    rest = text.strip()
    while rest and len(parts) < MAX_PARTS:
        size = _next_part(rest[:REACH], [*before, *parts])
        if size == 0:
            break
        parts.append(rest[:size].strip())
        rest = rest[size:].strip()
    return [part for part in (*parts, *_part_signature(rest, [*before, *parts])) if part]


def _next_part(text: str, before: list[str]) -> int:
    """How many characters the next part of the head has; 0 where it has ended."""
    dated = any(_DATE.fullmatch(part) for part in before)
    starred = any(part.endswith("※") for part in before)
    caption = CAPTION.match(text)
    if caption and (not dated or not address(text)) and _is_caption(caption.group()):
        return caption.end()
    if dated or starred:
        return _byline_size(text, before)
    dispatch = DISPATCH.match(text)
    if dispatch:
        return dispatch.end()
    for pattern in (_STARRED_TITLE, _LETTER):
        found = pattern.match(text)
        if found and not before[:-1]:
            return found.end() if pattern is _STARRED_TITLE else found.end("title")
    titled = _TITLE_AND_DATE.match(text)
    if titled and not address(text):
        return titled.start("date")
    found = _DATE.match(text)
    return found.end() if found and before else 0


def _is_caption(text: str) -> bool:
    """A caption tells of one event: two or three sentences, without a title that its date follows."""
    return text.count("。") <= 4 and _TITLE_AND_DATE.search(text) is None


def _byline_size(text: str, before: list[str]) -> int:
    """How many characters name who speaks, where what follows shows it: white space, a caption or an address."""
    if any(_is_byline(part) for part in before):
        return 0
    office = _office().match(text)
    start = office.end() if office else 0
    for size in NAME_SIZES:
        name, rest = text[start : start + size], text[start + size :]
        if can_be_name(name) and (not rest or rest[0].isspace() or _opens_address(rest) or CAPTION.match(rest)):
            return start + size
    return 0


def _is_byline(part: str) -> bool:
    words = part.split()
    return can_be_name(words[-1]) and (len(words) == 1 or is_office("".join(words[:-1])))


def _opens_address(text: str) -> bool:
    """Whether an address begins here: 尊敬的某某总统，各位来宾：, by its first word and its colon."""
    return _ADDRESS.match(text) is not None


@cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"[^，。：:！；、\s]{{0,30}}?(?:{alternatives(header_words().offices)})\s+")


def _part_signature(text: str, parts: list[str]) -> Iterator[str]:
    """The text of a letter parted from the name and the date that sign it; any other text whole."""
    signed = _SIGNED.search(text) if parts and _LETTER.match(f"{parts[-1]} 值此") else None
    if signed is None or not can_be_name("".join(signed["name"].split())):
        yield text
        return
    yield text[: signed.start()].strip()
    yield signed["name"]
    yield signed["date"]
    yield text[signed.end() :].strip()
