"""The state of the page of reuse: which rows of its table."""

from dataclasses import dataclass

from searchui.search import Corpus
from searchui.search.reuse.overview import ReuseOverview
from searchui.web.request.parameters import PAGE
from searchui.web.request.url_state import UrlState, url


@dataclass(frozen=True, slots=True)
class ReuseState(UrlState):
    """A page of the table of all speeches, the newest first."""

    page: int = url(PAGE)

    def run(self, corpus: Corpus) -> ReuseOverview:
        return corpus.reuse_overview()
