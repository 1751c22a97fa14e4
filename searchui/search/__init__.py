"""Search, neutral to the engine behind it: one entry point for pages, commands and scripts."""

import searchui.search.statistics.json_answers  # noqa: F401 - what the JSON of each answer is made of
from indexer.analysis.match_options import MatchOptions
from searchui.search.corpus import Corpus, open_corpus
from searchui.search.deprecated import renamed
from searchui.search.filters.filters import Filters
from searchui.search.query.parser import read_query
from searchui.search.results.did_you_mean import Nearby
from searchui.search.results.hit import Hit, Mention
from searchui.search.results.no_results import Explanation
from searchui.search.results.page import Page
from searchui.search.statistics.concordance import Concordance, Line
from searchui.search.statistics.concordance_sort import LineSort
from searchui.search.statistics.count import Count
from searchui.search.statistics.phrase_profile import Card
from searchui.search.statistics.trend import Trend
from searchui.search.suggest.suggester import Suggestion

__all__ = [
    "Card",
    "Concordance",
    "Corpus",
    "Count",
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

__getattr__ = renamed(__name__, Manner="searchui:MatchOptions")
