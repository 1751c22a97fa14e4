"""Bylines: who speaks, and in what office (省长 李四 · 国务院总理　李　四 · 李四市长 · the name alone).

A name must be one that can be a person's. One with an office before it and a blank between needs no family name that
the table knows (自治区主席 嘎玛泽登); everything else does.
"""

import re
from functools import cache
from typing import NamedTuple

from indexer.speech.header.words import alternatives, header_words
from indexer.speech.person_name import is_chinese_name, is_common_word, is_dictionary_word

BRACKETS = "（）()〔〕[]【】 　\u00a0\u2003—－-–―─\uf8e7※*＊"
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_PLAIN_NAME = re.compile(rf"[{_HAN}]{{2,4}}")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'’-]+(?:\s[A-Z][A-Za-z.'’-]*){0,3}")
# 市长　常青（2031年1月29日）, 市长 常青 2031年1月29日
_DATED = re.compile(
    r"(?:\s*[（(][^（）()]{1,8}年[^（）()]{2,16}[)）]|\s+(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号])$"
)
_TWICE = re.compile(rf"{_LATIN_NAME.pattern}\s*[（(](?P<name>[{_HAN}]{{2,4}})[)）]$")  # Chang Qing（常青）
_OFFICE_BEHIND = re.compile(
    rf"(?P<name>[{_HAN}·•・．‧]{{2,12}})\s*[（(](?P<office>[^（）()]{{2,40}})[)）]"
)  # 常青（市长）
# What ends the name of a place or of a body, and hardly that of a person: 石阳县, 党政办.
_UNIT = re.compile(r"..?[省市县縣区區镇鎮乡鄉村旗盟厅廳局处處科委办辦校网網报報社站组組队隊所厂廠]")
MAX_OFFICE_LENGTH = 30  # characters

_TOLD_BEHIND = re.compile(r"(?P<who>[^（）()]{4,40})[（(][^（）()]{1,20}[)）]")


class Byline(NamedTuple):
    """Who speaks; `office` is None where the name stands alone."""

    office: str | None
    name: str


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    office = alternatives(header_words().offices)
    genres = alternatives(header_words().genres)
    return (
        re.compile(rf"[^，,。：:！；、（）()\d]{{0,{MAX_OFFICE_LENGTH}}}(?:{office})"),
        re.compile(rf"(?P<name>[{_HAN}]{{2,4}}?)(?P<office>{office})"),
        re.compile(
            rf"(?:同志|先生|女士)?(?:代表[^，。]{{2,20}})?(?:向大[会會])?(?:所?作|做|的|发表)[^，。]{{0,12}}(?:{genres}).*|(?:同志|先生|女士)"
        ),
    )


def byline(text: str, *, labelled: bool = False) -> Byline | None:
    """The byline that a whole line is; None for anything else.

    `labelled`: a label says that a name stands here, so that a name may be a word of every day as well.
    """
    text = _TWICE.sub(r"\g<name>", _DATED.sub("", text))
    behind = _OFFICE_BEHIND.fullmatch(text.strip())
    if behind is not None and is_office(behind["office"]) and can_be_name(behind["name"]):
        return Byline("".join(behind["office"].split()), behind["name"])
    told = _TOLD_BEHIND.fullmatch(text.strip())  # 校长 常青（1985届校友）
    if told is not None and (found := byline(told["who"])) is not None and found.office is not None:
        return found
    office, colon, name = text.strip(BRACKETS).replace(":", "：").partition("：")
    if colon and not is_office(office):
        return None
    parts = f"{office} {name}".split()
    if not parts or len(parts) > 8:
        return None
    return _office_first(parts) or _glued("".join(parts)) or _office_last(parts) or _alone(parts, labelled)


def is_office(text: str) -> bool:
    """Whether a line is an office without a name: 省人民政府省长."""
    offices = "".join(text.strip(BRACKETS).split()).split("、")
    return all(len(one) <= MAX_OFFICE_LENGTH and _patterns()[0].fullmatch(one) for one in offices)


def is_only_office(text: str) -> bool:
    """Whether a line is an office, and not a name with one behind it (常青教授)."""
    return is_office(text) and byline(text) is None


def can_be_name(text: str) -> bool:
    """Whether `text` can be a person's name, and is no word of every day or of a page."""
    squeezed = "".join(text.split())
    return can_be_called(squeezed) and not is_common_word(squeezed) and _UNIT.fullmatch(squeezed) is None


def can_be_called(text: str) -> bool:
    """Whether `text` can be a person's name where an office or a label says that one stands here: 市长 江山."""
    squeezed = "".join(text.split())
    return (
        is_chinese_name(squeezed)
        and squeezed not in header_words().never_names
        and not any(word in squeezed for word in header_words().not_names)
        and _patterns()[0].fullmatch(squeezed) is None
    )


def speaker_of_report(text: str) -> str:
    """What stands before “同志作政府工作报告” and its like."""
    text = text.strip(BRACKETS + "。")
    _, _, tail = _patterns()
    match = next((found for start in range(len(text)) if (found := tail.fullmatch(text, start))), None)
    return text[: match.start()] if match else text


def _office_first(parts: list[str]) -> Byline | None:
    """省长 李四: a blank stands between them, and may stand inside each."""
    for border in range(1, len(parts)):
        office, name = "".join(parts[:border]), " ".join(parts[border:])
        if is_office(office) and _is_name_after_office(name):
            return Byline(office, name if name.isascii() else "".join(name.split()))
    return None


def _office_last(parts: list[str]) -> Byline | None:
    """李四 省人力资源厅厅长: the name first, whole or its characters one by one, and a blank before the office."""
    for border in range(1, len(parts)):
        name, office = "".join(parts[:border]), "".join(parts[border:])
        if is_office(office) and can_be_name(name) and not is_dictionary_word(name):
            return Byline(office, name)
    return None


def _is_name_after_office(name: str) -> bool:
    squeezed = "".join(name.split())
    if can_be_called(squeezed) or _LATIN_NAME.fullmatch(name):
        return True
    return (
        _PLAIN_NAME.fullmatch(squeezed) is not None
        and not is_common_word(squeezed)
        and squeezed not in header_words().never_names
        and not any(word in squeezed for word in header_words().not_names)
        and not is_office(squeezed)
    )


def _glued(text: str) -> Byline | None:
    """省长李四, 李四市长: nothing stands between them."""
    office_pattern, name_first, _ = _patterns()
    for size in (3, 2, 4):
        office, name = text[:-size], text[-size:]
        if office and is_office(office) and can_be_name(name):
            return Byline(office, name)
    dotted = re.search(rf"[{_HAN}]{{1,8}}(?:[·•・．‧][{_HAN}]{{1,8}})+$", text)
    if dotted:
        office = next(
            (
                text[:end]
                for end in range(len(text) - 3, 0, -1)
                if office_pattern.fullmatch(text[:end]) and can_be_name(text[end:])
            ),
            "",
        )
        if office:
            return Byline(office, text[len(office) :])
    match = name_first.fullmatch(text)
    return Byline(match["office"], match["name"]) if match and can_be_name(match["name"]) else None


def _alone(parts: list[str], labelled: bool) -> Byline | None:
    """李四, 李　四. A name that nothing else tells is refused where it is found in a dictionary."""
    name = "".join(parts)
    spaced = len(parts) == 1 or (len(parts) <= 3 and all(len(part) <= 2 for part in parts))
    fits = can_be_called(name) if labelled else can_be_name(name) and not is_dictionary_word(name)
    return Byline(None, name) if spaced and fits else None
