"""What a query marks: read from it once, and then looked for in every text that is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.analysis import Analysis, fold, occurrences
from indexer.engine.query import Phrase, Query, Words
from searchui.search.highlighting.span_match import SpanLeaf, matches_spans


@dataclass(frozen=True, slots=True)
class HighlightedWord:
    """A folded word, and where the phrases beside it hold it: each a phrase, and the place in that."""

    text: str
    inside: tuple[tuple[str, int], ...]

    def outside(self, folded: str) -> Iterator[int]:
        """Where it stands in a text, but not inside one of the phrases, which is marked as a whole."""
        for at in occurrences(self.text, folded):
            if not any(at >= place and folded.startswith(phrase, at - place) for phrase, place in self.inside):
                yield at


@dataclass(frozen=True, slots=True)
class HighlightTerms:
    """What to mark, folded: `phrases` wherever they stand, `words` where they are words of the text, `span_leaves` by their spans."""

    phrases: tuple[str, ...]
    words: tuple[HighlightedWord, ...]
    span_leaves: tuple[SpanLeaf, ...] = ()


def highlight_terms(query: Query, analysis: Analysis, words: Sequence[str] = ()) -> HighlightTerms:
    """A quoted phrase marks its occurrences only. Unquoted text marks where it stands as a whole, and its words.

    `words`, folded, are marked beside what the query asks for, wherever they stand, if they are worth it.
    """
    leaves = list(query.positive_leaves())
    span_leaves = tuple(dict.fromkeys(leaf for leaf in leaves if matches_spans(leaf)))
    leaves = [leaf for leaf in leaves if leaf not in span_leaves]
    texts = [fold(leaf.text) for leaf in leaves if isinstance(leaf, Phrase | Words)]
    phrases = tuple(dict.fromkeys((*texts, *_worth_marking(words))))
    unquoted = [leaf.text for leaf in leaves if isinstance(leaf, Words)]
    parts = dict.fromkeys(word for text in unquoted for word in _worth_marking(analysis.query_words(text)))
    return HighlightTerms(
        phrases, tuple(_word_to_highlight(word, phrases) for word in parts if word not in phrases), span_leaves
    )


def _word_to_highlight(word: str, phrases: Sequence[str]) -> HighlightedWord:
    # A phrase with white space in it might seem to stand across the end of a text, and hide a word there.
    whole = [phrase for phrase in phrases if " " not in phrase]
    return HighlightedWord(word, tuple((phrase, place) for phrase in whole for place in occurrences(word, phrase)))


def _worth_marking(words: Sequence[str]) -> Sequence[str]:
    """The words worth marking by themselves: beside longer ones, a single 的 or 是 says nothing."""
    return [word for word in words if len(word) > 1] or words
