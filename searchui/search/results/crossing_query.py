"""What of a query crosses from one paragraph to the next: its only text, where its other conditions hold beside that."""

from indexer.analysis import fold
from indexer.analysis.match_options import PLAIN
from indexer.engine.query import And, Phrase, Query, Words
from searchui.search.filters.filters import Filters
from searchui.search.query.field_resolver import FieldResolver
from searchui.search.query.interpretation import Interpretation
from searchui.search.results.crossing import CrossingPlaces
from searchui.search.snapshot import Snapshot


def crossing_places_of(
    snapshot: Snapshot, parsed: Query, interpretation: Interpretation, filters: Filters
) -> CrossingPlaces | None:
    """Those of the only text of a query, beside its conditions on fields; None where it has several texts, or none."""
    text = _only_text(parsed)
    if text is None:
        return None
    match_options = text.match_options if isinstance(text, Phrase) else PLAIN
    within = resolved_rest(snapshot, parsed, text.text, interpretation)
    return CrossingPlaces(snapshot, text.text, match_options, filters, within)


def resolved_rest(snapshot: Snapshot, parsed: Query, text: str, interpretation: Interpretation) -> Query | None:
    """What a query asks for beside a text, for the engine: no paragraph has a text that crosses from it to the next."""
    rest = _without(parsed, text)
    if rest is None:
        return None
    return snapshot.shared(FieldResolver).resolve(interpretation.expand(rest, snapshot.analysis))


def _only_text(tree: Query) -> Phrase | Words | None:
    """The only text of a query, where all else of it are conditions that hold beside the text."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    texts = [part for part in parts if isinstance(part, Phrase | Words)]
    return texts[0] if len(texts) == len(list(tree.positive_leaves())) == 1 else None


def _without(tree: Query, text: str) -> Query | None:
    """A query without a text that it asks for; None where nothing else is asked for."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    rest = tuple(part for part in parts if not (isinstance(part, Phrase | Words) and fold(part.text) == fold(text)))
    if len(rest) == len(parts):
        return tree
    return And(rest) if len(rest) > 1 else next(iter(rest), None)
