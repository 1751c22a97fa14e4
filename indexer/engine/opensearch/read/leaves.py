"""What the leaves of a query find: postings from the cluster, and texts that are looked at here where those do not tell."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions, find_occurrences
from indexer.analysis.proximity import find_windows
from indexer.analysis.wildcard import matches, pieces
from indexer.engine.answers import Numbers, Spans
from indexer.engine.embedded.inverted_index.inverted_field import NOTHING, Postings
from indexer.engine.embedded.read.term_lookup import AnalyzedText, LeafPostings, analyzed
from indexer.engine.opensearch.read.postings_source import READ, PostingsSource
from indexer.engine.opensearch.read.text_source import TextSource
from indexer.engine.opensearch.side.side_index import SideView
from indexer.engine.opensearch.wire.leaf_queries import AllOf, LeafQuery, Question, loosely_standing, standing, word
from indexer.engine.query import Leaf, Phrase, Proximity, Wildcard, Words

Counter = Callable[[str], int]


def queries_of(leaf: Leaf, analysis: Analysis) -> Sequence[Question]:
    """All that is asked of the cluster for a leaf."""
    match leaf:
        case Words():
            wanted = analyzed(leaf, analysis)
            return [*map(word, wanted.words), standing(wanted.folded)]
        case Phrase(text, match_options):
            return forms_of(text, match_options)
        case Proximity(texts, _):
            return [AllOf(tuple(standing(fold(text)) for text in texts))]
        case Wildcard(text):
            runs = literal_runs(text)
            return [AllOf(tuple(map(standing, runs)))] if runs else []


def _tells_in_texts(leaf: Leaf) -> bool:
    """Whether postings tell only where it may stand."""
    if isinstance(leaf, Phrase):
        return leaf.match_options.exact or len(forms_of(leaf.text, leaf.match_options)) > 1
    return isinstance(leaf, Proximity | Wildcard)


def forms_of(phrase: str, match_options: MatchOptions) -> list[LeafQuery]:
    """The forms in which a phrase may stand; folded, so that an exact one stands among what is found."""
    stands = loosely_standing if match_options.loose else standing
    return [stands(fold(form)) for form in match_options.forms(phrase)]


def literal_runs(pattern: str) -> list[str]:
    """The texts that everything has which a pattern matches."""
    return [run for piece in pieces(pattern) for run in piece.split("?") if run]


class Leaves:
    """Finds them in a cluster, paragraphs numbered as in the generation."""

    def __init__(
        self, postings: PostingsSource, texts: TextSource, analysis: Analysis, every: Callable[[], Numbers]
    ) -> None:
        """`every` gives all paragraphs that there are."""
        self._postings, self._texts, self._analysis, self._every = postings, texts, analysis, every

    def prepare(self, leaves: Iterable[Leaf]) -> None:
        """Ask for all that some leaves take in one request."""
        asked = self.asked_for(leaves)
        self._postings.of(asked, texts=asked)

    def asked_for(self, leaves: Iterable[Leaf]) -> dict[Question, int]:
        """All that some leaves take, each with how many texts of what is looked at here."""
        return {
            query: READ if _tells_in_texts(leaf) else 0 for leaf in leaves for query in queries_of(leaf, self._analysis)
        }

    def words(self, leaf: AnalyzedText) -> tuple[list[Postings], Postings]:
        """Who has each word of a text, and who has it as it stands."""
        own, whole = [*map(word, leaf.words)], standing(leaf.folded)
        found = self._postings.of([*own, whole])
        if leaf.verbatim:
            return [found[one] for one in own], found[whole]
        documents = found[whole].documents
        times = np.zeros(len(documents), dtype=np.int64)
        times[documents.searchsorted(found[own[0]].documents)] = found[own[0]].frequencies
        return [Postings(documents, times)], NOTHING

    def positional(self, leaf: Phrase | Proximity | Wildcard) -> Postings:
        """Who has a leaf that asks where characters stand, and how often."""
        match leaf:
            case Phrase(text, match_options):
                return self.occurrences(text, match_options)
            case Proximity(texts, distance):
                folded = [fold(text) for text in texts]
                candidates = self._all([standing(text) for text in folded])
                return self._counted(candidates, lambda text: _times(find_windows(folded, distance, fold(text))))
            case Wildcard(text):
                candidates = self._all([standing(run) for run in literal_runs(text)])
                return self._counted(candidates, lambda shown: _times(matches(text, fold(shown))))

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Postings:
        """Who has a phrase, compared by the options, and how often."""
        forms = forms_of(phrase, match_options)
        if not forms:
            return NOTHING
        if len(forms) == 1 and not match_options.exact:
            return self._postings.one(forms[0])
        return self._counted(self._any(forms), lambda text: len(_starts(phrase, text, match_options)))

    def spans(self, phrase: str, match_options: MatchOptions) -> Spans:
        """Every place where a phrase starts; of several forms there the longest."""
        numbers = self.occurrences(phrase, match_options).documents.tolist()
        rows = [
            (number, start, end)
            for number, text in zip(numbers, self._texts.of(numbers), strict=True)
            for start, end in _longest(phrase, text, match_options)
        ]
        columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T.copy()
        columns.flags.writeable = False
        return Spans(columns[0], columns[1], columns[2])

    def _all(self, queries: Sequence[LeafQuery]) -> Numbers:
        return self._postings.one(AllOf(tuple(queries))).documents if queries else self._every()

    def _any(self, queries: Sequence[LeafQuery]) -> Numbers:
        found = self._postings.of(queries)
        return np.unique(np.concatenate([np.zeros(0, np.int64), *(one.documents for one in found.values())]))

    def _counted(self, candidates: Numbers, count: Counter) -> Postings:
        """Those of some paragraphs whose texts have something, and how often."""
        texts = self._texts.of(candidates.tolist())
        times = np.fromiter(map(count, texts), dtype=np.int64, count=len(texts))
        return Postings(candidates[times > 0], times[times > 0])


def _times(found: Iterable[object]) -> int:
    return sum(1 for _ in found)


def _starts(phrase: str, text: str, match_options: MatchOptions) -> set[int]:
    return {start for start, _ in find_occurrences(phrase, text, match_options)}


def _longest(phrase: str, text: str, match_options: MatchOptions) -> list[tuple[int, int]]:
    """Where a phrase starts in a text, ascending, and where the longest of its forms ends that starts there."""
    ends: dict[int, int] = {}
    for start, end in find_occurrences(phrase, text, match_options):
        ends[start] = max(ends.get(start, 0), end)
    return sorted(ends.items())


def in_segment(postings: Postings, view: SideView) -> Postings:
    """What of some postings is in a segment, numbered as there."""
    low, high = postings.documents.searchsorted([view.first, view.first + view.segment.documents])
    return Postings(postings.documents[low:high] - view.first, postings.frequencies[low:high])


def lookup_in(leaf: AnalyzedText, words: Sequence[Postings], verbatim: Postings, view: SideView) -> LeafPostings:
    """What a segment knows of a text: the headings and titles that have its words stand beside the cluster."""
    segment = view.segment
    return LeafPostings(
        words=tuple([in_segment(one, view) for one in words]),
        headings=tuple([segment.headings.of(one) for one in leaf.words]),
        titles=tuple([segment.titles.of(one) for one in leaf.words]),
        verbatim=in_segment(verbatim, view),
    )
