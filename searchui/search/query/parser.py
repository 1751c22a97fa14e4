"""The query language: string → tree.

or    := and (OR and)*
and   := not (AND? not)*
not   := NOT not | unit
unit  := ( or ) | FIELD value | "phrase" | "texts" NEAR | words | pattern
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from indexer.engine.query import (
    And,
    Field,
    Not,
    Or,
    Phrase,
    Query,
    Unknown,
    Words,
)
from indexer.errors import QueryError
from indexer.evidence import UNKNOWN_WORDS
from indexer.i18n import _
from indexer.shown_text import as_shown
from searchui.search.filters.facet import is_unknown
from searchui.search.query import MAX_QUERY_LENGTH
from searchui.search.query.dates import PIECE, SIGNS, read_period
from searchui.search.query.lexer import MINUS, OPERATORS, TIMES, Sign, Token, tokens
from searchui.search.query.mending import mend
from searchui.search.query.passage import FEWEST_CHARACTERS, is_passage
from searchui.search.query.pasted import unwrap, without_parting
from searchui.search.query.proximity import misplaced, read_near
from searchui.search.query.wildcard import read_pattern

CACHED_QUERIES = 64  # a page and its links read the same one several times
MAX_TOKENS = 200
MAX_SPAN_LEAVES = 8  # words with wildcards and quotes with ~ together: each costs what several phrases do
FACTS = {"year": "year", "date": "year", "speaker": "speaker", "occasion": "occasion"}  # what may be unknown
MAX_DEPTH = 30  # brackets and NOTs inside each other
LONGEST_UNIT = 3  # characters after a number: ℃, °C, 亿元, 百分点
_HAN = re.compile(rf"[\u4e00-\u9fff]{{1,{FEWEST_CHARACTERS - 1}}}")  # too short for a passage
_SIGNED = re.compile(rf"[{MINUS}]\d[\d,.]*")


@lru_cache(CACHED_QUERIES)
def read_query(text: str) -> Query:
    """The tree of a query as it is shown. Raises QueryError with the place and what to write instead.

    A pasted passage is text as a whole: no sign in it is one of the language.
    """
    if _HAN.fullmatch(text) and text not in OPERATORS:  # as most queries are: no sign of the language is in it
        return Words(text)
    shown = as_shown(text)
    if is_passage(shown):
        return Words(unwrap(_checked_length(shown)))
    try:
        return _read(shown)
    except QueryError as error:
        mend(error, text, _read)
        raise


def _read(text: str) -> Query:
    found = tokens(_checked_length(text))
    if not found:
        raise QueryError(_("请写下要找的词句"))
    if len(found) > MAX_TOKENS:
        place = found[MAX_TOKENS].position
        raise QueryError(
            _(
                "查询有 {count} 个部分，最多 {most_tokens} 个。请分几次查找，或用引号把整句括起来",
                count=len(found),
                most_tokens=MAX_TOKENS,
            ),
            position=place,
            edit=(place, len(text), ""),
        )
    scattered = [token for token in found if token.sign in (Sign.PATTERN, Sign.NEAR)]
    if len(scattered) > MAX_SPAN_LEAVES:
        place = scattered[MAX_SPAN_LEAVES].position
        raise QueryError(
            _(
                "查询里有 {count} 处通配符或 ~，最多 {most_scattered} 处。请分几次查找",
                count=len(scattered),
                most_scattered=MAX_SPAN_LEAVES,
            ),
            position=place,
            edit=(place, len(text), ""),
        )
    return _Parser(found, len(text)).query()


def _checked_length(text: str) -> str:
    if len(text) <= MAX_QUERY_LENGTH:
        return text
    raise QueryError(
        _(
            "查询有 {count} 个字，最多 {longest} 个字。请只留下要找的词句，或把文字分成几次来查",
            count=len(text),
            longest=MAX_QUERY_LENGTH,
        ),
        position=MAX_QUERY_LENGTH,
    )


class _Parser:
    """Recursive descent over the tokens."""

    def __init__(self, found: Sequence[Token], end: int) -> None:
        self._tokens = found
        self._next = 0
        self._end = end
        self._depth = 0

    def query(self) -> Query:
        tree = self._or()
        token = self._peek()
        if token is not None:  # only a closing bracket ends an expression early
            raise QueryError(
                _("第 {number} 个字的 ） 没有对应的 （。请去掉它，或在前面补上 （", number=token.position + 1),
                position=token.position,
                edit=_without(token),
            )
        return tree

    def _or(self) -> Query:
        parts = [self._and()]
        while self._take(Sign.OR):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Query:
        parts = [self._not()]
        while (token := self._peek()) and token.sign not in (Sign.OR, Sign.CLOSE):
            self._take(Sign.AND)
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _not(self) -> Query:
        token = self._take(Sign.NOT)
        if token is None:
            return self._unit()
        self._enter(token)
        part = self._not()
        self._depth -= 1
        return Not(part)

    def _unit(self) -> Query:
        token = self._peek()
        if token is None or token.sign in (Sign.AND, Sign.OR, Sign.CLOSE):
            raise self._missing(token)
        self._next += 1
        if token.sign is Sign.OPEN:
            return self._bracket(token)
        if token.sign is Sign.FIELD:
            return self._field(token)
        if token.sign is Sign.PHRASE:
            return self._phrase(token)
        if token.sign is Sign.PATTERN:
            return read_pattern(unwrap(token.text), token.position)
        if token.sign is Sign.NEAR:
            raise misplaced(token.position)
        return _text(unwrap(token.text))

    def _phrase(self, token: Token) -> Query:
        nearness = self._take(Sign.NEAR)
        if nearness is None:
            return Phrase(unwrap(token.text))
        return read_near(token.text, token.position, nearness.text, nearness.position)

    def _bracket(self, token: Token) -> Query:
        self._enter(token)
        tree = self._or()
        self._depth -= 1
        if self._take(Sign.CLOSE) is None:
            raise QueryError(
                _("第 {number} 个字的 （ 没有配对。请在后面补上 ）", number=token.position + 1),
                position=token.position,
                edit=(self._end, self._end, "）" if token.text == "（" else ")"),
            )
        return tree

    def _field(self, token: Token) -> Query:
        value = self._take(Sign.WORDS) or self._take(Sign.PHRASE)
        if value and value.sign is Sign.WORDS:
            value = replace(value, text=without_parting(value.text))
            if token.text in FACTS and is_unknown(value.text):
                return Unknown(FACTS[token.text])
        if value and token.text in TIMES:
            return self._time(token.text, value)
        following = self._peek()
        if following and following.sign is (Sign.NEAR if value else Sign.PATTERN):
            raise QueryError(
                _(
                    "第 {number} 个字：范围里不能用通配符和 ~。请写出要找的字；要找这些符号本身，请加引号",
                    number=following.position + 1,
                ),
                position=following.position,
                edit=_bare(following) if value is None else (following.position, following.end, " "),
            )
        if value is None:
            told = _("第 {number} 个字起的范围没有内容。冒号后面请紧接着写，例如 year:2024", number=token.position + 1)
            if following and following.sign is Sign.OPEN:
                told = _(
                    "第 {number} 个字起的范围后面不能写括号。请逐个写上范围，例如 (title:甲 OR title:乙)",
                    number=token.position + 1,
                )
            raise QueryError(told, position=token.position, edit=_without(token))
        return Field(token.text, unwrap(value.text))

    def _time(self, name: str, value: Token) -> Query:
        """A year alone, or the days of a time; that may have white space beside its signs."""
        text, end = value.text, value.end
        while (piece := _time_piece(self._peek())) and (text[-1] in SIGNS or piece[0] in SIGNS):
            text += piece
            end = self._tokens[self._next].end
            self._next += 1
        _check_known(text, value.position)
        if name == "year" and text.isdecimal() and len(text) == 4:
            return Field(name, str(int(text)))
        return read_period(text, value.position, end)

    def _missing(self, token: Token | None) -> QueryError:
        """An operator or bracket stands where something to look for was expected."""
        position = self._end if token is None else token.position
        near = (token or self._tokens[-1]).text
        return QueryError(
            _(
                "第 {number} 个字：“{near}”旁边缺少要找的词句。请补上，或去掉它；要找这个词本身，请加引号",
                number=position + 1,
                near=near,
            ),
            position=position,
            edit=_without(token or self._tokens[-1]),
        )

    def _enter(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError(
                _(
                    "第 {number} 个字：括号或 NOT 套得太深（最多 {deepest} 层）",
                    number=token.position + 1,
                    deepest=MAX_DEPTH,
                ),
                position=token.position,
            )

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, sign: Sign) -> Token | None:
        token = self._peek()
        if token is None or token.sign is not sign:
            return None
        self._next += 1
        return token


def _check_known(text: str, position: int) -> None:
    """Raises QueryError for a time with a bound that is unknown."""
    if any(word in text.lower() for word in UNKNOWN_WORDS):
        raise QueryError(
            _(
                "第 {number} 个字：日期不详的讲话不在任何一段时间里，要分开写，例如 year:none OR date:2020..2024",
                number=position + 1,
            ),
            position=position,
        )


def _time_piece(token: Token | None) -> str:
    """What a token may add to a time; a ~ is a range there."""
    if token is None or token.sign not in (Sign.WORDS, Sign.NEAR):
        return ""
    text = "~" + token.text if token.sign is Sign.NEAR else token.text
    return text if PIECE.fullmatch(text) else ""


def _text(text: str) -> Query:
    """Unquoted text; a number that begins it with a minus is meant with that: -5℃ is not 5℃."""
    signed = _SIGNED.match(text)
    if signed is None:
        return Words(text)
    if len(text) - signed.end() <= LONGEST_UNIT:
        return Phrase(text)
    return And((Phrase(signed.group()), Words(text)))


def _without(token: Token) -> tuple[int, int, str]:
    return token.position, token.end, " "


def _bare(pattern: Token) -> tuple[int, int, str]:
    """A pattern in quotes: as text."""
    return pattern.position, pattern.end, f'"{pattern.text}"'
