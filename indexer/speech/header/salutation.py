"""Addresses to the listeners (同志们： 各位代表！ 老师们，同学们：), and the thanks that close a speech."""

import re
from functools import cache, lru_cache

from indexer.speech.header.words import alternatives, header_words

# （长时间热烈的掌声）, 【笑声】: on a line of its own, or behind what it answers.
REACTION = re.compile(
    r"[（(〔【\[][^（）()〔〕【】\[\]]{0,20}(?:掌声|掌聲|鼓掌|笑|欢呼|歡呼)[^（）()〔〕【】\[\]]{0,10}[）)〕】\]]"
)
_REACTION_BEHIND = re.compile(rf"(?<=.)\s*{REACTION.pattern}$")
_NEVER_LAST = "。；？?"
_TO_ALL = re.compile(r"各位|尊敬的|敬爱的|亲爱的|親愛的|[们們]$")
_MARK = re.compile(r"[、，,\s]")
_COURTESY = re.compile(r"(?:先生|女士|阁下|閣下|同志)$")
_WORD = r"[^。；？！，、,:：!?\s]"
# Whoever is called dear or all of you is addressed, where a line says nothing else: 各位评委：, 亲爱的战友！
_HONOURED = (
    rf"(?:(?:尊敬|敬爱|敬愛|亲爱|親愛|尊贵|尊貴)的|各位|诸位|諸位){_WORD}{{1,14}}"
    rf"|(?:全[国國市省县縣区區州镇鎮乡鄉村校院]|全体|全體|广大|廣大){_WORD}{{0,8}}(?:人民|同胞|职工|職工|員工|员工|师生|師生|教师|教師|干部|党员"
    rf"|官兵|民警|市民|村民|居民|群众|青年|妇女|学生|家长|工作者)"
)
_PEOPLE = rf"{_WORD}{{1,7}}[员員者师師生家友众眾长長属屬工民宾賓手]"  # beside who is honoured: 各位运动员、裁判员：
_TOLD = re.compile(
    r"(?:各位|诸位|諸位)(?:请|請|要|应|應|须|須|都|知道|注意|记住|記住|务必|看|听|聽|想)"
)  # they are told something
_ADDRESSES = re.compile(
    r"(?:尊敬|敬爱|亲爱|親愛|尊貴|尊贵|各位|[^。；？！：:]{1,12}(?:[们們]|先生|女士|阁下|閣下|同志)[，,、])[^。；？！：:]{0,58}[，,、]"
)
_DAY = "早上|上午|中午|下午|晚上|新年|新春|春节|春節|过年|過年|节日|節日|中秋|国庆"
_GREETING = (
    rf"(?:大家|你们|你們)(?:{_DAY})?(?:好|早安|午安|晚安|早晨)|(?:{_DAY})好|(?:{_DAY})(?:快乐|快樂|吉祥)|早安|午安|晚安"
)
CACHED_TEXTS = 512  # lines of a speech, of which head, body and outline ask
MAX_LINE = 80  # characters of an address on a line of its own
_BRACKET_ENDS = tuple("）)〕】]")
_LAST = tuple("：:！!")
_SENTENCE_ENDS = tuple("。！？；：.!?;:…”")
MAX_FIRST = 20  # characters of one who is addressed before all others


@cache
def _pattern() -> re.Pattern[str]:
    part = _addressee()
    return re.compile(rf"(?P<address>{part}(?:[、，,\s]+{part})*)\s*(?P<end>[:：!！，,]|\Z)")


def _addressee() -> str:
    return rf"{_WORD}{{0,14}}?(?:{alternatives(header_words().addressees)}|(?<![我你您他她它咱人])[们們])"


