"""Which search is asked for what is new, since which state of the corpus."""

from dataclasses import dataclass

from indexer.analysis.match_options import MatchOptions
from indexer.errors import CallError
from indexer.i18n import _
from searchui.search import Corpus
from searchui.search.arrivals.arrivals import Arrivals
from searchui.search.filters.filters import Filters
from searchui.web.request.parameter_types import Number, Text
from searchui.web.request.parameters import FILTERS, MATCH_OPTIONS, QUERY, SYNONYMS
from searchui.web.request.url_state import PhraseState, url

MOST_LISTED = 100
SINCE = Text("since", examples=["2026-05-03T12:00:00+00:00-41f673c03e209db6"])
LISTED = Number("limit", default=20, minimum=1, maximum=MOST_LISTED)


@dataclass(frozen=True, slots=True)
class ArrivalsState(PhraseState):
    """`since` is the `state` of an earlier answer; without it nothing is new, and the answer says which state is now."""

    q: str = url(QUERY, always=True)
    filters: Filters = url(FILTERS)
    synonyms: bool = url(SYNONYMS)
    match_options: MatchOptions = url(MATCH_OPTIONS)
    since: str = url(SINCE)
    limit: int = url(LISTED)

    def run(self, corpus: Corpus) -> Arrivals:
        if not 1 <= self.limit <= MOST_LISTED:
            raise CallError(_("一次列 1 到 {most} 段，不能是 {limit}", most=MOST_LISTED, limit=self.limit))
        return corpus.arrivals(
            self.q,
            self.since or corpus.state,
            most=self.limit,
            filters=self.filters,
            synonyms=self.synonyms,
            match_options=self.match_options,
        )
