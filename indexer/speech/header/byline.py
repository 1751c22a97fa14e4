"""Bylines: who speaks, and in what office (省长 李四 · 国务院总理　李　四 · 李四市长 · the name alone)."""

import re
from functools import cache

from indexer.speech.header.words import alternatives, header_words

BRACKETS = "（）()〔〕[]【】 　\u00a0—－-–―─"
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
NAME = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}]\s+[{_HAN}]{{1,2}}|[{_HAN}]{{1,8}}(?:[·•・．][{_HAN}]{{1,8}})+")
_SHORT_NAME = rf"[{_HAN}]{{2,3}}"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    office = alternatives(header_words().offices)
    genres = alternatives(header_words().genres)
    return (
        re.compile(rf"(?P<office>[^，。：:！；]{{0,30}}(?:{office}))\s*[:：]?\s*(?P<name>{NAME.pattern})"),
        re.compile(rf"(?P<name>{_SHORT_NAME})\s*(?P<office>{office})"),
        re.compile(
            rf"(?:同志|先生|女士)?(?:代表[^，。]{{2,20}})?(?:向大[会會])?(?:所?作|做|的|发表)[^，。]{{0,12}}(?:{genres}).*|(?:同志|先生|女士)"
        ),
    )


def byline(text: str) -> tuple[str | None, str] | None:
    """(office or None, name) of a line such as “省长 李四” or a name alone; None for anything else."""
    text = text.strip(BRACKETS)
    office_first, name_first, _ = _patterns()
    match = office_first.fullmatch(text) or name_first.fullmatch(text)
    if match:
        return match.group("office").strip(), _plain_name(match.group("name"))
    if NAME.fullmatch(text) and not any(word in text for word in header_words().not_names):
        return None, _plain_name(text)
    return None


def speaker_of_report(text: str) -> str:
    """What stands before “同志作政府工作报告” and its like."""
    text = text.strip(BRACKETS + "。")
    _, _, tail = _patterns()
    match = next((found for start in range(len(text)) if (found := tail.fullmatch(text, start))), None)
    return text[: match.start()] if match else text


def _plain_name(text: str) -> str:
    return re.sub(r"\s+", "", text)
