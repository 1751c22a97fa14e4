"""In which order variants come: those first that may have succeeded a phrase, or have been succeeded by it."""

from dataclasses import dataclass
from math import log, sqrt

LIKENESS, TIME, WORDS_AROUND, FREQUENCY = 1.1, 0.9, 1.4, 0.2
PAIRS, PAIRS_LIKE = 0.3, 0.6  # of pairs, whatever the wording, and as it is like the phrase
NESTED, NESTED_PAIRS, TAKEN_OVER = (
    0.6,
    0.5,
    1.4,
)  # of likeness, of pairs, and of time, where one wording contains the other
OF_PHRASE = 1.0  # of the phrase the share that stands in a longer wording
SHORTER = 0.5  # of how often a shorter wording is used: it is said of more
ENOUGH = 2  # pairs that are half as good as any number
FREQUENT = 30  # uses from which on more say nothing
LEAST_LIKE, LEAST_AROUND = 0.45, 0.1  # without pairs, one of these at least


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a variant: its likeness, pairs of different speeches, how far apart in time both are used.

    `around` is how like the words around both are; `taken_over` the share of the longer one where one wording
    contains the other, else None; `uses` are those outside the phrase; `of_phrase` is the share of the phrase's own uses that
    are in it, of a longer one.
    """

    likeness: float
    pairs: int
    apart: float = 0.0
    around: float = 0.0
    taken_over: float | None = None
    uses: int = 1
    of_phrase: float = 0.0

    @property
    def _is_shorter(self) -> bool:
        return self.taken_over is not None and not self.of_phrase

    @property
    def is_seldom(self) -> bool:
        """Whether it is the phrase with more or fewer words that stand so but once: it comes after all that is used more."""
        return self.taken_over is not None and self.uses <= 1

    @property
    def is_variant(self) -> bool:
        """Whether there is reason to see the two together."""
        if not self.uses:
            return False
        return (
            self.taken_over is not None
            or bool(self.pairs)
            or self.likeness >= LEAST_LIKE
            or self.around >= LEAST_AROUND
        )

    @property
    def score(self) -> float:
        """The larger, the more one may have succeeded the other."""
        pairs = self.pairs / (self.pairs + ENOUGH)
        by_pairs = pairs * (PAIRS + PAIRS_LIKE * self.likeness)
        frequency = FREQUENCY * log(max(min(self.uses, FREQUENT), 1)) * (SHORTER if self._is_shorter else 1)
        if self.taken_over is not None:
            together = TAKEN_OVER * sqrt(self.apart * self.taken_over) + OF_PHRASE * min(1.0, self.of_phrase)
            return LIKENESS * NESTED * self.likeness + NESTED_PAIRS * by_pairs + together + frequency
        near = min(1.0, self.likeness + self.around + pairs / 2)
        return LIKENESS * self.likeness + by_pairs + TIME * self.apart * near + WORDS_AROUND * self.around + frequency
