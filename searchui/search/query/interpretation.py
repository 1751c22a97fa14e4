"""What a query means: parsed, its phrases compared by options, its synonyms added, its fields resolved."""

from dataclasses import dataclass

from indexer.analysis import Analysis
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.query import Proximity, Query
from indexer.errors import QueryError
from indexer.shown_text import as_shown
from searchui.search.query.cost import check_cost
from searchui.search.query.field_resolver import FieldResolver
from searchui.search.query.match_options import apply_match_options
from searchui.search.query.mending import mend
from searchui.search.query.parser import read_query
from searchui.search.query.synonyms import with_synonyms
from searchui.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How the text of a query is understood. Raises QueryError where it cannot be.

    `match_options` are how strictly its quoted phrases are compared; with `synonyms`, unquoted text also finds what
    means the same.
    """

    text: str
    match_options: MatchOptions = PLAIN
    synonyms: bool = True

    def parse(self) -> Query:
        """The tree as it was written."""
        tree = read_query(self.text)
        try:
            return apply_match_options(tree, self.match_options, as_shown(self.text))
        except QueryError as error:
            mend(error, self.text, read_query)
            raise

    def check_cost(self, parsed: Query, snapshot: Snapshot) -> None:
        """Raises QueryError for a tree that would take too long."""
        near = [leaf for leaf in parsed.leaves() if isinstance(leaf, Proximity)]
        snapshot.engine.prepare(phrases=[text for leaf in near for text in leaf.texts], queries=near)
        try:
            check_cost(parsed, snapshot.engine.occurrence_bound, as_shown(self.text))
        except QueryError as error:
            mend(error, self.text, read_query)
            raise

    def expand(self, tree: Query, analysis: Analysis) -> Query:
        """What is asked for by a part of the tree: with its synonyms, where these are wanted."""
        return with_synonyms(tree, analysis) if self.synonyms else tree

    def resolve(self, snapshot: Snapshot) -> Query:
        """The same for the engine, fields resolved. Raises QueryError also for what would take too long."""
        return self.resolved(self.parse(), snapshot)

    def resolved(self, parsed: Query, snapshot: Snapshot) -> Query:
        """A tree that it was read as, for the engine. Raises as `resolve` does."""
        self.check_cost(parsed, snapshot)
        return snapshot.shared(FieldResolver).resolve(self.expand(parsed, snapshot.analysis))
