"""Words that are added to an order of n-grams find their places in it, so that what was in order is not sorted again."""

import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.forward_index import ForwardIndex
from indexer.engine.ngram_order import DEEPEST, NgramOrder, Sizes
from indexer.engine.word_scan import Mask


def with_added(order: NgramOrder, added: NgramOrder, forward_index: ForwardIndex) -> NgramOrder:
    """The order of the words of two, of which the `added` stand after all others: as if they had been sorted together."""
    texts = _Texts(forward_index)
    at = _places_among(order, added, texts)
    places = np.insert(order.places, at, added.places)
    common = np.insert(order.common, at, added.common)
    own = at + np.arange(len(at))
    changed = np.union1d(own, own + 1)
    changed = changed[(changed > 0) & (changed < len(places))]
    common[changed], _is_less = texts.compared(places[changed - 1].astype(np.int64), places[changed].astype(np.int64))
    common[:1] = 0
    return NgramOrder(places, common)


def _places_among(order: NgramOrder, added: NgramOrder, texts: "_Texts") -> Numbers:
    """Before which entry of an order each added one comes, by bisection of all at once; equal ones come after those there."""
    low, high = np.zeros(len(added.places), np.int64), np.full(len(added.places), len(order.places), np.int64)
    own = added.places.astype(np.int64)
    while len(open_ := (low < high).nonzero()[0]):
        middle = (low[open_] + high[open_]) // 2
        _common, is_less = texts.compared(own[open_], order.places[middle].astype(np.int64))
        high[open_[is_less]] = middle[is_less]
        low[open_[~is_less]] = middle[~is_less] + 1
    return low


class _Texts:
    """The words from each place on that follow each other directly, up to DEEPEST."""

    def __init__(self, forward_index: ForwardIndex) -> None:
        self._forward_index = forward_index
        self._follows = forward_index.follows

    def compared(self, one: Numbers, other: Numbers) -> tuple[Sizes, Mask]:
        """How many words the texts from each two places have in common, and whether the first is less than the second."""
        common, is_less = np.zeros(len(one), np.uint8), np.zeros(len(one), np.bool_)
        alike = np.arange(len(one))
        for distance in range(DEEPEST):
            word, against = self._words(one[alike], distance), self._words(other[alike], distance)
            is_less[alike] = word < against
            alike = alike[(word == against) & (word > 0)]
            common[alike] += 1
        return common, is_less

    def _words(self, places: Numbers, distance: int) -> Numbers:
        """One more than the number of each word at a distance from places whose texts go on till there; 0 where one ends."""
        words, at = np.zeros(len(places), np.int64), places + distance
        going_on = at < len(self._follows)
        if distance:
            going_on[going_on] = self._follows[at[going_on]]
        words[going_on] = self._forward_index.words_at(at[going_on]) + 1
        return words
