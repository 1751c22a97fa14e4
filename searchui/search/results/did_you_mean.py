"""Nearby phrases: what the corpus has that differs little from a text that it has not, each with its exact count."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from indexer.analysis import fold
from indexer.engine.answers import CharacterPattern
from indexer.engine.reader import EngineReader
from indexer.model import Span
from searchui.search.nearest.common_pieces import common_stretches
from searchui.search.query.serializer import quote_phrase
from searchui.search.suggest.found_texts import found_texts
from searchui.search.suggest.pinyin import homophones

MAX_NEARBY = 5
MAX_PARTS = 3
MAX_LENGTH = 24  # characters of a text whose neighbours are looked for
MIN_PART = 2  # characters
MAX_PARTED = 100  # characters of a text whose parts are looked for
MIN_CHANGED = 3  # with one of two characters changed, hardly anything is left
PLACES = 200  # of each pattern that are looked at
OF_A_PATTERN = 5  # different texts that are counted

SOUND, SWAPPED, CHANGED, MISSING, EXTRA, MARKS, PART = (
    "sound",
    "swapped",
    "changed",
    "missing",
    "extra",
    "marks",
    "part",
)


@dataclass(frozen=True, slots=True)
class Nearby:
    """A text of the corpus, its query, and the paragraphs that this finds; `instead_of` is what was sought.

    `how` it differs: sound (it is read alike), swapped, changed, missing (a character was left out), extra (there was
    one too many), marks (without punctuation and spaces), part (it is one of the longest parts).
    """

    text: str
    query: str
    paragraphs: int
    how: str
    instead_of: str


def nearby(text: str, engine: EngineReader, above: int = 0) -> list[Nearby]:
    """Phrases one step away that more than `above` paragraphs have: those that sound alike first, then by number."""
    folded = fold(text)
    if not 1 < len(folded) <= MAX_LENGTH:
        return []
    ways = dict(reversed([*_literal(folded), *_matching(folded, engine)]))  # of several ways to a text, the first
    ways.pop(folded, None)
    better = [each for each in _found(ways, text, engine) if each.paragraphs > above]
    whole = [each for each in better if not any(_stands_for(other, each) for other in better)]
    return sorted(whole, key=lambda each: (each.how != SOUND, -each.paragraphs, each.text))[:MAX_NEARBY]


def _stands_for(longer: Nearby, shorter: Nearby) -> bool:
    """Whether a text always stands in a longer one: 新质生产 in 新质生产力."""
    return shorter.text != longer.text and shorter.text in longer.text and shorter.paragraphs <= longer.paragraphs


def longest_parts(text: str, engine: EngineReader) -> list[Nearby]:
    """The longest parts of a text that are there, of two characters or more; none overlaps a longer one."""
    folded = fold(text[:MAX_PARTED])
    taken: list[Span] = []
    (present,) = common_stretches(lambda texts: engine.often(texts, 1).tolist(), [folded], MIN_PART)
    for one in sorted(present, key=lambda part: part.start - part.end):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    parts = (folded[one.start : one.end].strip(_marks(folded)) for one in taken)
    ways = {part: PART for part in parts if part != fold(text)}
    return list(islice(_found(ways, text, engine), MAX_PARTS))


def _marks(folded: str) -> str:
    return "".join(character for character in folded if not character.isalnum())


def _literal(folded: str) -> Iterator[tuple[str, str]]:
    """Texts that a folded one might have been meant for, and how they differ."""
    bare = "".join(character for character in folded if character.isalnum())
    yield bare, MARKS
    for place in range(len(folded) - 1):
        yield folded[:place] + folded[place + 1] + folded[place] + folded[place + 2 :], SWAPPED
    for place in range(len(folded)):
        yield folded[:place] + folded[place + 1 :], EXTRA


def _matching(folded: str, engine: EngineReader) -> Iterator[tuple[str, str]]:
    """Texts of the corpus that are like a folded one, the most frequent of each pattern, and how they differ."""
    patterns = list(_patterns(folded))
    places = engine.pattern_contexts_of([pattern for pattern, _how in patterns], PLACES)
    for (_pattern, how), found in zip(patterns, places, strict=True):
        for other, _times in Counter(place.match for place in found).most_common(OF_A_PATTERN):
            yield other, how


def _patterns(folded: str) -> Iterator[tuple[CharacterPattern, str]]:
    exact: CharacterPattern = tuple(map(frozenset, folded))
    yield tuple(map(homophones, folded)), SOUND
    if len(folded) >= MIN_CHANGED:
        for place in range(len(folded)):
            yield (*exact[:place], None, *exact[place + 1 :]), CHANGED
    for place in range(1, len(folded)):
        yield (*exact[:place], None, *exact[place:]), MISSING


def _found(ways: Mapping[str, str], instead_of: str, engine: EngineReader) -> Iterator[Nearby]:
    """Those of some folded texts, with how they differ, that are there, long enough, and can be written."""
    asked = [
        folded
        for folded, how in ways.items()
        if len(folded) > 1 and (how != CHANGED or folded.replace(" ", "").isalnum())
    ]
    for folded, found in found_texts(asked, engine).items():
        query = quote_phrase(found.shown)
        if query is not None:
            yield Nearby(found.shown, query, found.paragraphs, ways[folded], instead_of)
