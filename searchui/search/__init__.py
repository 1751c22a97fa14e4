"""Search, neutral to the engine behind it: one entry point for pages, commands and scripts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from searchui.lazy_names import lazy_names

if TYPE_CHECKING:  # loaded when first asked for, by MODULES
    from indexer.analysis.match_options import MatchOptions
    from searchui.search.corpus import Corpus, open_corpus
    from searchui.search.filters.filters import Filters
    from searchui.search.query.parser import read_query
    from searchui.search.results.did_you_mean import Nearby
    from searchui.search.results.hit import Hit, Mention
    from searchui.search.results.no_results import Explanation
    from searchui.search.results.page import Page
    from searchui.search.statistics.concordance import Concordance, Line
    from searchui.search.statistics.concordance_sort import LineSort
    from searchui.search.statistics.count import Count
    from searchui.search.statistics.crossing_lines import CrossingLine, CrossingLines
    from searchui.search.statistics.phrase_profile import Card
    from searchui.search.statistics.trend import Trend
    from searchui.search.suggest.suggester import Suggestion

__all__ = [
    "Card",
    "Concordance",
    "Corpus",
    "Count",
    "CrossingLine",
    "CrossingLines",
    "Explanation",
    "Filters",
    "Hit",
    "Line",
    "LineSort",
    "MatchOptions",
    "Mention",
    "Nearby",
    "Page",
    "Suggestion",
    "Trend",
    "open_corpus",
    "read_query",
]

MODULES: Mapping[str, str] = {
    "Card": "searchui.search.statistics.phrase_profile",
    "Concordance": "searchui.search.statistics.concordance",
    "Corpus": "searchui.search.corpus",
    "Count": "searchui.search.statistics.count",
    "CrossingLine": "searchui.search.statistics.crossing_lines",
    "CrossingLines": "searchui.search.statistics.crossing_lines",
    "Explanation": "searchui.search.results.no_results",
    "Filters": "searchui.search.filters.filters",
    "Hit": "searchui.search.results.hit",
    "Line": "searchui.search.statistics.concordance",
    "LineSort": "searchui.search.statistics.concordance_sort",
    "MatchOptions": "indexer.analysis.match_options",
    "Mention": "searchui.search.results.hit",
    "Nearby": "searchui.search.results.did_you_mean",
    "Page": "searchui.search.results.page",
    "Suggestion": "searchui.search.suggest.suggester",
    "Trend": "searchui.search.statistics.trend",
    "open_corpus": "searchui.search.corpus",
    "read_query": "searchui.search.query.parser",
}

if not TYPE_CHECKING:  # a type checker would take any name for one of the package
    __getattr__ = lazy_names(__name__, MODULES, Manner="searchui:MatchOptions")
