"""Example searches from the corpus itself: set phrases that many of its speeches share."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from indexer.engine.forward_index import ForwardIndex
from indexer.store.speech_catalogue import Entry

SAMPLED_SPEECHES = 40  # the latest
MAX_EXAMPLES = 10
MIN_LENGTH = 4  # characters; shorter words are no set phrases


def set_phrases(speeches: Sequence[Entry], words: ForwardIndex, most: int) -> list[str]:
    """Up to `most` long words, those in the most speeches first; ties by the longer, then by the word itself.

    A phrase inside one already taken is passed over.
    """
    taken: list[str] = []
    for word in _by_speeches(speeches, words):
        if not any(word in other or other in word for other in taken):
            taken.append(word)
        if len(taken) == most:
            break
    return taken


def _by_speeches(speeches: Sequence[Entry], words: ForwardIndex) -> Iterator[str]:
    """The long words of some speeches, those in the most of them first."""
    own = [
        np.unique(words.words_at(np.arange(words.firsts[one.first], words.firsts[one.first + one.paragraphs])))
        for one in speeches
    ]
    numbers, having = np.unique(np.concatenate([np.zeros(0, np.int64), *own]), return_counts=True)
    for count in np.unique(having)[::-1].tolist():
        yield from sorted(_long(words.word(number) for number in numbers[having == count].tolist()), key=_longest_first)


def _long(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if len(word) >= MIN_LENGTH and all("\u4e00" <= one <= "\u9fff" for one in word))


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word
