"""The same asked of two that should answer the same: counts and pages of random pieces of the corpus, and whole speeches."""

from collections.abc import Iterator
from random import Random

import searchui
from searchui import Corpus

LONGEST = 24  # characters of a piece
Answer = tuple[object, ...]


class Pieces:
    """Random pieces of the paragraphs of a corpus, without end."""

    def __init__(self, corpus: Corpus, seed: int) -> None:
        self._random = Random(seed)
        self._texts = [one.text for entry in corpus.speeches() for one in corpus.speech(entry.id).paragraphs]

    def __iter__(self) -> Iterator[str]:
        while True:
            text = self._random.choice(self._texts)
            start = self._random.randrange(len(text))
            piece = text[start : start + self._random.randint(1, LONGEST)]
            if any(map(str.isalnum, piece)):
                yield piece


def count_of(corpus: Corpus, phrase: str) -> Answer:
    """How often, in how many paragraphs and speeches, where first and last."""
    found = corpus.count(phrase)
    return found.occurrences, found.paragraphs, found.speeches, found.crossing, found.first, found.last


def page_of(corpus: Corpus, phrase: str) -> Answer:
    """A page of results: totals, and the hits with their texts in their order."""
    found = corpus.search(f'"{phrase}"')
    hits = [(hit.speech.id, hit.paragraph, hit.highlights, hit.score) for hit in found.hits]
    return found.total, found.speeches, dict(found.facets["year"]), hits


def differing(one: Corpus, other: Corpus, phrases: list[str]) -> tuple[int, int]:
    """How much was compared, and how much of it is not the same: counts of phrases, and every paragraph of every speech."""
    wrong = sum(count_of(one, phrase) != count_of(other, phrase) for phrase in phrases)
    asked = len(phrases)
    for entry in one.speeches():
        own, its = one.speech(entry.id).paragraphs, other.speech(entry.id).paragraphs
        asked += len(own)
        wrong += abs(len(own) - len(its)) + sum(a != b for a, b in zip(own, its, strict=False))
    return asked, wrong


def opened(index: object) -> Corpus:
    """A corpus that remembers nothing yet."""
    return searchui.open_corpus(str(index))
