"""What else stands in the words in which a phrase stands: two places of the same surroundings are a pair.

Around places of the phrase, evenly spread, some characters before it and after it are looked for elsewhere; what stands
between them there is what is said instead.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from indexer.engine.answers import Spans
from indexer.engine.reader import EngineReader
from searchui.search.variants.windows import OUTSIDE, after, before, sample, texts_at

LOOKED_AT = 96  # places of the phrase
SAME_LOOKED_AT = 400  # places of the same surroundings
WIDTHS = ((4, 4), (6, 1), (1, 6), (3, 3))  # characters before it and after it
MIN_LETTERS = 4  # of these characters that are letters or digits
WIDER = 6  # characters that what is said instead may have more than the phrase


class Place(NamedTuple):
    """A paragraph's number, and the first character of a text in it."""

    paragraph: int
    start: int


class Pair(NamedTuple):
    """A place of the phrase and one of what is said instead, and how many characters around them are the same."""

    phrase: Place
    other: Place
    width: int


Pairs: TypeAlias = Mapping[str, Sequence[Pair]]


def said_instead(engine: EngineReader, phrase: str) -> Pairs:
    """What stands instead of a folded phrase, and where: of one word or several, without marks, the phrase not among it."""
    found: dict[str, list[Pair]] = defaultdict(list)
    finder, around = _Finder(engine, len(phrase)), list(_surroundings(engine, phrase))
    engine.prepare(places=[_longer(left, right) for _place, left, right in around])
    for place, left, right in around:
        for one, other, width in finder.between(left, right):
            if one != phrase and _is_wording(one):
                found[one].append(Pair(place, other, width))
    return found


def _longer(left: str, right: str) -> str:
    """That of two texts whose places are looked at."""
    return left if len(left) >= len(right) else right


def _is_wording(text: str) -> bool:
    return bool(text) and all(sign.isalnum() or sign == "、" for sign in text)


def _surroundings(engine: EngineReader, phrase: str) -> Iterator[tuple[Place, str, str]]:
    """The different texts around some places of a phrase, each with a place."""
    places = sample(engine.spans(phrase), LOOKED_AT)
    most = max(max(width) for width in WIDTHS)
    texts = zip(before(engine, places, most), after(engine, places, most), strict=True)
    known: set[tuple[str, str]] = set()
    for paragraph, start, (left, right) in zip(places.paragraphs.tolist(), places.starts.tolist(), texts, strict=True):
        for before_it, after_it in WIDTHS:
            sides = left[most - before_it :], right[:after_it]
            both = "".join(sides)
            if sides not in known and OUTSIDE not in both and sum(map(str.isalnum, both)) >= MIN_LETTERS:
                known.add(sides)
                yield Place(paragraph, start), *sides


class _Finder:
    """Finds what stands between two texts; where a text stands is asked once."""

    def __init__(self, engine: EngineReader, size: int) -> None:
        self._engine = engine
        self._longest = size + min(size, WIDER)
        self._known: dict[str, Spans] = {}

    def between(self, left: str, right: str) -> Iterator[tuple[str, Place, int]]:
        """What stands between them, the place of it, and how long both are."""
        return self._after(left, right) if _longer(left, right) is left else self._before(left, right)

    def _after(self, left: str, right: str) -> Iterator[tuple[str, Place, int]]:
        places = self._places(left)
        texts = after(self._engine, places, self._longest + len(right))
        for paragraph, end, text in zip(places.paragraphs.tolist(), places.ends.tolist(), texts, strict=True):
            if (at := text.find(right, 1)) > 0:
                yield text[:at], Place(paragraph, end), len(left) + len(right)

    def _before(self, left: str, right: str) -> Iterator[tuple[str, Place, int]]:
        places, length = self._places(right), self._longest + len(left)
        texts = texts_at(self._engine, places.paragraphs, places.starts - length, length)
        for paragraph, start, text in zip(places.paragraphs.tolist(), places.starts.tolist(), texts, strict=True):
            if (at := text.rfind(left, 0, length - 1)) >= 0:
                between = text[at + len(left) :]
                yield between, Place(paragraph, start - len(between)), len(left) + len(right)

    def _places(self, text: str) -> Spans:
        if text not in self._known:
            self._known[text] = sample(self._engine.spans(text), SAME_LOOKED_AT)
        return self._known[text]
