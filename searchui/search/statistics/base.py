"""The base of a statement: how much text there must be for "most often" or "most densely" to say anything of anybody."""

import numpy as np
import numpy.typing as npt

from indexer.engine.answers import Numbers
from indexer.i18n import Message, _

MIN_SPEECHES = 3  # of a year, of a speaker, of a part of the corpus
MIN_CHARACTERS = 10_000  # of all these speeches, white space not counted
MIN_USES = 2  # of the phrase there: what is said once is said by chance
MIN_COMPARED = 2  # years or speakers with such a base: the densest of one is none


def base_message() -> Message:
    """What is compared at all."""
    return _(
        "只比有 {speeches} 篇、{characters} 字以上的年份和讲话人，用到 {uses} 次以上的才列",
        speeches=MIN_SPEECHES,
        characters=MIN_CHARACTERS,
        uses=MIN_USES,
    )


def has_base(speeches: int, characters: int) -> bool:
    """Whether so much text is enough."""
    return speeches >= MIN_SPEECHES and characters >= MIN_CHARACTERS


def having_base(speeches: Numbers, characters: Numbers) -> npt.NDArray[np.bool_]:
    """Of each of several, whether it is."""
    return (speeches >= MIN_SPEECHES) & (characters >= MIN_CHARACTERS)
