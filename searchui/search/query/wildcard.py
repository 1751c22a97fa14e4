"""Wildcards in unquoted text: whether it has any, and what a pattern may cost."""

from indexer.analysis import fold
from indexer.analysis.wildcard import ONE, SOME, open_part
from indexer.engine.query import Pattern
from indexer.errors import QueryError

MOST_WILDCARDS = 4  # in a pattern
FEWEST_LITERALS = 2  # characters of a pattern that stand for themselves, so that few places need be looked at


def has_wildcards(text: str) -> bool:
    """Question marks that close a text are punctuation."""
    opened = fold(open_part(text))
    return ONE in opened or SOME in opened


def read_pattern(text: str, position: int) -> Pattern:
    """An unquoted text that has wildcards and stands at `position` of the query, as a pattern.

    Raises QueryError with the place for one that would match nearly anything.
    """
    opened = fold(open_part(text))
    wild = [at for at, sign in enumerate(opened) if sign in ONE + SOME]
    if opened[0] == SOME or opened[-1] == SOME:
        at = 0 if opened[0] == SOME else len(opened) - 1
        raise _refused(
            position + at,
            f"通配符 {SOME} 要写在两个字之间，开头和末尾不用写",
            f"the wildcard {SOME} stands between characters, and is not needed at either end",
        )
    if len(wild) > MOST_WILDCARDS:
        raise _refused(
            position + wild[MOST_WILDCARDS],
            f"一个词里最多写 {MOST_WILDCARDS} 个通配符，请写成几个词",
            f"{MOST_WILDCARDS} wildcards are the most in one word; write several words",
        )
    if len(opened) - len(wild) < FEWEST_LITERALS:
        raise _refused(
            position + wild[0],
            f"通配符之外至少要有 {FEWEST_LITERALS} 个字，请多写几个字",
            f"beside its wildcards a word needs {FEWEST_LITERALS} characters; write more of it",
        )
    return Pattern(text)


def _refused(position: int, zh: str, en: str) -> QueryError:
    return QueryError(
        f"第 {position + 1} 个字：{zh}；要找这个符号本身，请加引号",
        f"Character {position + 1}: {en}; for the sign itself, quote it",
        position=position,
    )
