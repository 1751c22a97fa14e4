"""Texts → their words turned around, by whole arrays.

Looking every word up in a dict of Python would take most of a build. So a word of a few characters becomes one
number made of its codes and its document; one sort of these numbers is the inversion. Longer words, one in ten, do
go through a dict.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis
from indexer.engine.embedded.alphabet import END, Alphabet, Codes, points_of, text_of
from indexer.engine.embedded.inversion import DOCUMENT_BITS, Inversion, changes, packed, sorted_together
from indexer.engine.embedded.keys import DEPTH, Keys, keys_of_words
from indexer.engine.embedded.ranges import ranges

Integers = npt.NDArray[np.int64]

BATCH = 256  # texts that are cut in one call
BREAK = "\n"  # never in a folded text; no word reaches across it


@dataclass(frozen=True, slots=True)
class Texts:
    """Folded texts, joined with a BREAK after each; `starts` of each, and where the last one ends."""

    joined: str
    starts: Integers

    @classmethod
    def of(cls, folded: Sequence[str]) -> "Texts":
        starts = np.concatenate([[0], np.cumsum([len(text) + 1 for text in folded], dtype=np.int64)])
        return cls("".join([text + BREAK for text in folded]), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class _Occurring:
    """Words, ascending; `keys` are word << DOCUMENT_BITS | document, ascending, with `frequencies`.

    `alone`: which of these stand by themselves, and not only inside longer words; None: all.
    """

    terms: list[str]
    keys: Keys
    frequencies: Integers
    alone: npt.NDArray[np.bool_] | None = None

    @property
    def marked(self) -> Integers:
        """The frequencies, with one bit below each for `alone`."""
        marks = 1 if self.alone is None else self.alone
        return self.frequencies.astype(np.int64) << 1 | marks


def invert(texts: Texts, alphabet: Alphabet, analysis: Analysis) -> Inversion:
    """Turn texts around: from documents with words to words with documents. The alphabet holds all characters."""
    words = [word for part in _cut(texts, analysis.cut) for word in part]
    lengths = np.fromiter(map(len, words), dtype=np.int32, count=len(words))
    starts = np.cumsum(lengths, dtype=np.int64) - lengths
    codes = alphabet.codes_of(points_of(texts.joined))  # a BREAK is none of the alphabet's, and so becomes 0
    breaks = codes[starts] == 0
    documents = np.cumsum(breaks, dtype=np.int64) - breaks
    bits = len(alphabet).bit_length()
    short = min((64 - DOCUMENT_BITS) // bits, DEPTH)
    is_short = lengths <= short
    parts = [
        _short_words(codes, starts[is_short], lengths[is_short], documents[is_short], short, alphabet),
        _long_words([words[place] for place in np.flatnonzero(~is_short).tolist()], documents[~is_short]),
    ]
    whole = _together([*parts, *(_inside(part, analysis.inside) for part in parts)])
    counts = np.bincount(
        (whole.keys & np.uint64((1 << DOCUMENT_BITS) - 1)).astype(np.int64), whole.frequencies, len(texts)
    )
    alone = np.ones(len(whole.keys), dtype=np.bool_) if whole.alone is None else whole.alone
    return packed(whole.terms, whole.keys, whole.frequencies, alone, counts.astype(np.int64))


def _cut(texts: Texts, cut: Callable[[str], list[str]]) -> list[list[str]]:
    """The words of all texts, with the BREAK after each text."""
    parts = []
    for first in range(0, len(texts), BATCH):
        bounds = texts.starts[first : first + BATCH + 1].tolist()
        part = cut(texts.joined[bounds[0] : bounds[-1]])
        if part.count(BREAK) != len(bounds) - 1:  # a segmenter that does not keep breaks: text by text
            each = ((texts.joined[start : end - 1]) for start, end in pairwise(bounds))
            part = [word for text in each for word in (*cut(text), BREAK)]
        parts.append(part)
    return parts


def _short_words(
    codes: Codes, starts: Integers, lengths: npt.NDArray[np.int32], documents: Integers, most: int, alphabet: Alphabet
) -> _Occurring:
    """Words of up to `most` characters; marks and white space are none, a word has a letter or digit."""
    bits = len(alphabet).bit_length()
    letters = np.array([character.isalnum() for character in text_of(alphabet.points)])
    letters[END] = False
    before = np.concatenate([[0], np.cumsum(letters[codes])])
    is_word = before[starts + lengths] > before[starts]
    keys = keys_of_words(codes, starts, lengths, bits, most)
    keys = keys[is_word] << np.uint64(DOCUMENT_BITS) | documents[is_word].astype(np.uint64)
    keys.sort()
    first = np.flatnonzero(changes(keys))
    frequencies = np.diff(first, append=len(keys))
    keys = keys[first]
    words = keys >> np.uint64(DOCUMENT_BITS)
    new = changes(words)
    terms = _decoded(words[new], most, bits, alphabet)
    numbers = (np.cumsum(new) - 1).astype(np.uint64)
    return _Occurring(terms, numbers << np.uint64(DOCUMENT_BITS) | keys & _DOCUMENT, frequencies)


_DOCUMENT = np.uint64((1 << DOCUMENT_BITS) - 1)


def _decoded(words: Keys, most: int, bits: int, alphabet: Alphabet) -> list[str]:
    """The words that numbers were made of."""
    mask = np.uint64((1 << bits) - 1)
    columns = [words >> np.uint64(bits * (most - 1 - place)) & mask for place in range(most)]
    codes = np.stack(columns, axis=1).ravel() if len(words) else np.zeros(0, np.uint64)
    ends = np.count_nonzero(codes.reshape(-1, most), axis=1).cumsum() if len(words) else codes
    text = text_of(alphabet.points[codes[codes != 0]])
    return [text[start:end] for start, end in pairwise([0, *ends.tolist()])]


class _Numbering(dict[str, int]):
    """Numbers words in the order in which they are first met."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def _long_words(words: list[str], documents: Integers) -> _Occurring:
    numbering = _Numbering()
    numbers = np.array(list(map(numbering.__getitem__, words)), dtype=np.int64)
    known = list(numbering)
    is_word = np.array([any(map(str.isalnum, word)) for word in known], dtype=np.bool_)
    terms = sorted(word for word, keep in zip(known, is_word.tolist(), strict=True) if keep)
    rank = np.zeros(len(known), dtype=np.int64)
    rank[[numbering[term] for term in terms]] = np.arange(len(terms))
    kept = is_word[numbers] if len(numbers) else np.zeros(0, np.bool_)
    keys = (rank[numbers[kept]] << DOCUMENT_BITS | documents[kept]).astype(np.uint64)
    keys.sort()
    first = np.flatnonzero(changes(keys)) if len(keys) else np.zeros(0, np.int64)
    return _Occurring(terms, keys[first], np.diff(first, append=len(keys)))


