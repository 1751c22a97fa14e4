"""The way out: searching a published index, in the browser, on the command line and in scripts.

import searchui
with searchui.open_corpus("index_data") as corpus:
    page = corpus.search('"党的建设" 基层')
"""

from searchui.search import Corpus, Filters, MatchOptions, open_corpus
from searchui.search.deprecated import renamed

__all__ = ["Corpus", "Filters", "MatchOptions", "open_corpus"]

__getattr__ = renamed(__name__, Manner="searchui:MatchOptions")
