"""Wordings as they are told: how often, when, by whom; and how a variant differs from the phrase."""

from collections.abc import Iterator

from indexer.engine.answers import Numbers, Occurrences
from indexer.engine.run_uses import uses_by_run
from searchui.search.filters.filters import NO_FILTERS
from searchui.search.nearest.alignment import Difference, DifferenceKind, differences
from searchui.search.results.use_by_date import use_by_date
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.distribution import Usage
from searchui.search.statistics.subcorpus_size import RunCounts, SubcorpusSizes
from searchui.search.statistics.trend import Bucket
from searchui.search.variants.variant import Kind, Wording


class Wordings:
    """Tells of texts what a corpus has of them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot, self._columns = snapshot, snapshot.columns
        self._years, self._speakers = self._columns.of("year"), self._columns.of("speaker")
        self._size = snapshot.shared(SubcorpusSizes).of(NO_FILTERS)

    def years(self) -> Iterator[Bucket]:
        """The years of the corpus, ascending."""
        characters, speeches = self._size.characters_by(self._years), self._size.all_speeches_by(self._years)
        for code, year in enumerate(self._years.values):
            yield Bucket(str(year), int(characters[code]), int(speeches[code]))

    def by_year(self, found: Occurrences) -> Numbers:
        """How often in each of the years."""
        return self._size.sums_by(self._years, self._by_run(found))[:-1]

    def _by_run(self, found: Occurrences) -> RunCounts:
        return self._size.by_run(uses_by_run(found, self._columns.run_of))

    def told(self, text: str, found: Occurrences) -> Wording:
        """What is to be told of a text that stands in some paragraphs."""
        columns, runs = self._columns, self._columns.run_of[found.paragraphs]
        return Wording(
            text=text,
            occurrences=int(found.counts.sum()),
            speeches=len(columns.speeches_in(runs)),
            by_year=tuple(self.by_year(found).tolist()),
            first=use_by_date(self._snapshot, found.paragraphs),
            last=use_by_date(self._snapshot, found.paragraphs, latest=True),
            undated=len(columns.speeches_in(runs[~columns.dated[runs]])),
            most=Usage(self._speakers, self._size, self._by_run(found)).most(),
        )


def kind_of(phrase: str, text: str) -> Kind:
    """How a text differs from a phrase; both are folded."""
    if sorted(phrase) == sorted(text):
        return Kind.ORDER
    kinds = {one.kind for one in differences(phrase, text, phrase, text)} - {DifferenceKind.SAME}
    if kinds == {DifferenceKind.MISSING}:
        return Kind.LONGER
    return Kind.SHORTER if kinds == {DifferenceKind.EXTRA} else Kind.REPLACED


def is_shifted(phrase: str, text: str) -> bool:
    """Whether a text only begins later than a phrase and goes on with something else behind it, or the other way round."""
    for one, other in ((phrase, text), (text, phrase)):
        common = next((size for size in range(min(len(one), len(other)) - 1, 0, -1) if one.endswith(other[:size])), 0)
        if 2 * common > len(one):
            return sorted(one[:-common]) != sorted(other[common:])
    return False


def in_script(folded: str, written: str) -> str:
    """A text as it is written, its Chinese characters as the folded one has them: simplified."""
    return "".join(
        one if shown.isalpha() and not shown.isascii() else shown for one, shown in zip(folded, written, strict=True)
    )


def differences_of(folded: tuple[str, str], shown: tuple[str, str]) -> tuple[Difference, ...]:
    """The pieces of a phrase and of a text in order, as they are shown."""
    return differences(*shown, *folded)
