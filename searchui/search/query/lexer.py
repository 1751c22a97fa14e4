"""Query string → tokens. Full-width operators, colons, brackets, quotes and spaces are as their half-width forms.

What only looks like a sign of the language is text: a minus or an apostrophe before a number, a colon after what is no
field, marks that stand by themselves, the bracket of a number in a list. Punctuation beside quotes and brackets parts
them, and is not sought.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from types import MappingProxyType

from indexer.analysis import fold
from indexer.errors import QueryError
from indexer.i18n import _
from searchui.search.query.dates import PIECE
from searchui.search.query.quotes import INSIDE_WORDS, QUOTES, closing_of, quoted_end
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
    """`text` is a field's plain name, what is sought, or what follows a ~; it stands from `position` to `end`."""

    sign: Sign
    text: str
    position: int
    end: int


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
FEWEST_LETTERS = 5  # of a field's name that one slip leaves to be told from other words

OPERATORS = {"AND": Sign.AND, "OR": Sign.OR, "NOT": Sign.NOT, "或": Sign.OR}
BRACKETS = {"(": Sign.OPEN, "（": Sign.OPEN, ")": Sign.CLOSE, "）": Sign.CLOSE, "|": Sign.OR, "｜": Sign.OR}
# Between what ends a unit and anything, or where one may begin and does after it, punctuation is none itself.
ENDING = frozenset({Sign.WORDS, Sign.PATTERN, Sign.PHRASE, Sign.NEAR, Sign.CLOSE})
STARTING = frozenset({Sign.WORDS, Sign.PATTERN, Sign.PHRASE, Sign.FIELD, Sign.OPEN, Sign.NOT})
BEFORE_TEXT = frozenset({None, Sign.OPEN, Sign.AND, Sign.OR, Sign.NOT})
MEANINGFUL = "%‰&@#/*-–"
MINUS = "-－−"
APOSTROPHES = "'‘’＇"
ADDRESS = "://"
_FIELD = re.compile(r"([A-Za-zＡ-Ｚａ-ｚ_]+|[\u4e00-\u9fff]{2,4})[:：]")
_STOP = "".join(re.escape(sign) for sign in {*BRACKETS, *QUOTES} - INSIDE_WORDS)
_WORD = re.compile(rf"[^\s{_STOP}]+")
_WRAPPED = re.compile(rf"[ \t\u3000]*(?:\r\n?|[\n\v\f\x85\u2028\u2029])\s*([^\s{_STOP}]+)")
_LETTER = re.compile(r"[^\W_]")
_NEARNESS = re.compile(rf"[~～〜]\s*([^\s{_STOP}]*)")
_LISTED = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])[)）]")
WIDE = {ord("Ａ") + i: ord("A") + i for i in range(26)} | {ord("ａ") + i: ord("a") + i for i in range(26)}


def tokens(query: str) -> Sequence[Token]:
    """The tokens of a query. Raises QueryError, with the place, for what cannot be read."""
    return _with_marks(query, _with_small_operators(list(_tokens(query))))


def _tokens(query: str) -> Iterator[Token]:
    position, token, opened = 0, None, 0
    while position < len(query):
        character = query[position]
        if character.isspace():
            position += 1
            continue
        if character in BRACKETS:
            token = Token(BRACKETS[character], character, position, position + 1)
            opened += {Sign.OPEN: 1, Sign.CLOSE: -1}.get(token.sign, 0)
        elif character in QUOTES and not _is_apostrophe(query, position):
            token = _phrase(query, position)
        elif character in MINUS and _opens_negation(query, position):
            token = Token(Sign.NOT, character, position, position + 1)
        elif nearness := _nearness(query, position, token):
            token = Token(Sign.NEAR, nearness.group(1), position, nearness.end())
        elif field := _field(query, position):
            token = field
        elif opened <= 0 and (listed := _LISTED.match(query, position)):
            token = _words(query, position, listed.end())
        else:
            token = _words(query, position, position)
        yield token
        position = token.end


