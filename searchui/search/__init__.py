"""Search, neutral to the engine behind it: one entry point for pages, commands and scripts."""

from searchui.search.corpus import Corpus, open_corpus
from searchui.search.count import Count
from searchui.search.language import read_query
from searchui.search.results import Hit, Mention, Page
from searchui.search.suggestion import Suggestion

__all__ = ["Corpus", "Count", "Hit", "Mention", "Page", "Suggestion", "open_corpus", "read_query"]
