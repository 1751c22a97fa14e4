"""A walk over every paragraph of a corpus: what cards and trends must say, counted one by one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.analysis import fold
from indexer.model import SpeechDate
from searchui import Corpus
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.filters.genre import genre_of
from tests.oracle import overlapping


@dataclass(frozen=True)
class Walked:
    """A paragraph, folded, and what is known of it; `speech` is the id of its speech."""

    text: str
    characters: int
    speech: str
    date: SpeechDate | None
    voice: str | None
    occasion: str | None
    genre: str

    def bucket(self, by: str) -> str | None:
        """Its year, month or speaker."""
        if by == "speaker":
            return self.voice
        if self.date is None or (by == "month" and self.date.month is None):
            return None
        return str(self.date)[: 4 if by == "year" else 7]

    def meets(self, narrowing: Filters) -> bool:
        known = {
            "year": self.date and self.date.year,
            "speaker": self.voice,
            "occasion": self.occasion,
            "genre": self.genre,
        }
        return all(not narrowing.of(name) or value in narrowing.of(name) for name, value in known.items())


@dataclass(frozen=True)
class Sum:
    """What some paragraphs add up to for a phrase."""

    occurrences: int
    paragraphs: int
    speeches: int
    characters: int
    of_speeches: int

    @property
    def per_10k(self) -> float | None:
        return 10_000 * self.occurrences / self.characters if self.characters else None

    @property
    def share(self) -> float | None:
        return self.speeches / self.of_speeches if self.of_speeches else None


def walk(corpus: Corpus) -> list[Walked]:
    """Every paragraph of a corpus."""
    return list(_walk(corpus))


def _walk(corpus: Corpus) -> Iterator[Walked]:
    for entry in corpus.speeches():
        genre = genre_of(entry)
        for paragraph in corpus.speech(entry.id).paragraphs:
            yield Walked(
                fold(paragraph.text),
                len("".join(paragraph.text.split())),
                entry.id,
                entry.date,
                paragraph.speaker if entry.turns else entry.speaker,
                entry.occasion,
                genre,
            )


def summed(walked: Sequence[Walked], phrase: str) -> Sum:
    """The numbers of a phrase in some paragraphs."""
    folded = fold(phrase)
    counts = [overlapping(folded, one.text) if folded in one.text else 0 for one in walked]
    return Sum(
        occurrences=sum(counts),
        paragraphs=sum(map(bool, counts)),
        speeches=len({one.speech for one, count in zip(walked, counts, strict=True) if count}),
        characters=sum(one.characters for one in walked),
        of_speeches=len({one.speech for one in walked}),
    )


def spread(walked: Sequence[Walked], key: Callable[[Walked], str | None]) -> dict[str | None, list[Walked]]:
    """Paragraphs by a key, None: those without one."""
    found: dict[str | None, list[Walked]] = {}
    for one in walked:
        found.setdefault(key(one), []).append(one)
    return found


NARROWINGS = (
    NO_FILTERS,
    Filters(year=(2024,)),
    Filters(year=(2021, 2022, 2023), genre=("讲话", "报告")),
    Filters(speaker=("苏映棠", "沈怀疆")),
    Filters(year=(1900,)),
)
