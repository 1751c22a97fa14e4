"""How likely sentences of two texts belong together: what speaks for each two of them and against them, weighed.

First at sight, then once more, when it is known where the texts go along together and which others are likely.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from searchui.search.comparison.abbreviations import shortened
from searchui.search.comparison.neighbourhood import Pair, among, apart, around, rivals, share, together
from searchui.search.comparison.similarity import Matrix, Similarities

LEAST_SHARED = 0.03  # less than this tells nothing, whatever stands around it
SAME = 0.95  # more than this needs nothing that stands around it
FIRM = 0.6  # from which on a pair shows where both texts go along together
NEAR, FAR = 1, 4  # sentences on either side among which likely pairs are counted
MOST_RARE = 7.4  # of what is rare: what is more says no more, what is less than 1 of it no less
LONG = 150  # characters from which on length says no more
FEW = 3  # characters: so many more make less of a difference the longer a sentence is

InOrder: TypeAlias = Callable[[Matrix, float], Sequence[Pair]]


class Sentences(NamedTuple):
    """The sentences of a text: what of each is compared, which are headings, what of each stands before its first mark, and
    in which section and in which chapter each stands, by number; nothing where there are hardly any headings.
    """

    frames: Sequence[str]
    headings: Sequence[bool]
    openings: Sequence[str]
    sections: Sequence[int]
    chapters: Sequence[int]


class Weights(NamedTuple):
    """How much counts for two sentences and against them, in a logistic regression on pairs that a reader linked."""

    before: float  # for any two
    alike: float  # how alike they are
    rare: float  # what is rare and in both
    shortened: float  # what one says in short: 文旅 for 文化旅游
    topic: float  # how often what they speak of is spoken of in the same places
    opening: float  # how alike they begin
    around: float  # how alike the sentences around them are
    rival: float  # how alike to them others are
    apart: float  # how far they stand from where both texts go along together
    unequal: float  # one is longer
    length: float  # of the shorter one: long ones share something easily
    headings: float  # both are
    heading: float  # one of them is
    near: float = 0.0  # likely pairs close by
    far: float = 0.0  # and a little farther
    rivals: float = 0.0  # other likely pairs of either
    share: float = 0.0  # of them the pair itself
    sections: float = 0.0  # their sections belong together by the other likely pairs
    chapters: float = 0.0  # and their chapters


AT_SIGHT = Weights(
    before=1.68, alike=-0.08, rare=1.27, shortened=2.04, topic=3.5, opening=0.89, around=3.08, rival=-3.82, apart=-5.44,
    unequal=-1.25, length=-2.02, headings=1.17, heading=-1.41,
)  # fmt: skip
AT_LAST = Weights(
    before=-0.6, alike=-0.54, rare=1.13, shortened=2.01, topic=1.07, opening=0.3, around=0.74, rival=-1.12, apart=-1.84,
    unequal=-0.85, length=-1.37, headings=0.83, heading=-1.29, near=0.81, far=0.33, rivals=-1.18, share=0.69,
    sections=1.42, chapters=2.22,
)  # fmt: skip
WITHOUT_SECTIONS = Weights(
    before=0.78, alike=-0.28, rare=0.95, shortened=1.74, topic=1.4, opening=0.39, around=0.58, rival=-0.94, apart=-3.94,
    unequal=-0.56, length=-1.0, headings=0.55, heading=-1.24, near=1.02, far=0.66, rivals=-1.46, share=0.76,
)  # fmt: skip


def likelihood(alike: Similarities, sentences: tuple[Sentences, Sentences], in_order: InOrder) -> Matrix:
    """From 0 to 1 for each two, more than 1 for the same ones. `in_order` gives pairs in the order of both texts."""
    known = _Known(alike, *sentences)
    first = known.likely(AT_SIGHT, (), None)
    likely = known.likely(AT_LAST if known.parted else WITHOUT_SECTIONS, in_order(first, FIRM), first)
    np.maximum(likely, known.plain, out=likely)
    likely[known.plain < LEAST_SHARED] = 0
    same = known.plain >= SAME
    likely[same] = 1 + known.plain[same]
    return likely


class _Known:
    """What is known of each two sentences of two texts, a row a sentence of the first."""

    def __init__(self, alike: Similarities, a: Sentences, b: Sentences) -> None:
        self._sentences = a, b
        self.plain, rare = alike.matrices()
        self._of_both = (
            self.plain,
            np.log(np.clip(rare, 1 / MOST_RARE, MOST_RARE)),
            np.log1p(shortened(a.frames, b.frames)),
            alike.topics(),
            Similarities(a.openings, b.openings).matrices().alike,
            around(self.plain),
            rivals(self.plain),
        )

    def _of_each(self) -> Iterator[Matrix]:
        """What is known of their lengths, and of which are headings."""
        a, b = (
            np.log(np.array([min(len(frame), LONG) for frame in one.frames], dtype=np.float32) + FEW)
            for one in self._sentences
        )
        yield np.abs(a[:, None] - b)
        yield np.minimum(a[:, None], b)
        a, b = (np.array(one.headings, dtype=np.float32) for one in self._sentences)
        yield a[:, None] * b
        yield np.abs(a[:, None] - b)

    def features(self, pairs: Sequence[Pair], likely: Matrix | None) -> Iterator[Matrix]:
        """All of it in the order of the weights, where these pairs stand in order, and these are likely, if that is known."""
        yield np.ones_like(self.plain)
        yield from self._of_both
        yield np.sqrt(apart(self.plain.shape, pairs))
        yield from self._of_each()
        if likely is not None:
            near = among(likely, NEAR)
            yield np.log1p(near - likely)
            yield np.log1p(among(likely, FAR) - near)
            yield np.log1p(likely.sum(axis=1, keepdims=True) + likely.sum(axis=0, keepdims=True) - 2 * likely)
            yield share(likely)
            if self.parted:
                one, other = self._sentences
                yield together(likely, one.sections, other.sections)
                yield together(likely, one.chapters, other.chapters)

    @property
    def parted(self) -> bool:
        """Whether it is known of either text in which section each sentence stands."""
        return all(len(one.sections) for one in self._sentences)

    def likely(self, weights: Weights, pairs: Sequence[Pair], likely: Matrix | None) -> Matrix:
        """How likely each two belong together, from 0 to 1."""
        odds = np.zeros_like(self.plain)
        for weight, feature in zip(weights, self.features(pairs, likely), strict=False):
            odds += np.float32(weight) * feature
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)
