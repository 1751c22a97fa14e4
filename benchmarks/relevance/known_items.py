"""Known items: queries made from a corpus itself, so that what they should find is known."""

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.analysis import Analysis, fold
from indexer.model import Kind, Paragraph
from searchui import Corpus

SHORTEST_HEADING = 4  # characters
LARGEST_SECTION = 60  # paragraphs; larger ones are parts of a report, whose headings tell little
SENTENCE = range(15, 121)  # characters
FEWEST_WORDS = 9  # of a sentence
DROPPED = 1 / 3  # of the words
KEPT_FEW = 0.4  # of the words, for queries of a few words
_END = re.compile(r"[。！？；\n]")


@dataclass(frozen=True, slots=True)
class Query:
    """A text to search for, and the numbers of the paragraphs that it should find."""

    text: str
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Items:
    """The paragraphs of a corpus in a fixed order, their places by speech and anchor, and its headings.

    `sections`: each heading without its number, and all paragraphs under it, its own too.
    """

    paragraphs: list[Paragraph]
    places: dict[tuple[str, str], int]
    sections: dict[str, frozenset[int]]

    @classmethod
    def of(cls, corpus: Corpus) -> "Items":
        paragraphs: list[Paragraph] = []
        places: dict[tuple[str, str], int] = {}
        sections: dict[str, set[int]] = defaultdict(set)
        for entry in corpus.speeches():
            speech, first = corpus.speech(entry.id), len(paragraphs)
            for paragraph in speech.paragraphs:
                places[entry.id, paragraph.anchor] = len(paragraphs)
                paragraphs.append(paragraph)
            for section in (below for top in speech.sections for below in top.walk()):
                if section.heading and len(section.heading) >= SHORTEST_HEADING:
                    sections[section.heading].update(range(first + section.start, first + section.end))
        return cls(paragraphs, places, {heading: frozenset(under) for heading, under in sections.items()})


class KnownItems:
    """Draws queries, `most` of each kind, or fewer where a corpus has fewer; a seed gives the same ones again."""

    def __init__(self, items: Items, analysis: Analysis, most: int, seed: int) -> None:
        self._items = items
        self._analysis = analysis
        self._most = most
        self._seed = seed

    def kinds(self) -> dict[str, list[Query]]:
        """The queries by kind. Words stand as they stood, without spaces, but in the last two kinds with spaces."""
        return {
            "heading": self._headings,
            "heading, a third of its words dropped": self._thinned(self._headings, 1 - DROPPED, ""),
            "sentence, a third of its words dropped": self._thinned(self._sentences, 1 - DROPPED, ""),
            "the same, with spaces": self._thinned(self._sentences, 1 - DROPPED, " "),
            "a few words of a sentence, with spaces": self._thinned(self._sentences, KEPT_FEW, " "),
        }

    @cached_property
    def _headings(self) -> list[Query]:
        """A heading finds its section."""
        sections = self._items.sections
        small = sorted(heading for heading, under in sections.items() if len(under) <= LARGEST_SECTION)
        random.Random(self._seed).shuffle(small)
        return [Query(heading, sections[heading]) for heading in small[: self._most]]

    @cached_property
    def _sentences(self) -> list[Query]:
        """A sentence finds its paragraph, and every paragraph of the same text."""
        chance = random.Random(self._seed)
        same: dict[str, set[int]] = defaultdict(set)
        for number, paragraph in enumerate(self._items.paragraphs):
            same[fold(paragraph.text)].add(number)
        bodies = [paragraph for paragraph in self._items.paragraphs if paragraph.kind is Kind.BODY]
        chance.shuffle(bodies)
        found = ((self._sentence(paragraph, chance), paragraph) for paragraph in bodies)
        queries = (Query(text, frozenset(same[fold(paragraph.text)])) for text, paragraph in found if text)
        return [query for query, _ in zip(queries, range(self._most), strict=False)]

    def _sentence(self, paragraph: Paragraph, chance: random.Random) -> str:
        """A sentence of a paragraph; nothing where it has none of a fair length."""
        fair = [one for one in _END.split(paragraph.text) if len(one) in SENTENCE and self._is_rich(one)]
        return chance.choice(fair) if fair else ""

    def _is_rich(self, sentence: str) -> bool:
        return len(self._words(sentence)) >= FEWEST_WORDS

    def _words(self, text: str) -> list[str]:
        return [word for word in self._analysis.cut(fold(text)) if word.isalnum()]

    def _thinned(self, queries: Sequence[Query], kept: float, between: str) -> list[Query]:
        """The same queries with a share of their words, in their order."""
        chance = random.Random(self._seed)
        return [Query(between.join(thin(self._words(one.text), kept, chance)), one.relevant) for one in queries]


def thin(words: Sequence[str], kept: float, chance: random.Random) -> list[str]:
    """So many of the words, two at least, in their order."""
    places = sorted(chance.sample(range(len(words)), min(len(words), max(2, round(kept * len(words))))))
    return [words[place] for place in places]
