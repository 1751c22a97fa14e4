"""Labels: the name of who speaks, in front of the words or on a line of its own (记者：… · 【主持人】 · 港口局局長：…)."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache

import msgspec

from indexer.speech.header.words import alternatives, header_words
from indexer.speech.person_name import has_two_surnames, is_chinese_name, is_common_word, is_latin_name
from indexer.tables import load_table

CACHED_LABELS = 10_000
MAX_LABEL_LENGTH = 26  # characters, without the colon
MAX_UNKNOWN_LENGTH = 6  # a longer text before a colon that names nobody is the beginning of a sentence
_COLON = "：:"
_TEXT = rf"[^\n{_COLON}，,。；;！!？?、“”「」『』（()）【】\[\]]"
_ASIDE = r"(?:\s*[（(][^（()）]{1,20}[)）])?"  # 周某（港口局局长）：
_DIGITS = r"[一二三四五六七八九十\d]{1,3}"
_NUMBER = rf"(?:(?:[（(]{_DIGITS}[)）]|{_DIGITS}[)）、.．])\s*)?"  # 一、问：
_LABEL = re.compile(
    rf"(?P<number>{_NUMBER})(?:(?P<plain>{_TEXT}{{1,{MAX_LABEL_LENGTH}}}?){_ASIDE}\s*[{_COLON}]"
    rf"|[【\[](?P<framed>(?:{_TEXT}|[“”]){{1,{MAX_LABEL_LENGTH}}})[】\]]\s*[{_COLON}]?)"
)
_SIGN = re.compile(r"[：:【\[]")
MAX_MARKED = 64  # characters in which a label ends; most lines have no mark of one there
_ORDINAL = re.compile(r"(?<=.)(?:[A-Z\d]{1,3}|[一二三四五六七八九十甲乙丙丁])$")
_ASKING = re.compile(r"(?<=[记記]者|[网網]友|媒[体體])[追提]?[问問]$")
_OWN_NAME = re.compile(r"\s+[^\s“”]{1,12}|“[^“”]{1,12}”")  # of one of many: 网友 晨光, 网友“山里人”
_NICKNAME = re.compile(r"(?:网友|網友|网民)(?P<name>\w{2,8})")
_ADDRESS = re.compile(r"(?:各位|尊敬|敬爱|敬愛|亲爱|親愛)|.*(?:[们們]|[阁閣]下|[席长長统統相][先女][生士])$")
_SAYING = "说說曰问問答称稱道是的"  # no name ends in these
# What stands before these is a place as well as a name (宁州市长); members are known with their title.
_KEPT = frozenset(["省长", "市长", "县长", "区长", "镇长", "乡长", "市長", "縣長", "議員", "议员"])
_COURTESIES = frozenset(
    ["先生", "女士", "小姐", "太太", "同志", "同学", "同學", "老师", "老師", "医生", "醫生", "博士", "律师", "律師"]
)


class Voice(Enum):
    """Who a label names: by what he does, by an office, by name; or nobody.

    UNKNOWN: it looks like a label, and whether it names somebody cannot be told. SENTENCE: it is none.
    """

    ASKS = auto()
    ANSWERS = auto()
    SPOKESPERSON = auto()
    OTHER = auto()
    OFFICE = auto()
    NAME = auto()
    OUTLET = auto()
    NOBODY = auto()
    UNKNOWN = auto()
    SENTENCE = auto()


NAMED = frozenset(Voice) - {Voice.NOBODY, Voice.UNKNOWN, Voice.SENTENCE}


@dataclass(frozen=True, slots=True)
class Label:
    """`name` as it is written, without what stands in brackets, blanks inside it and the number of a question.

    `length` counts the characters up to what is said.
    """

    name: str
    length: int
    voice: Voice


class TurnWords(msgspec.Struct, frozen=True):
    """The lists of the table; what each is, is said there."""

    asks: frozenset[str]
    reporters: tuple[str, ...]
    not_nicknames: tuple[str, ...]
    answers: frozenset[str]
    interviewers: frozenset[str]
    spokespersons: frozenset[str]
    others: frozenset[str]
    titles: tuple[str, ...]
    outlets: tuple[str, ...]
    nobody: frozenset[str]
    nobody_begins: tuple[str, ...]
    sentence_ends: tuple[str, ...]
    sentence_holds: tuple[str, ...]
    conversations: tuple[str, ...]
    chapters: str


@cache
def turn_words() -> TurnWords:
    return load_table("indexer.speech", "turns", TurnWords)


def may_have_label(text: str) -> bool:
    """Whether a mark of a label stands near the beginning of a line; in most none does."""
    return _SIGN.search(text, 0, MAX_MARKED) is not None


def label_of(text: str) -> Label | None:
    """The label that a line opens with; None where nothing before a colon, or in a frame, looks like one."""
    match = _LABEL.match(text) if may_have_label(text) else None
    if match is None:
        return None
    name = (match.group("plain") or match.group("framed")).strip()
    if name[-1:].isdigit() and text[match.end() :].strip()[:1].isdigit():
        return None  # 9:30
    plain, voice = _named(name)
    if match.group("number") and voice is not Voice.ASKS and voice is not Voice.ANSWERS:
        voice = Voice.SENTENCE  # 一、总的要求：
    return Label(plain, match.end(), voice)


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[str, Voice]:
    voice = voice_of(name)
    return _plain(name, voice), voice


def _plain(name: str, voice: Voice) -> str:
    """主 持 人 → 主持人, 问2 → 问, 东江社记者追问 → 东江社记者."""
    if _is_one_of_many(name):
        return " ".join(name.split())
    if not name.isascii() and not re.search(r"[A-Za-z]", name):
        name = "".join(name.split())
    bare = _ORDINAL.sub("", name)
    if len(bare) == 1 and voice in {Voice.ASKS, Voice.ANSWERS}:
        return bare
    return _ASKING.sub("", name) if voice is Voice.ASKS else name


@lru_cache(maxsize=4096)
def voice_of(name: str) -> Voice:
    """Who a label names."""
    words = turn_words()
    squeezed = name if name.isascii() else "".join(name.split())
    bare = _ORDINAL.sub("", squeezed)
    if bare in words.nobody or squeezed.startswith(words.nobody_begins):
        return Voice.NOBODY
    for voice, known in (
        (Voice.ASKS, words.asks | frozenset(words.reporters)),
        (Voice.ANSWERS, words.answers),
        (Voice.SPOKESPERSON, words.spokespersons),
        (Voice.OTHER, words.others),
    ):
        if bare in known:
            return voice
    if any(squeezed.startswith(role) and is_chinese_name(squeezed[len(role) :]) for role in words.others):
        return Voice.OTHER  # 主持人林某
    if _is_one_of_many(name) and not any(word in squeezed for word in words.sentence_holds):
        return Voice.ASKS
    if _ADDRESS.match(squeezed) or squeezed in _COURTESIES:
        return Voice.SENTENCE
    return _voice_of_name(name, squeezed, words)


def _is_one_of_many(name: str) -> bool:
    """Whether one who asks is told from others by a name of their own."""
    return any(
        len(role) > 1 and name.startswith(role) and _OWN_NAME.fullmatch(name, len(role)) is not None
        for role in (*turn_words().asks, *turn_words().reporters)
    )


def _voice_of_name(name: str, squeezed: str, words: TurnWords) -> Voice:
    is_person = is_chinese_name(squeezed) and not _is_phrase(squeezed)
    if not is_person and squeezed.endswith(words.sentence_ends):
        return Voice.UNKNOWN if squeezed.endswith(("记者", "記者")) else Voice.SENTENCE
    if _is_reporter(squeezed, words):
        return Voice.ASKS
    holds = any(word in squeezed for word in words.sentence_holds)
    if _office_end(squeezed) or (speaker_name(name) != name and is_chinese_name(speaker_name(name))):
        return Voice.UNKNOWN if holds else Voice.OFFICE
    if is_person or is_latin_name(name):
        return Voice.NAME
    if squeezed.endswith(words.outlets) and not holds:
        return Voice.OUTLET
    return Voice.SENTENCE if holds or len(squeezed) > MAX_UNKNOWN_LENGTH else Voice.UNKNOWN


def _is_phrase(text: str) -> bool:
    """Whether what has the form of a name is none: 任务, 任务书, 王某说."""
    return is_common_word(text) or is_common_word(text[:2]) or text[-1] in _SAYING


def _is_reporter(text: str, words: TurnWords) -> bool:
    """东江日报记者 · 《东江日报》记者 · 东江日报记者林某 · 现场观众 · 网友河边草."""
    if any(pronoun in text for pronoun in "我你您他她们們"):
        return False
    nickname = _NICKNAME.fullmatch(text)
    if nickname and not nickname["name"].startswith(words.not_nicknames):
        return True
    if text.endswith((*words.reporters, *(word for word in words.asks if len(word) > 1))):
        return True
    before, _, after = text.replace("記者", "记者").rpartition("记者")
    return bool(before) and is_chinese_name(after)


@cache
def _ending_in_office() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives((*header_words().offices, *turn_words().titles))})$")


def _office_end(text: str) -> bool:
    return _ending_in_office().search(text) is not None


def _named_by_office(name: str) -> str | None:
    """The name behind an office: 港口局局长 周某."""
    match = _behind_office().search(name)
    return match.group(1) if match and is_chinese_name(match.group(1)) and not _is_phrase(match.group(1)) else None


@cache
def _behind_office() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(header_words().offices)})\s*(.{{2,8}})$")


@lru_cache(maxsize=CACHED_LABELS)
def speaker_name(label: str) -> str:
    """The name in a label: 蔣部長偉寧 → 蔣偉寧, 唐鳳部長 → 唐鳳, 港口局局长周某 → 周某; anything else unchanged."""
    around, before = _with_office()
    match = around.fullmatch(label)
    if match and is_chinese_name(match.group("family") + match.group("given")):
        return match.group("family") + match.group("given")
    match = before.fullmatch(label)
    if match and match.group("office") not in _KEPT and _is_name(match.group("name")):
        return match.group("name")
    return _named_by_office(label) or label


def _is_name(text: str) -> bool:
    return (is_chinese_name(text) and not is_common_word(text)) or has_two_surnames(text)


@cache
def _with_office() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Names around an office, and before one that is no part of an office's longer name (水务局局长)."""
    office = alternatives(header_words().offices)
    return (
        re.compile(rf"(?P<family>.)(?:{office})(?P<given>.{{1,2}})"),
        re.compile(
            rf"(?P<name>.{{2,4}}?)(?<![局部厅廳委处處院会會社司办辦市县縣省区區署科组組队隊团團党府])(?P<office>{office})"
        ),
    )
