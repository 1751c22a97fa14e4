"""Wildcards in unquoted text: whether it has any, and what a pattern may cost."""

from indexer.analysis import fold
from indexer.analysis.wildcard import ONE, SOME, open_part
from indexer.engine.query import Wildcard
from indexer.errors import QueryError
from indexer.i18n import Message, _

MAX_WILDCARDS = 4  # in a pattern
MIN_LITERALS = 2  # characters of a pattern that stand for themselves, so that few places need be looked at


def has_wildcards(text: str) -> bool:
    """Question marks that close a text are punctuation."""
    opened = fold(open_part(text))
    return ONE in opened or SOME in opened


def read_pattern(text: str, position: int) -> Wildcard:
    """An unquoted text that has wildcards and stands at `position` of the query, as a pattern.

    Raises QueryError with the place for one that would match nearly anything.
    """
    opened = fold(open_part(text))
    wild = [at for at, sign in enumerate(opened) if sign in ONE + SOME]
    if opened[0] == SOME or opened[-1] == SOME:
        at = 0 if opened[0] == SOME else len(opened) - 1
        raise _error(
            position + at,
            _("通配符 {some} 要写在两个字之间，开头和末尾不用写", some=SOME),
        )
    if len(wild) > MAX_WILDCARDS:
        raise _error(
            position + wild[MAX_WILDCARDS],
            _("一个词里最多写 {most_wildcards} 个通配符，请写成几个词", most_wildcards=MAX_WILDCARDS),
        )
    if len(opened) - len(wild) < MIN_LITERALS:
        raise _error(
            position + wild[0],
            _("通配符之外至少要有 {fewest_literals} 个字，请多写几个字", fewest_literals=MIN_LITERALS),
        )
    return Wildcard(text)


def _error(position: int, reason: Message) -> QueryError:
    return QueryError(
        _("第 {number} 个字：{reason}；要找这个符号本身，请加引号", number=position + 1, reason=reason),
        position=position,
    )
