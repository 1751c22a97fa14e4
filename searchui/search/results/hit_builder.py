"""Hits: ranked paragraphs with all that a page shows of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis import Analysis
from indexer.engine.answers import Numbers
from indexer.engine.query import Query
from indexer.engine.reader import RankingReader
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.columns import Columns
from searchui.search.highlighting.highlight_terms import Marks
from searchui.search.highlighting.highlighter import highlights_of
from searchui.search.ranking.ordering import Ranked
from searchui.search.ranking.proximity_boost import CLOSENESS_PART
from searchui.search.ranking.result_list import Listing
from searchui.search.ranking.whole_word_boost import WHOLENESS_PART
from searchui.search.results.hit import Hit, Mention

MOST_ALSO = 10  # speeches that are named under a paragraph that they have too


@dataclass(frozen=True, slots=True)
class HitMaker:
    """Reads hits from a corpus."""

    engine: RankingReader
    analysis: Analysis
    columns: Columns
    entries: Sequence[Entry]

    def hits(self, ranked: Ranked, marks: Marks, listing: Listing, explained: Query | None) -> tuple[Hit, ...]:
        """A hit for each paragraph; with the parts of its score by the query that is `explained`."""
        numbers = ranked.matches.paragraphs
        paragraphs = self.engine.paragraphs(numbers.tolist())
        spans = highlights_of([paragraph.text for paragraph in paragraphs], marks, self.analysis)
        speeches = [self.entries[speech] for speech in self._speeches(numbers)]
        scores = ranked.matches.scores.tolist()
        folded = listing.folded.of(numbers)
        if explained is None and not len(folded.under) and listing.speeches is None:
            return tuple(map(Hit, paragraphs, speeches, spans, scores))
        parts = [None] * len(scores) if explained is None else self._parts(explained, ranked)
        also = [self._one_a_speech(folded.also(number)) for number in numbers.tolist()]
        mentions = self._mentions([under[:MOST_ALSO] for under in also])
        in_speech = listing.speeches.in_speech_of(numbers) if listing.speeches else [None] * len(scores)
        return tuple(map(Hit, paragraphs, speeches, spans, scores, parts, mentions, map(len, also), in_speech))

    def _speeches(self, paragraphs: Numbers) -> list[int]:
        speeches: list[int] = self.columns.speech_of(paragraphs).tolist()
        return speeches

    def _one_a_speech(self, paragraphs: Numbers) -> Numbers:
        """The first of some paragraphs in each speech."""
        first: Numbers = paragraphs[np.sort(np.unique(self._speeches(paragraphs), return_index=True)[1])]
        return first

    def _parts(self, query: Query, ranked: Ranked) -> list[Mapping[str, float]]:
        numbers = ranked.matches.paragraphs
        ascending = numbers.argsort()
        back = ascending.argsort()
        found = self.engine.score_parts(query, numbers[ascending])
        columns = {part.value: scores[back].tolist() for part, scores in found.items()}
        columns |= {name: [0.0] * len(numbers) for name in (CLOSENESS_PART, WHOLENESS_PART)}
        columns |= {ranked.bonus_name: ranked.bonus.tolist()} if ranked.bonus_name else {}
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def _mentions(self, also: Sequence[Numbers]) -> list[tuple[Mention, ...]]:
        """Several lists of paragraphs, read at once."""
        numbers = np.concatenate(also) if also else np.zeros(0, dtype=np.int64)
        read = self.engine.paragraphs(numbers.tolist())
        mentions = [
            Mention(self.entries[speech], paragraph)
            for speech, paragraph in zip(self._speeches(numbers), read, strict=True)
        ]
        ends = np.cumsum([len(one) for one in also]).tolist()
        return [tuple(mentions[end - len(one) : end]) for one, end in zip(also, ends, strict=True)]
