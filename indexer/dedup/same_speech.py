"""Whether two texts that are alike are one speech, by what is known of them: title, date, speaker and occasion.

What speaks against it decides. Two speeches may have one body (a text that is read at two meetings, a template that is
filled anew), so facts that differ make two of it; only a date may differ by some weeks, since a speech is dated by the
day on which it is held and by the days on which it is printed.
"""

from datetime import date
from enum import Enum, auto
from functools import lru_cache

from indexer.analysis import fold
from indexer.dedup.clause_hashes import SpeechSketch
from indexer.model import SpeechDate

SAME = 0.97  # of the smaller one's characters are shared by texts of which little is known, if they are one speech
SAME_BY_FACTS = 0.95  # by texts with the same title: two printings share 96 to 99 % of their sentences
WEEKS_APART = 62  # days from one printing to another
CACHED_NAMES = 10_000
MIN_TITLE = 6  # letters of a title that tells one speech from others: 讲话 and 致辞 do not


class Relation(Enum):
    """How a fact of one text stands to that of another."""

    SAME = auto()
    UNKNOWN = auto()  # of one of them, or not exactly
    NEAR = auto()  # dates only: they differ by weeks
    DIFFERENT = auto()


def share_of_one_speech(one: SpeechSketch, other: SpeechSketch) -> float | None:
    """The share of text, 0–1, from which on two texts are one speech; None where their facts say that they are two."""
    facts = (_names(one.speaker, other.speaker), _names(one.occasion, other.occasion))
    if Relation.DIFFERENT in facts:
        return None
    titles, dates = _titles(one.title, other.title), relation_of_dates(one.date, other.date)
    if titles is Relation.DIFFERENT:
        is_one_day = dates is Relation.SAME and one.date is not None and one.date.day is not None
        return SAME if is_one_day and facts[0] is Relation.SAME else None
    if titles is Relation.SAME:
        return None if dates is Relation.DIFFERENT else SAME_BY_FACTS
    return SAME if dates in {Relation.SAME, Relation.UNKNOWN} else None


def relation_of_dates(one: SpeechDate | None, other: SpeechDate | None) -> Relation:
    """NEAR where both are days; UNKNOWN where one is a month or a year that the other is in."""
    if one is None or other is None:
        return Relation.UNKNOWN
    if one == other:
        return Relation.SAME
    parts = zip((one.year, one.month, one.day), (other.year, other.month, other.day), strict=True)
    if all(mine is None or its is None or mine == its for mine, its in parts):
        return Relation.UNKNOWN
    days = _day(one), _day(other)
    if days[0] is None or days[1] is None or abs((days[0] - days[1]).days) > WEEKS_APART:
        return Relation.DIFFERENT
    return Relation.NEAR


def _day(of: SpeechDate) -> date | None:
    try:
        return date(of.year, of.month, of.day) if of.month and of.day else None
    except ValueError:
        return None


def _titles(one: str | None, other: str | None) -> Relation:
    """SAME where they tell one speech from others and one is in the other: 在…上的讲话, and 某某：在…上的讲话."""
    shorter, longer = sorted((_letters(one), _letters(other)), key=len)
    if not shorter or shorter == longer:
        return Relation.SAME if len(shorter) >= MIN_TITLE else Relation.UNKNOWN
    return Relation.SAME if len(shorter) >= MIN_TITLE and shorter in longer else Relation.DIFFERENT


def _names(one: str | None, other: str | None) -> Relation:
    """Of people and occasions: one may be the other's longer name."""
    shorter, longer = sorted((_letters(one), _letters(other)), key=len)
    if not shorter:
        return Relation.UNKNOWN
    return Relation.SAME if shorter in longer else Relation.DIFFERENT


@lru_cache(maxsize=CACHED_NAMES)
def _letters(name: str | None) -> str:
    """The letters and digits of a name, folded."""
    return "".join(sign for sign in fold(name or "") if sign.isalnum())
