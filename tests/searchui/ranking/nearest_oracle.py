"""What comes nearest to some words, by brute force: the formulas of indexer.engine.embedded.read.nearest, one by one."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from math import log

from indexer.analysis import Analysis, fold
from indexer.model import Speech
from searchui.search.ranking.partial_match import LISTED
from tests.oracle import overlapping

K1, B, POWER, COMMON, HEADING, TITLE = 1.2, 0.75, 1.25, 0.1, 0.5, 0.25
Weights = dict[str, float]


def saturated(times: int, length: float, average: float) -> float:
    return times * (K1 + 1) / (times + K1 * (1 - B + B * length / average)) if times else 0.0


class Field:
    """Texts cut up, one of each paragraph, and how long they are."""

    def __init__(self, texts: Sequence[str], analysis: Analysis) -> None:
        self.texts = [fold(text) for text in texts]
        self.words = [Counter(word.text for word in analysis.words(text)) for text in texts]
        self.lengths = [sum(one.values()) for one in self.words]
        self.average = sum(self.lengths) / len(texts)
        self.characters = sum(map(len, texts)) / len(texts)

    def standing(self, word: str, number: int) -> int:
        """How often a paragraph has a word; 1 where its characters stand without being one."""
        return self.words[number][word] or int(2 <= len(word) <= 4 and word in self.texts[number])

    def score(self, number: int, weights: Weights, times: Callable[[str, int], int]) -> float:
        length = self.lengths[number]
        return sum(each * saturated(times(word, number), length, self.average) for word, each in weights.items())


class NearestOracle:
    def __init__(self, speeches: Sequence[Speech], analysis: Analysis) -> None:
        paragraphs = [(speech.title, paragraph) for speech in speeches for paragraph in speech.paragraphs]
        self._analysis = analysis
        self._bodies = Field([paragraph.text for _, paragraph in paragraphs], analysis)
        self._headings = Field(["\n".join(paragraph.section_path) for _, paragraph in paragraphs], analysis)
        self._titles = Field([title for title, _ in paragraphs], analysis)
        self._every = range(len(paragraphs))

    def of(self, written: Sequence[str], allowed: Collection[int] | None) -> dict[int, float]:
        """The score of each paragraph that is listed for words that stand apart, and are words by themselves."""
        bodies, folded = self._bodies, [fold(word) for word in written]
        words = dict.fromkeys(part for word in folded for part in (word, *self._analysis.inner_words(word)))
        having = {word: sum(bodies.standing(word, n) > 0 for n in self._every) for word in words}
        weights = {word: self._rarity(count) for word, count in having.items()}
        fewest = min((count for count in having.values() if count), default=0)
        most = max(COMMON * len(self._every), fewest)
        telling = {word: weight for word, weight in weights.items() if having[word] <= most}
        first = {n: bodies.score(n, telling, bodies.standing) for n in self._every if allowed is None or n in allowed}
        first = {n: score for n, score in first.items() if score > 0}
        least = sorted(first.values(), reverse=True)[:LISTED][-1] if first else 0
        pairs = {one + other for word in folded for one, other in pairwise(word)}
        of_pairs = {pair: self._rarity(sum(overlapping(pair, text) for text in bodies.texts)) for pair in pairs}
        return {
            n: bodies.score(n, weights, bodies.standing)
            + HEADING * self._headings.score(n, telling, lambda word, n: self._headings.words[n][word])
            + TITLE * self._titles.score(n, telling, lambda word, n: self._titles.words[n][word])
            + sum(self._of_pair(pair, weight, n) for pair, weight in of_pairs.items())
            for n, score in first.items()
            if score >= least * (1 - 1e-6)
        }

    def _rarity(self, having: int) -> float:
        return max(log((len(self._every) + 1) / (having + 0.5)), 0) ** POWER if having else 0.0

    def _of_pair(self, pair: str, weight: float, number: int) -> float:
        text = self._bodies.texts[number]
        return weight * saturated(overlapping(pair, text), len(text), self._bodies.characters)
