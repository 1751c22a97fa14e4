"""Texts → their words turned around, by whole arrays, where there is no kernel.

Looking every word up in a dict of Python would take most of a build. So a word of a few characters becomes one
number made of its codes and its document; one sort of these numbers gives the postings lists. Longer words, one in ten, do
go through a dict.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from indexer.analysis import Analysis
from indexer.engine.embedded.encoding.alphabet import DEPTH, Alphabet, Codes, Keys, text_of
from indexer.engine.embedded.encoding.arrays import changes, ranges
from indexer.engine.embedded.inverted_index.inversion import Inversion, WordNumbers, letters_of
from indexer.engine.embedded.inverted_index.places_among import places_among
from indexer.engine.embedded.inverted_index.postings import DOCUMENT_BITS, pack_postings, sorted_together
from indexer.engine.embedded.inverted_index.tokens import Lengths, Texts, Tokens

Integers = npt.NDArray[np.int64]

_DOCUMENT = np.uint64((1 << DOCUMENT_BITS) - 1)


@dataclass(frozen=True, slots=True)
class _WordOccurrences:
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


@dataclass(frozen=True, slots=True)
class _Words:
    """The words among some tokens: where they occur, which of the tokens they are, and the number of each in its terms."""

    occurrences: _WordOccurrences
    is_word: npt.NDArray[np.bool_]
    numbers: Integers


def invert_by_arrays(texts: Texts, cut: Tokens, alphabet: Alphabet, analysis: Analysis) -> Inversion:
    """Turn texts that are cut up around. The alphabet, which holds all characters, tells how long a short word may be."""
    most = min((64 - DOCUMENT_BITS) // len(alphabet).bit_length(), DEPTH)
    lengths, starts = cut.lengths, cut.starts
    documents = np.repeat(np.arange(len(texts), dtype=np.uint64), np.diff(cut.documents))
    is_short = lengths <= most
    short = _short_words(texts, alphabet, starts[is_short], lengths[is_short], documents[is_short], most)
    rest = _long_words(texts.cut_out(starts[~is_short], lengths[~is_short]), documents[~is_short])
    found = [short.occurrences, rest.occurrences]
    terms, ranks, whole = _together(found[0], [found[1], *(_inside(part, analysis.inner_words) for part in found)])
    counts = np.bincount((whole.keys & _DOCUMENT).astype(np.int64), whole.frequencies, len(texts))
    alone = np.ones(len(whole.keys), dtype=np.bool_) if whole.alone is None else whole.alone
    lists = pack_postings(terms, whole.keys, whole.frequencies, alone, counts.astype(np.int64))
    return Inversion(lists, *_in_order(is_short, (short, rest), ranks))


def _in_order(
    is_short: npt.NDArray[np.bool_], parts: Sequence["_Words"], ranks: Sequence[Keys]
) -> tuple[npt.NDArray[np.bool_], WordNumbers]:
    """Which tokens are words, and the number of each of these, of the short words and the long ones."""
    is_word = np.empty(len(is_short), dtype=np.bool_)
    words = np.empty(len(is_short), dtype=np.uint32)
    for part, ranked, places in zip(parts, ranks, (is_short, ~is_short), strict=False):
        is_word[places] = part.is_word
        words[places.nonzero()[0][part.is_word]] = ranked.astype(np.uint32)[part.numbers]
    return is_word, words[is_word]


def _short_words(
    texts: Texts, alphabet: Alphabet, starts: Integers, lengths: Lengths, documents: Keys, most: int
) -> _Words:
    """Words of up to `most` characters; marks and white space are none, a word has a letter or digit."""
    bits = len(alphabet).bit_length()
    codes = texts.codes
    before = np.concatenate([[0], np.cumsum(letters_of(alphabet)[codes], dtype=np.int32)])
    is_word = before[starts + lengths] > before[starts]
    standing = _keys(codes, bits, most)[starts[is_word]] & _masks(bits, most)[lengths[is_word]]
    keys = standing << np.uint64(DOCUMENT_BITS)
    keys |= documents[is_word]
    keys.sort()
    first = np.flatnonzero(changes(keys))
    frequencies = np.diff(first, append=len(keys))
    keys = keys[first]
    words = keys >> np.uint64(DOCUMENT_BITS)
    new = changes(words)
    terms = decode_words(words[new], most, bits, alphabet)
    numbers = (np.cumsum(new) - 1).astype(np.uint64)
    occurrences = _WordOccurrences(terms, numbers << np.uint64(DOCUMENT_BITS) | keys & _DOCUMENT, frequencies)
    return _Words(occurrences, is_word, places_among(standing, words[new]))


def _keys(codes: Codes, bits: int, depth: int) -> Keys:
    """The next `depth` codes from each place on as one number, END beyond the last."""
    keys = codes.astype(np.uint64)
    for distance in range(1, depth):
        keys <<= np.uint64(bits)
        keys[:-distance] |= codes[distance:]
    return keys


def _masks(bits: int, depth: int) -> Keys:
    """For each length of a word: what a key of `depth` codes keeps of it."""
    return np.array([(1 << bits * depth) - (1 << bits * (depth - length)) for length in range(depth + 1)], np.uint64)


def decode_words(words: Keys, most: int, bits: int, alphabet: Alphabet) -> list[str]:
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


def _long_words(words: list[str], documents: Keys) -> _Words:
    numbering = _Numbering()
    numbers = np.array(list(map(numbering.__getitem__, words)), dtype=np.int64)
    known = list(numbering)
    is_word = np.array([any(map(str.isalnum, word)) for word in known], dtype=np.bool_)
    terms = sorted(word for word, keep in zip(known, is_word.tolist(), strict=True) if keep)
    rank = np.zeros(len(known), dtype=np.uint64)
    rank[[numbering[term] for term in terms]] = np.arange(len(terms), dtype=np.uint64)
    kept = is_word[numbers] if len(numbers) else np.zeros(0, np.bool_)
    ranked = rank[numbers[kept]]
    keys = ranked << np.uint64(DOCUMENT_BITS) | documents[kept]
    keys.sort()
    first = np.flatnonzero(changes(keys)) if len(keys) else np.zeros(0, np.int64)
    occurrences = _WordOccurrences(terms, keys[first], np.diff(first, append=len(keys)))
    return _Words(occurrences, kept, ranked.astype(np.int64))


def _inside(part: _WordOccurrences, inside: Callable[[str], Sequence[str]]) -> _WordOccurrences:
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
    return _WordOccurrences(list(numbering), keys, part.frequencies[places], np.zeros(len(keys), dtype=np.bool_))


def _together(
    short: _WordOccurrences, others: Sequence[_WordOccurrences]
) -> tuple[list[str], list[Keys], _WordOccurrences]:
    """One list of words, and the place in it of each word of each part, short ones first.

    Frequencies of the same word in the same document are added up.

    The short words are nearly all, and in order already: the others are put among them.
    """
    terms = list(dict.fromkeys(sorted(chain(short.terms, *(sorted(part.terms) for part in others)))))
    rank = {term: number for number, term in enumerate(terms)}
    ranks = [_ranks(part, rank) for part in (short, *others)]
    renumbered = [_renumbered(part, ranked) for part, ranked in zip(others, ranks[1:], strict=True)]
    more, marked = sorted_together(np.concatenate(renumbered), np.concatenate([part.marked for part in others]))
    first = np.flatnonzero(changes(more)) if len(more) else np.zeros(0, np.int64)
    if len(first):
        more, added = more[first], np.add.reduceat(marked >> 1, first)
        alone = np.bitwise_or.reduceat(marked & 1, first) > 0
    else:
        added, alone = marked, marked > 0
    keys, frequencies = _renumbered(short, ranks[0]), short.frequencies
    places = np.searchsorted(keys, more)
    known = np.append(keys, ~np.uint64(0))[places] == more  # these stand by themselves, being short words
    frequencies[places[known]] += added[known]
    new = places[~known]
    whole = _WordOccurrences(
        terms,
        np.insert(keys, new, more[~known]),
        np.insert(frequencies, new, added[~known]),
        np.insert(np.ones(len(keys), dtype=np.bool_), new, alone[~known]),
    )
    return terms, ranks, whole


def _ranks(part: _WordOccurrences, rank: Mapping[str, int]) -> Keys:
    return np.array([rank[term] for term in part.terms], dtype=np.uint64)


def _renumbered(part: _WordOccurrences, ranks: Keys) -> Keys:
    """The keys of a part by the ranks of its words."""
    shifted = ranks << np.uint64(DOCUMENT_BITS)
    ranked: Keys = shifted[(part.keys >> np.uint64(DOCUMENT_BITS)).astype(np.int64)] | part.keys & _DOCUMENT
    return ranked
