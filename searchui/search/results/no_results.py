"""Why a search found nothing: what each part of it finds, what would be found without it, and what is nearby."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.analysis import fold
from indexer.engine.query import And, DocRanges, Not, Phrase, Query, Words
from searchui.search.filters.facet import FACETS, write_value
from searchui.search.filters.facets import FilteredMatches
from searchui.search.filters.filters import NO_FILTERS, Filters, Values
from searchui.search.query.field_resolver import FieldResolver
from searchui.search.query.interpretation import Interpretation
from searchui.search.query.passage import FEWEST_CHARACTERS
from searchui.search.query.serializer import to_query_string
from searchui.search.results.answer import Answered
from searchui.search.results.crossing_query import Torn, torn_texts
from searchui.search.results.did_you_mean import Nearby, longest_parts, nearby
from searchui.search.results.left_out import LeftOutText, left_out_texts
from searchui.search.results.nearest import Nearest, nearest_sentences
from searchui.search.results.verbatim import Verbatim, verbatim
from searchui.search.snapshot import Snapshot

MAX_PARTS = 8  # that are explained
MAX_CONDITIONS = 20  # of a query whose parts are looked at one by one
MAX_LEAVES = 3  # whose neighbours are looked for
FEWEST_OF_A_PHRASE = 12  # letters and digits, for nearest sentences to be looked for
FEW = 3  # paragraphs: for unquoted text that finds no more, nearby texts are suggested too

EVERYTHING = Not(DocRanges(()))
QUERY = "query"


@dataclass(frozen=True, slots=True)
class Part:
    """One of several conditions. By itself it finds `total` paragraphs; `without` it, the others find so many.

    `kind` is query or one of the facets. `text` is how a part of the query is written, and `rest` the query without it:
    None where that cannot be written. For a facet these are the values and the whole query.
    `shown` is the text for a sentence: that of plain words has quotes there. `values` are those of a facet.
    """

    kind: str
    text: str | None
    shown: str
    total: int
    without: int
    rest: str | None
    values: Values = ()


@dataclass(frozen=True, slots=True)
class Explanation(Answered):
    """`parts`: the conditions, where there are several. `nearby`: what the corpus has instead of texts that it has not.

    `longest`: what it has of phrases that it has not. `torn`: of texts that no paragraph has, those that go on from one
    paragraph to the next. `left_out`: those that are in what was left out of speeches.
    """

    parts: tuple[Part, ...]
    nearby: tuple[Nearby, ...]
    longest: tuple[Nearby, ...]
    torn: tuple[Torn, ...]
    left_out: tuple[LeftOutText, ...] = ()

    @property
    def helpful(self) -> tuple[Part, ...]:
        """The parts without which something is found, and something is still asked for, the most first."""
        helpful = (part for part in self.parts if part.without and part.rest is not None)
        return tuple(sorted(helpful, key=lambda part: -part.without))


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains one search. What it costs is bounded by the numbers of parts and leaves that it looks at.

    `query` is as it was written, and any part of it is understood by the `interpretation`: with its synonyms.
    """

    query: Query
    interpretation: Interpretation
    filters: Filters
    snapshot: Snapshot

    def explain(self) -> Explanation:
        """Why nothing was found."""
        engine = self.snapshot.engine
        texts = [leaf for leaf in dict.fromkeys(self.query.positive_leaves()) if isinstance(leaf, Words | Phrase)]
        failed = [leaf for leaf in texts if not self._total(leaf)][:MAX_LEAVES]
        phrases = [leaf for leaf in failed if isinstance(leaf, Phrase)]
        return Explanation(
            parts=tuple(self._parts()),
            nearby=tuple(each for leaf in failed for each in nearby(leaf.text, engine)),
            longest=tuple(each for leaf in phrases for each in longest_parts(leaf.text, engine)),
            torn=tuple(torn_texts(self.snapshot, failed)),
            left_out=tuple(left_out_texts(self.snapshot, (leaf.text for leaf in failed))),
        )

    def nearby(self, total: int) -> tuple[Nearby, ...]:
        """What more paragraphs have than the few that an unquoted text found; nothing for any other query."""
        if total > FEW or not isinstance(self.query, Words):
            return ()
        return tuple(nearby(self.query.text, self.snapshot.engine, above=total))

    def verbatim(self) -> Verbatim | None:
        """The unquoted query as it stands in what the filters leave."""
        return verbatim(self.query, self.interpretation.text, self._occurrences)

    def _occurrences(self, text: str) -> int:
        found = self.snapshot.uses(text)
        counts = found.counts[self.snapshot.columns.mask(self.filters)[found.runs]] if self.filters else found.counts
        return int(counts.sum())

    def nearest(self, total: int) -> Nearest | None:
        """The nearest sentences to running text, and to a long phrase that is not there; None for any other query."""
        if not isinstance(self.query, Words | Phrase):
            return None
        fewest = FEWEST_CHARACTERS if isinstance(self.query, Words) else FEWEST_OF_A_PHRASE
        if (isinstance(self.query, Phrase) and total) or sum(map(str.isalnum, self.query.text)) < fewest:
            return None
        found = nearest_sentences(self.snapshot, self.query.text)
        return found if found.found else None

    def _parts(self) -> Iterator[Part]:
        conditions = self._conditions()
        chosen = [facet for facet in FACETS if self.filters.of(facet)]
        if len(conditions) + len(chosen) < 2 or len(conditions) > MAX_CONDITIONS:
            return
        for place, condition in enumerate(conditions[:MAX_PARTS]):
            others = (*conditions[:place], *conditions[place + 1 :])
            yield Part(
                QUERY,
                to_query_string(condition),
                _display(condition),
                self._total(condition),
                self._total(_all(others), self.filters),
                to_query_string(_all(others)),
            )
        for facet in chosen:
            values = self.filters.of(facet)
            text = "、".join(map(write_value, values))
            own = self._total(EVERYTHING, self.filters.only(facet))
            without = self._total(self.query, self.filters.without(facet))
            yield Part(facet, text, text, own, without, to_query_string(self.query), values)

    def _conditions(self) -> tuple[Query, ...]:
        """What must all hold: the parts of the query, or its words."""
        match self.query:
            case And(parts):
                return parts
            case Words(text):
                words = sorted(self.snapshot.analysis.query_words(text), key=fold(text).find)
                return tuple(map(Words, words)) if len(words) > 1 else (self.query,)
        return (self.query,)

    def _total(self, query: Query, filters: Filters = NO_FILTERS) -> int:
        snapshot = self.snapshot
        tree = self.interpretation.expand(query, snapshot.analysis)
        matches = snapshot.engine.match(snapshot.shared(FieldResolver).resolve(tree))
        return len(FilteredMatches(matches, snapshot.columns, filters).matches.paragraphs)


def _all(conditions: tuple[Query, ...]) -> Query:
    """What meets all of some conditions."""
    return And(conditions) if len(conditions) > 1 else next(iter(conditions), EVERYTHING)


def _display(condition: Query) -> str:
    return f"“{condition.text}”" if isinstance(condition, Words) else to_query_string(condition) or "……"
