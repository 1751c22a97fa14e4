"""Search, neutral to the engine behind it: one entry point for pages, commands and scripts."""

from indexer.analysis.manner import Manner
from searchui.search.corpus import Corpus, open_corpus
from searchui.search.count import Count
from searchui.search.language import read_query
from searchui.search.results import Hit, Mention, Page

__all__ = ["Corpus", "Count", "Hit", "Manner", "Mention", "Page", "open_corpus", "read_query"]
