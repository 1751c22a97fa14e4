"""Proximity: texts in quotes with ~ and a distance after them."""

from indexer.engine.query import Proximity
from indexer.errors import QueryError
from indexer.i18n import _, units

MAX_DISTANCE = 200  # characters
MAX_TEXTS = 4  # each more takes three times the work


def read_near(text: str, position: int, distance: str, place: int) -> Proximity:
    """What stands in quotes at `position` of the query, and what after ~ at `place`.

    Raises QueryError with the place for what is not a distance, and for too few or too many texts.
    """
    if not (distance.isdecimal() and len(distance) <= len(str(MAX_DISTANCE)) and int(distance) <= MAX_DISTANCE):
        raise QueryError(
            _(
                '第 {number} 个字：~ 后面要写 0 到 {farthest} 的数字，说明最多相隔几个字，例如 "基层 治理"~20',
                number=place + 1,
                farthest=MAX_DISTANCE,
            ),
            position=place,
        )
    texts = tuple(text.split())
    if len(texts) < 2:
        raise QueryError(
            _(
                '第 {number} 个字：~ 要用于引号里的几个词，中间空一格，例如 "基层 治理"~20；只有一个词就不要写 ~',
                number=place + 1,
            ),
            position=place,
        )
    if len(texts) > MAX_TEXTS:
        raise QueryError(
            _(
                "第 {number} 个字起的引号里有 {count}，~ 最多用于 {most_texts} 个。请只留下最要紧的几个",
                number=position + 1,
                count=units.words(len(texts)),
                most_texts=MAX_TEXTS,
            ),
            position=position,
        )
    return Proximity(texts, int(distance))


def misplaced(place: int) -> QueryError:
    """For a ~ that no quotes stand before."""
    return QueryError(
        _(
            '第 {number} 个字：~ 前面要有引号括起来的几个词，例如 "基层 治理"~20；要找这个符号本身，请加引号',
            number=place + 1,
        ),
        position=place,
    )
