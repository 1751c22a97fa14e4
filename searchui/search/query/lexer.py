"""Query string → tokens. Full-width operators, colons, brackets, quotes and spaces are as their half-width forms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from indexer.errors import QueryError
from indexer.i18n import _
from searchui.search.query.wildcard import has_wildcards


class Sign(Enum):
    """The kinds of token."""

    WORDS = auto()
    PATTERN = auto()
    PHRASE = auto()
    NEAR = auto()
    FIELD = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is a field's plain name, what is sought, or what follows a ~; `position` is where the token begins."""

    sign: Sign
    text: str
    position: int


FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "year": "year",
        "年份": "year",
        "date": "date",
        "日期": "date",
        "speaker": "speaker",
        "讲话人": "speaker",
        "title": "title",
        "标题": "title",
        "heading": "heading",
        "小标题": "heading",
        "occasion": "occasion",
        "场合": "occasion",
    }
)
TIMES = frozenset({"year", "date"})
NAMES = _("year: date: speaker: title: heading: occasion:（或 年份: 日期: 讲话人: 标题: 小标题: 场合:）")


# A quote closes with its partner; where that is missing, with any of its family (”党建“ is often typed).
PARTNERS = {'"': '"', "＂": "＂", "“": "”", "„": "“", "〝": "〞", "「": "」", "『": "』", "‘": "’", "'": "'"}
FAMILIES = ('"＂“”„‟〝〞', "「」", "『』", "‘’'")
QUOTES = frozenset("".join(FAMILIES))
OPERATORS = {"AND": Sign.AND, "OR": Sign.OR, "NOT": Sign.NOT, "或": Sign.OR}
BRACKETS = {"(": Sign.OPEN, "（": Sign.OPEN, ")": Sign.CLOSE, "）": Sign.CLOSE, "|": Sign.OR, "｜": Sign.OR}
MINUS = "-－−"
_FIELD = re.compile(r"([A-Za-z_]+|[\u4e00-\u9fff]{2,4})[:：]")
# Inside words only double and corner quotes count: an apostrophe is part of a word.
_STOP = "".join(re.escape(sign) for sign in {*BRACKETS, *"".join(FAMILIES[:3])})
_WORD = re.compile(rf"[^\s{_STOP}]+")
_NEARNESS = re.compile(rf"[~～〜]\s*([^\s{_STOP}]*)")
_WIDE = {ord("Ａ") + i: ord("A") + i for i in range(26)}


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query. Raises QueryError, with the place, for what cannot be read."""
    position, token = 0, None
    while position < len(query):
        character = query[position]
        if character.isspace():
            position += 1
            continue
        if character in BRACKETS:
            token, position = Token(BRACKETS[character], character, position), position + 1
        elif character in QUOTES:
            token, position = _phrase(query, position)
        elif character in MINUS and _opens_negation(query, position):
            token, position = Token(Sign.NOT, character, position), position + 1
        elif nearness := _nearness(query, position, token):
            token, position = Token(Sign.NEAR, nearness.group(1), position), nearness.end()
        elif field := _FIELD.match(query, position):
            token, position = _field(query, field)
        else:
            token, position = _words(query, position)
        yield token


def _opens_negation(query: str, position: int) -> bool:
    following = query[position + 1 : position + 2]
    return bool(following.strip()) and following not in MINUS


def _nearness(query: str, position: int, before: Token | None) -> re.Match[str] | None:
    """A ~ with what follows: after quotes always, elsewhere where that is a number."""
    match = _NEARNESS.match(query, position)
    quoted = before is not None and before.sign is Sign.PHRASE
    return match if match and (quoted or match.group(1).isdecimal()) else None


def _phrase(query: str, position: int) -> tuple[Token, int]:
    opening = query[position]
    end = query.find(PARTNERS.get(opening, opening), position + 1)
    if end < 0:
        family = next(family for family in FAMILIES if opening in family)
        end = min((at for sign in family if (at := query.find(sign, position + 1)) >= 0), default=-1)
    if end < 0:
        closing = PARTNERS.get(opening, opening)
        raise QueryError(
            _(
                "第 {number} 个字的引号 {opening} 没有配对。请在短语末尾补上 {closing}",
                number=position + 1,
                opening=opening,
                closing=closing,
            ),
            position=position,
        )
    if end == position + 1:
        raise QueryError(
            _("第 {number} 个字的引号里没有文字。请写上要找的词句，或去掉这对引号", number=position + 1),
            position=position,
        )
    return Token(Sign.PHRASE, query[position + 1 : end], position), end + 1


def _field(query: str, match: re.Match[str]) -> tuple[Token, int]:
    name, position = match.group(1), match.start()
    known = FIELDS.get(name.lower())
    if known:
        return Token(Sign.FIELD, known, position), match.end()
    if not name.isascii():  # 同志们：… is text
        return _words(query, position)
    raise QueryError(
        _(
            "第 {number} 个字起的“{name}:”不是可用的范围。可用的有 {names}；要找这几个字本身，请加引号",
            number=position + 1,
            name=name,
            names=NAMES,
        ),
        position=position,
    )


def _words(query: str, position: int) -> tuple[Token, int]:
    match = _WORD.match(query, position)
    text = match.group() if match else query[position]
    sign = Sign.PATTERN if has_wildcards(text) else OPERATORS.get(text.translate(_WIDE), Sign.WORDS)
    return Token(sign, text, position), position + len(text)
