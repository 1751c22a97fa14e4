"""What a query costs, estimated by counts before any of the work is done."""

from collections.abc import Callable
from typing import assert_never

from indexer.analysis.match_options import PLAIN
from indexer.engine.query import Leaf, Phrase, Proximity, Query, Wildcard, Words
from indexer.errors import QueryError
from indexer.i18n import _, units

MAX_PLACES = 4_000_000  # that are compared for one query: about two seconds
OF_A_PHRASE = 4  # a place of a phrase in another match_options costs a fourth of one that ~ has to compare


def check_cost(query: Query, places: Callable[[str], int], written: str) -> None:
    """Raises QueryError, with the place in the query as `written`, where it would take too long.

    `places` gives a bound on the number of occurrences of a text. All other queries are quick for any text.
    """
    left = MAX_PLACES
    for leaf in set(query.leaves()):
        left -= _cost(leaf, places)
        if left < 0:
            raise _too_costly(leaf, places, written)


def _cost(leaf: Leaf, places: Callable[[str], int]) -> int:
    match leaf:
        case Proximity(texts):
            return sum(map(places, texts))
        case Phrase(text, match_options) if match_options != PLAIN:
            return places(text) // OF_A_PHRASE
        case Words() | Phrase() | Wildcard():
            return 0
        case _:
            assert_never(leaf)


def _too_costly(leaf: Leaf, places: Callable[[str], int], written: str) -> QueryError:
    texts = leaf.texts if isinstance(leaf, Proximity) else (leaf.text,)
    commonest = max(texts, key=places)
    position, times = max(written.find(commonest), 0), places(commonest)
    return QueryError(
        _(
            "“{commonest}”在语料里有 {times}，这样一一比较太费时间。请换成少见一些的词句，例如多写几个字，或分几次查找",
            commonest=commonest,
            times=units.places(times),
        ),
        position=position,
    )