@cache
def _whole_line() -> re.Pattern[str]:
    """An address that a line is alone: those in office first, anybody who is honoured, and a greeting behind them."""
    in_office = rf"{_WORD}{{0,14}}?(?:{alternatives(header_words().offices)})(?:先生|女士|阁下|閣下|同志)?"
    one = rf"(?:{_HONOURED}|{_addressee()})"
    return re.compile(
        rf"(?:{in_office}[、，,\s]+)*{one}(?:[、，,\s]+(?:{one}|{in_office}|{_PEOPLE}))*(?:[、，,：:\s]+(?:{_GREETING}))*\s*[:：!！]"
    )


@lru_cache(maxsize=CACHED_TEXTS)
def _match(text: str) -> re.Match[str] | None:
    """The address at the beginning of a text; those in office may stand first: 主席、各位嘉宾 · 尊敬的林校长、各位老师."""
    start = 0
    if _is_label(text):
        return None
    while (found := _pattern().match(text, start)) is None:
        mark = _MARK.search(text, start, start + MAX_FIRST)
        if mark is None or not _is_in_office(text[start : mark.start()]):
            return None
        start = mark.end()
    return found


def _is_label(text: str) -> bool:
    """出席嘉宾：, under which names follow."""
    return text.rstrip("：: ") in header_words().guest_labels


def _is_in_office(text: str) -> bool:
    return text[-1:] in _last_characters() and _COURTESY.sub("", text).endswith(header_words().offices)


@cache
def _last_characters() -> frozenset[str]:
    """Those of offices and of what courtesy adds to them: few other texts need a look."""
    return frozenset(word[-1] for word in (*header_words().offices, "先生", "女士", "阁下", "閣下", "同志"))


def address(text: str) -> str | None:
    """The address that `text` opens with, without its last mark: 同志们 of “同志们，面对新的形势…”; or None.

    Before a comma only a plural or 各位 makes an address: “有的同志，平时不学习” speaks of somebody.
    """
    match = _match(text)
    if match is None or (match.group("end") in {"，", ","} and not _TO_ALL.search(match.group("address"))):
        return None
    return text[: match.end("address")]


def without_greeting(text: str) -> str:
    """An address without the greeting or the applause behind it: 各位来宾 of 各位来宾，大家好 and 各位来宾（掌声）."""
    said = _without_reaction(text).rstrip("：:！! ")
    return _greeted().sub("", said) or said


def _without_reaction(text: str) -> str:
    """同志们： of 同志们：（热烈鼓掌）."""
    return _REACTION_BEHIND.sub("", text) if text[-1:] in _BRACKET_ENDS else text


@cache
def _greeted() -> re.Pattern[str]:
    return re.compile(rf"(?<=.)(?:[、，,：:\s]+(?:{_GREETING}))+[！!]?$")


def is_address(text: str) -> bool:
    """Whether the whole line is an address, and the applause behind it if there is any."""
    text = _without_reaction(text)
    if text[-1:] in _NEVER_LAST or _is_label(text):  # as nearly every paragraph: the pattern need not be tried
        return False
    match = _match(text)
    if match is not None and match.end() == len(text):
        return True
    return (
        len(text) <= MAX_LINE
        and text[-1:] in _LAST
        and _whole_line().fullmatch(text) is not None
        and not _TOLD.search(text)
    )


def goes_on_addressing(text: str) -> bool:
    """Whether an address goes on below a line: 尊敬的各位团长，"""
    return _ADDRESSES.fullmatch(text) is not None


def salutation_of(text: str) -> str | None:
    """The address glued to a first sentence (同志们：今天我们…), told by its colon or exclamation mark."""
    match = _match(text)
    return text[: match.end("address")] if match and match.group("end") in set(":：!！") else None


def is_sentence(text: str) -> bool:
    """Whether something is said; an unread line of the head before the salutation is none."""
    return text[-1:] in _SENTENCE_ENDS or len(text) > MAX_LINE


def is_thanks(text: str) -> bool:
    return _thanks().match(text) is not None


@cache
def _thanks() -> re.Pattern[str]:
    return re.compile(alternatives(header_words().thanks))
