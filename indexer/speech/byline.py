"""Bylines: who speaks, and in what office (省长 李四 · 国务院总理　李　四 · the name alone)."""

import re
from functools import cache

from indexer.speech.table import alternatives, table

BRACKETS = "（）()〔〕[]【】 　—－-–―"
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
NAME = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}][ 　]+[{_HAN}]{{1,2}}|[{_HAN}]{{1,8}}(?:[·•・．][{_HAN}]{{1,8}})+")


@cache
def _byline_pattern() -> re.Pattern[str]:
    office = alternatives("header", "offices")
    return re.compile(rf"(?P<office>[^，。：:！；]{{0,30}}(?:{office}))[ 　]*[:：]?[ 　]*(?P<name>{NAME.pattern})")


def byline(text: str) -> tuple[str | None, str] | None:
    """(office or None, name) of a line such as “省长 李四” or a name alone; None for anything else."""
    text = text.strip(BRACKETS)
    match = _byline_pattern().fullmatch(text)
    if match:
        return match.group("office").strip(), _plain_name(match.group("name"))
    if NAME.fullmatch(text) and text not in table("header")["not_names"]:
        return None, _plain_name(text)
    return None


def _plain_name(text: str) -> str:
    return re.sub(r"[ 　]+", "", text)
