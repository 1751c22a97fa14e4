"""Proximity: texts in quotes with ~ and a distance after them."""

from indexer.engine.query import Near
from indexer.errors import QueryError

FARTHEST = 200  # characters
MOST_TEXTS = 4  # each more takes three times the work


def read_near(text: str, position: int, distance: str, place: int) -> Near:
    """What stands in quotes at `position` of the query, and what after ~ at `place`.

    Raises QueryError with the place for what is no distance, and for too few or too many texts.
    """
    if not (distance.isdecimal() and len(distance) <= len(str(FARTHEST)) and int(distance) <= FARTHEST):
        raise QueryError(
            f'第 {place + 1} 个字：~ 后面要写 0 到 {FARTHEST} 的数字，说明最多相隔几个字，例如 "基层 治理"~20',
            f'Character {place + 1}: after ~ comes a number of characters from 0 to {FARTHEST}: "基层 治理"~20',
            position=place,
        )
    texts = tuple(text.split())
    if len(texts) < 2:
        raise QueryError(
            f'第 {place + 1} 个字：~ 要用于引号里的几个词，中间空一格，例如 "基层 治理"~20；只有一个词就不要写 ~',
            f'Character {place + 1}: ~ is for several words in the quotes: "基层 治理"~20; after one word, leave it out',
            position=place,
        )
    if len(texts) > MOST_TEXTS:
        raise QueryError(
            f"第 {position + 1} 个字起的引号里有 {len(texts)} 个词，~ 最多用于 {MOST_TEXTS} 个。请只留下最要紧的几个",
            f"The quotes at character {position + 1} have {len(texts)} words; ~ takes {MOST_TEXTS} at most. Keep a few",
            position=position,
        )
    return Near(texts, int(distance))


def misplaced(place: int) -> QueryError:
    """For a ~ that no quotes stand before."""
    return QueryError(
        f'第 {place + 1} 个字：~ 前面要有引号括起来的几个词，例如 "基层 治理"~20；要找这个符号本身，请加引号',
        f'Character {place + 1}: before ~ come words in quotes: "基层 治理"~20; for the sign itself, quote it',
        position=place,
    )