def _inside(part: _Occurring, inside: Callable[[str], list[str]]) -> _Occurring:
    """The shorter words inside words, each as often as the word that it is in."""
    numbering = _Numbering()
    owners: list[int] = []
    shorter: list[int] = []
    for number, term in enumerate(part.terms):
        if len(term) > 2:
            for word in inside(term):
                owners.append(number)
                shorter.append(numbering[word])
    bounds = np.searchsorted(part.keys, np.arange(len(part.terms) + 1, dtype=np.uint64) << np.uint64(DOCUMENT_BITS))
    owner = np.array(owners, dtype=np.int64)
    sizes = np.diff(bounds)[owner]
    places = ranges(bounds[owner], sizes)
    words = np.repeat(np.array(shorter, dtype=np.uint64), sizes)
    keys = words << np.uint64(DOCUMENT_BITS) | part.keys[places] & _DOCUMENT
    return _Occurring(list(numbering), keys, part.frequencies[places], np.zeros(len(keys), dtype=np.bool_))


def _together(parts: Sequence[_Occurring]) -> _Occurring:
    """One list of words; frequencies of the same word in the same document are added up."""
    terms = list(dict.fromkeys(sorted(chain.from_iterable(sorted(part.terms) for part in parts))))
    rank = {term: number for number, term in enumerate(terms)}
    keys = np.concatenate(
        [
            np.array([rank[term] for term in part.terms], dtype=np.uint64)[
                (part.keys >> np.uint64(DOCUMENT_BITS)).astype(np.int64)
            ]
            << np.uint64(DOCUMENT_BITS)
            | part.keys & _DOCUMENT
            for part in parts
        ]
    )
    keys, marked = sorted_together(keys, np.concatenate([part.marked for part in parts]))
    if not len(keys):
        return _Occurring(terms, keys, marked)
    first = np.flatnonzero(changes(keys))
    alone = np.bitwise_or.reduceat(marked & 1, first) > 0
    return _Occurring(terms, keys[first], np.add.reduceat(marked >> 1, first), alone)