def _opens_negation(query: str, position: int) -> bool:
    """Before a number it is a minus, and before what closes a part, or parts it from another, a mark."""
    following = query[position + 1 : position + 2]
    ends = not following.strip() or BRACKETS.get(following) in (Sign.CLOSE, Sign.OR)
    return not ends and following not in MINUS and not following.isdecimal()


def _is_apostrophe(query: str, position: int) -> bool:
    """Before a number, where no partner closes a phrase: ’90年代, but not '90年代' 基层."""
    if query[position] not in APOSTROPHES or not query[position + 1 : position + 2].isdecimal():
        return False
    end = quoted_end(query, position)
    return end is None or query[end + 1 : end + 2] not in {"", *" \t\n\r\u3000", *BRACKETS, *"~～〜"}


def _nearness(query: str, position: int, before: Token | None) -> re.Match[str] | None:
    """A ~ with what follows: after quotes always, elsewhere where that is a number, and not from one to another."""
    match = _NEARNESS.match(query, position)
    if match is None or (before is not None and before.sign is Sign.PHRASE):
        return match
    is_range = before is not None and before.text[-1:].isdecimal()
    return match if match.group(1).isdecimal() and not is_range else None


def _phrase(query: str, position: int) -> Token:
    opening = query[position]
    end = quoted_end(query, position)
    if end is None:
        closing = closing_of(opening)
        raise QueryError(
            _(
                "第 {number} 个字的引号 {opening} 没有配对。请在短语末尾补上 {closing}",
                number=position + 1,
                opening=opening,
                closing=closing,
            ),
            position=position,
            edit=(len(query), len(query), closing) if query[position + 1 :].strip() else (position, position + 1, ""),
        )
    if not query[position + 1 : end].strip():
        raise QueryError(
            _("第 {number} 个字的引号里没有文字。请写上要找的词句，或去掉这对引号", number=position + 1),
            position=position,
            edit=(position, end + 1, " "),
        )
    return Token(Sign.PHRASE, query[position + 1 : end], position, end + 1)


def _field(query: str, position: int) -> Token | None:
    """A known name with its colon; any other is text: 同志们：…, GDP：…, http://…."""
    match = _FIELD.match(query, position)
    if match is None:
        return None
    name = match.group(1)
    if known := field_named(name):
        return Token(Sign.FIELD, known, position, match.end())
    if meant := _meant(fold(name)):
        raise QueryError(
            _(
                "第 {number} 个字起的“{name}:”不是可用的范围，是不是“{meant}:”？可用的有 {names}；要找这几个字本身，请加引号",
                number=position + 1,
                name=name,
                meant=meant,
                names=NAMES,
            ),
            position=position,
            edit=(position, match.end(), f"{meant}:"),
        )
    return None


def field_named(name: str) -> str | None:
    """The plain name of a field, however that is written: Title, ｔｉｔｌｅ, 标题, 標題. None for what is no field."""
    return FIELDS.get(fold(name))


def _meant(name: str) -> str | None:
    """The field that a name is one slip away from."""
    slips = (field for field in FIELDS if field.isascii() and len(field) >= FEWEST_LETTERS and field[0] == name[0])
    return next((field for field in slips if _is_slip(name, field)), None)


def _is_slip(name: str, meant: str) -> bool:
    """Whether one letter is missing, too many or another, or two have changed places."""
    start = next((at for at, (one, other) in enumerate(zip(name, meant, strict=False)) if one != other), None)
    if start is None:
        return abs(len(name) - len(meant)) == 1
    rest, right = name[start:], meant[start:]
    return rest[1:] in (right, right[1:]) or rest == right[1:] or rest == right[1::-1] + right[2:]


