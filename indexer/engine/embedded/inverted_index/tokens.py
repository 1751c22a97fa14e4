"""Texts as their tokens: words, marks and white space, which tile them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.engine.embedded.encoding.alphabet import Alphabet, Codes, points_of

Integers = npt.NDArray[np.int64]
Lengths = npt.NDArray[np.int32]
Cut = Callable[[str], list[str]]

BATCH = 16  # texts that are cut in one call: so few that their words stay in the processor's cache
BREAK = "\n"  # never in a folded text; no word reaches across it


@dataclass(frozen=True, slots=True)
class Texts:
    """Folded texts, joined with a BREAK after each; `starts` of each, and where the last one ends.

    `codes` of the characters; END for a BREAK.
    """

    joined: str
    starts: Integers
    codes: Codes

    @classmethod
    def of(cls, folded: Sequence[str], alphabet: Alphabet) -> "Texts":
        """Of texts whose characters are all in the alphabet."""
        starts = np.concatenate([[0], np.cumsum([len(text) + 1 for text in folded], dtype=np.int64)])
        joined = "".join([text + BREAK for text in folded])
        return cls(joined, starts, alphabet.codes_of(points_of(joined)))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def cut_out(self, starts: Integers, lengths: Lengths) -> list[str]:
        """Pieces of the joined texts."""
        joined = self.joined
        return [joined[start:end] for start, end in zip(starts.tolist(), (starts + lengths).tolist(), strict=True)]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The length of each token of some texts, also of the BREAK after each, and where it starts in the joined texts.

    `documents`: the number of the first token of each text, and that of all tokens.
    """

    lengths: Lengths
    starts: Integers
    documents: Integers


def tokenize(texts: Texts, cut: Cut) -> Tokens:
    """Cut texts up."""
    found = _tokens(texts, (cut(batch) for batch in _batches(texts)))
    if found is None:  # a segmenter that does not keep breaks: text by text
        each = (texts.joined[start : end - 1] for start, end in pairwise(texts.starts.tolist()))
        found = _tokens(texts, ([*cut(text), BREAK] for text in each))
    if found is None:
        raise ValueError("a segmenter gave other characters than those of a text")
    return found


def _batches(texts: Texts) -> Iterator[str]:
    bounds = [*texts.starts[:-1:BATCH].tolist(), int(texts.starts[-1])]
    return (texts.joined[start:end] for start, end in pairwise(bounds))


def _tokens(texts: Texts, cut: Iterable[Sequence[str]]) -> Tokens | None:
    """The tokens that texts were cut into; None where not each text ends with a BREAK of its own."""
    parts = [np.fromiter(map(len, words), dtype=np.int32, count=len(words)) for words in cut]
    lengths = np.concatenate([np.zeros(0, np.int32), *parts])
    edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])
    documents = np.minimum(edges.searchsorted(texts.starts), len(lengths))
    breaks = lengths[documents[1:] - 1]
    if edges[-1] != texts.starts[-1] or (edges[documents] != texts.starts).any() or (breaks != 1).any():
        return None
    return Tokens(lengths, edges[:-1], documents)
