"""The oracle: brute force over every paragraph, for what an index must answer."""

from collections.abc import Sequence

import numpy as np

from indexer.analysis import Analysis, fold
from indexer.engine.port import REACH, Matches, Occurrences, Pattern, Surrounding
from indexer.engine.query import And, Not, Or, Phrase, Query, Within, Words
from indexer.model import Kind, Paragraph, Speech


def overlapping(phrase: str, text: str) -> int:
    """How often `phrase` stands in `text`, at every place that it starts."""
    return sum(text[start : start + len(phrase)] == phrase for start in range(len(text) - len(phrase) + 1))


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

    def occurrences(self, phrase: str) -> Occurrences:
        counts = [overlapping(fold(phrase), text) for text in self._folded]
        found = [number for number, count in enumerate(counts) if count]
        return Occurrences(np.array(found, dtype=np.int64), np.array([counts[n] for n in found], dtype=np.int64))

    def surroundings(self, pattern: Pattern, most: int, *, headings: bool = False) -> list[Surrounding]:
        found = []
        for number, (paragraph, text) in enumerate(zip(self._paragraphs, self._folded, strict=True)):
            for start in range(len(text) - len(pattern) + 1):
                end = start + len(pattern)
                stands = all(
                    allowed is None or c in allowed for c, allowed in zip(text[start:end], pattern, strict=True)
                )
                if stands and (not headings or paragraph.kind is Kind.HEADING or start < paragraph.lead):
                    before = text[max(start - REACH, 0) : start]
                    found.append(Surrounding(number, before, text[start:end], text[end : end + REACH]))
        return found[:most]

    def paragraph(self, number: int) -> Paragraph:
        return self._paragraphs[number]

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        return [self._paragraphs[number] for number in numbers]

    def close(self) -> None:
        pass

    def _matches(self, query: Query, number: int) -> bool:
        match query:
            case Phrase(text):
                return fold(text) in self._folded[number]
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
            case Not(part):
                return not self._matches(part, number)
        raise TypeError(query)
