"""The way out: searching a published index, in the browser, on the command line and in scripts.

import searchui
with searchui.open_corpus("index_data") as corpus:
    page = corpus.search('"党的建设" 基层')
"""

from searchui.search import Corpus, Manner, open_corpus

__all__ = ["Corpus", "Manner", "open_corpus"]
