"""What of a query crosses from one paragraph to the next: its only text, where its other conditions hold beside that."""

from collections.abc import Iterable, Iterator

from indexer.analysis import fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.query import And, Phrase, Query, Words
from indexer.model import Span
from searchui.search.filters.filters import Filters
from searchui.search.query.field_resolver import FieldResolver
from searchui.search.query.interpretation import Interpretation
from searchui.search.results.answer import Answer
from searchui.search.results.crossing import CrossingPlaces
from searchui.search.snapshot import Snapshot


def crossing_places_of(
    snapshot: Snapshot, parsed: Query, interpretation: Interpretation, filters: Filters
) -> CrossingPlaces | None:
    """Those of the only text of a query, beside its conditions on fields; None where it has several texts, or none."""
    text = _only_text(parsed)
    if text is None:
        return None
    within = resolved_rest(snapshot, parsed, text.text, interpretation)
    return CrossingPlaces(snapshot, text.text, _match_options(text), filters, within)


class Torn(Answer, frozen=True):
    """A text that no paragraph has, and at how many places it goes on from one paragraph to the next."""

    text: str
    crossing: int


def torn_texts(snapshot: Snapshot, texts: Iterable[Phrase | Words]) -> Iterator[Torn]:
    """Those of some texts that cross from one paragraph to the next, anywhere in the corpus."""
    for text in texts:
        crossing = CrossingPlaces(snapshot, text.text, _match_options(text)).total
        if crossing:
            yield Torn(text.text, crossing)


def torn_spans(snapshot: Snapshot, tree: Query, first: int, paragraphs: int) -> Iterator[tuple[int, Span]]:
    """What texts of a query mark in `paragraphs` from number `first` on where they cross from one to the next.

    By place among these paragraphs, for each of those that a text stands in.
    """
    for text in tree.positive_leaves():
        if isinstance(text, Phrase | Words):
            found = snapshot.engine.crossings(text.text, _match_options(text))
            inside = (found.paragraphs >= first) & (found.paragraphs < first + paragraphs)
            columns = (found.paragraphs, found.starts, found.last, found.ends)
            for begins, start, last, end in zip(*(column[inside].tolist() for column in columns), strict=True):
                lengths = [len(one) for one in snapshot.engine.folded_texts(range(begins, last + 1))]
                for number, length in enumerate(lengths, begins):
                    yield number - first, Span(start if number == begins else 0, end if number == last else length)


def resolved_rest(snapshot: Snapshot, parsed: Query, text: str, interpretation: Interpretation) -> Query | None:
    """What a query asks for beside a text, for the engine: no paragraph has a text that crosses from it to the next."""
    rest = _without(parsed, text)
    if rest is None:
        return None
    return snapshot.shared(FieldResolver).resolve(interpretation.expand(rest, snapshot.analysis))


def _match_options(text: Phrase | Words) -> MatchOptions:
    return text.match_options if isinstance(text, Phrase) else PLAIN


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
