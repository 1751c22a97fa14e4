"""The way out: searching a published index, in the browser, on the command line and in scripts.

import searchui
with searchui.open_corpus("index_data") as corpus:
    page = corpus.search('"党的建设" 基层')
"""

from typing import TYPE_CHECKING

from searchui.lazy_names import lazy_names

if TYPE_CHECKING:
    from searchui.search import Corpus, Filters, MatchOptions, open_corpus

__all__ = ["Corpus", "Filters", "MatchOptions", "open_corpus"]

if not TYPE_CHECKING:  # a type checker would take any name for one of the package
    __getattr__ = lazy_names(__name__, dict.fromkeys(__all__, "searchui.search"), Manner="searchui:MatchOptions")