def _words(query: str, position: int, from_: int) -> Token:
    """Text up to what parts it, at least up to `from_`; over breaks of lines between Chinese characters too."""
    match = _WORD.match(query, from_)
    end = match.end() if match else max(from_, position + 1)
    while (
        (wrapped := _WRAPPED.match(query, end))
        and not query[end - 1].isascii()
        and not wrapped.group(1)[0].isascii()
        and wrapped.group(1) not in OPERATORS
        and query[position:end] not in OPERATORS
        and not _FIELD.match(query, wrapped.start(1))
    ):
        end = wrapped.end()
    text = query[position:end]
    is_pattern = has_wildcards(text) and not _is_mark(text) and ADDRESS not in text
    sign = Sign.PATTERN if is_pattern else OPERATORS.get(text.translate(WIDE), Sign.WORDS)
    return Token(sign, text, position, end)


def _with_small_operators(found: Sequence[Token]) -> list[Token]:
    """The same, where and, or, not in small letters are operators beside what is not Latin: in English they are words."""
    result = list(found)
    for place, token in enumerate(found):
        sign = OPERATORS.get(token.text.translate(WIDE).upper()) if token.sign is Sign.WORDS else None
        before, after = result[place - 1] if place else None, found[place + 1] if place + 1 < len(found) else None
        if sign is None or after is None or (sign is not Sign.NOT and before is None):
            continue
        if all(beside is None or (beside.sign is Sign.WORDS and beside.text.isascii()) for beside in (before, after)):
            continue
        if any(beside and beside.sign in (Sign.AND, Sign.OR) for beside in (before, after)):
            continue
        if after.sign is not Sign.CLOSE and (before is None or before.sign is not Sign.OPEN or sign is Sign.NOT):
            result[place] = replace(token, sign=sign)
    return result


def _with_marks(query: str, found: Sequence[Token]) -> list[Token]:
    """The same, with marks that stand by themselves (the • of a list) as part of the text after them, or before.

    Not of the value of a field, which ends before them. Those that only part what is sought are left out.
    """
    if not any(token.sign is Sign.WORDS and _is_mark(token.text) for token in found):  # as in most queries
        return list(found)
    result: list[Token] = []
    for token, in_time in zip(found, _in_time(found), strict=True):
        last = None if in_time or not result else result[-1]
        if last and len(result) > 1 and result[-2].sign is Sign.FIELD and not _is_mark(last.text):
            last = None
        if last and last.sign is token.sign is Sign.WORDS and (_is_mark(last.text) or _is_mark(token.text)):
            result[-1] = Token(Sign.WORDS, query[last.position : token.end], last.position, token.end)
        else:
            result.append(token)
    return _without_parting(result)


def _without_parting(found: Sequence[Token]) -> list[Token]:
    """The same without punctuation between other texts: “甲”、“乙”。 asks for two phrases, and not for a 。 as well."""
    result: list[Token] = []
    for token, after, in_time in zip(found, [*found, None][1:], _in_time(found), strict=True):
        before = result[-1].sign if result else None
        parts = before in ENDING or (before in BEFORE_TEXT and after is not None and after.sign in STARTING)
        if in_time or not (parts and token.sign is Sign.WORDS and _is_punctuation(token.text)):
            result.append(token)
    return result if any(map(_is_text, [None, *result], result)) else list(found)


def _in_time(found: Sequence[Token]) -> Iterator[bool]:
    """Of each token whether it is the name of a time, or what may be written of one after that."""
    in_time = False
    for token in found:
        in_time = token.text in TIMES if token.sign is Sign.FIELD else in_time and bool(PIECE.fullmatch(token.text))
        yield in_time


def _is_mark(text: str) -> bool:
    return _LETTER.search(text) is None


def _is_punctuation(text: str) -> bool:
    """Whether a text has nothing but punctuation, and none that belongs to numbers and names or may be a sign."""
    return all(unicodedata.category(one)[0] == "P" and one not in MEANINGFUL for one in fold(text) if one != " ")


def _is_text(before: Token | None, token: Token) -> bool:
    """Whether a token is a text to be sought in paragraphs, and no mark."""
    if token.sign is Sign.WORDS:
        return not _is_mark(token.text) and (before is None or before.sign is not Sign.FIELD)
    return token.sign in (Sign.PHRASE, Sign.PATTERN)
