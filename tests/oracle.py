"""The oracle: brute force over every paragraph, for what an index must answer."""

from collections.abc import Sequence

import numpy as np

from indexer.analysis import Analysis, fold
from indexer.analysis.manner import PLAIN, Manner
from indexer.analysis.numbers import forms
from indexer.engine.port import Matches, Occurrences
from indexer.engine.query import Alike, And, Not, Or, Phrase, Query, Within, Words
from indexer.model import Paragraph, Speech

MARKS = frozenset(" 、。…⋯—―–~·•‧・〖〗《》〈〉()[]【】〔〕{},;:!?" + "\"'")


def overlapping(phrase: str, text: str) -> int:
    """How often `phrase` stands in `text`, at every place that it starts."""
    return sum(text[start : start + len(phrase)] == phrase for start in range(len(text) - len(phrase) + 1))


def unmarked(text: str) -> str:
    """A text without white space and the marks that part or quote; what numbers have stays."""
    return "".join(one for one, folded in zip(text, fold(text), strict=True) if folded not in MARKS)


class OracleEngine:
    """An engine by brute force. It does not rank: all scores are 0."""

    def __init__(self, speeches: Sequence[Speech], analysis: Analysis) -> None:
        self._paragraphs = [paragraph for speech in speeches for paragraph in speech.paragraphs]
        self._folded = [fold(paragraph.text) for paragraph in self._paragraphs]
        self._words = [{word.text for word in analysis.words(paragraph.text)} for paragraph in self._paragraphs]
        self._analysis = analysis
        self.size = len(self._paragraphs)

    def match(self, query: Query) -> Matches:
        numbers = [number for number in range(self.size) if self._matches(query, number)]
        return Matches(np.array(numbers, dtype=np.int64), np.zeros(len(numbers)))

    def occurrences(self, phrase: str, manner: Manner = PLAIN) -> Occurrences:
        counts = [self._standing(phrase, manner, number) for number in range(self.size)]
        found = [number for number, count in enumerate(counts) if count]
        return Occurrences(np.array(found, dtype=np.int64), np.array([counts[n] for n in found], dtype=np.int64))

    def paragraph(self, number: int) -> Paragraph:
        return self._paragraphs[number]

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        return [self._paragraphs[number] for number in numbers]

    def close(self) -> None:
        pass

    def _standing(self, phrase: str, manner: Manner, number: int) -> int:
        """At how many places a phrase starts: in any form of its numbers, in the text without marks where it is loose."""
        text = self._paragraphs[number].text if manner.exact else self._folded[number]
        phrases = [phrase if manner.exact else fold(phrase)]
        if manner.numbers:
            phrases = list(forms(phrases[0]))
        if manner.loose:
            text, phrases = unmarked(text), [unmarked(one) for one in phrases]
        return len({start for one in phrases if one for start in range(len(text)) if text.startswith(one, start)})

    def _matches(self, query: Query, number: int) -> bool:
        match query:
            case Phrase(text, manner):
                return self._standing(text, manner, number) > 0
            case Words(text):
                terms = self._analysis.query_words(text)
                has_all = bool(terms) and all(term in self._words[number] for term in terms)
                return has_all or fold(text) in self._folded[number]
            case Within(ranges):
                return any(start <= number < end for start, end in ranges)
            case And(parts):
                return all(self._matches(part, number) for part in parts)
            case Or(parts):
                return any(self._matches(part, number) for part in parts)
            case Alike(own, other):
                return self._matches(own, number) or self._matches(other, number)
            case Not(part):
                return not self._matches(part, number)
        raise TypeError(query)
