"""Search, neutral to the engine behind it: one entry point for pages, commands and scripts."""

from indexer.analysis.manner import Manner
from searchui.search.card import Card
from searchui.search.concordance import Concordance, Line
from searchui.search.corpus import Corpus, open_corpus
from searchui.search.count import Count
from searchui.search.explanation import Explanation
from searchui.search.language import read_query
from searchui.search.line_order import LineSort
from searchui.search.nearby import Nearby
from searchui.search.results import Hit, Mention, Page
from searchui.search.suggestion import Suggestion
from searchui.search.trend import Trend

__all__ = [
    "Card",
    "Concordance",
    "Corpus",
    "Count",
    "Explanation",
    "Hit",
    "Line",
    "LineSort",
    "Manner",
    "Mention",
    "Nearby",
    "Page",
    "Suggestion",
    "Trend",
    "open_corpus",
    "read_query",
]
