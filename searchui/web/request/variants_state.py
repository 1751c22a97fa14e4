"""The state of the page of variants: of which wording, and how many."""

from dataclasses import dataclass

from searchui.search import Corpus
from searchui.search.query.serializer import quote_phrase
from searchui.search.variants.variant import Variants
from searchui.web.request.parameters import VARIANTS_LISTED
from searchui.web.request.phraseology_state import PhraseOrQuery
from searchui.web.request.search_state import SearchState
from searchui.web.request.url_state import UrlState, url


@dataclass(frozen=True, slots=True)
class VariantsState(UrlState):
    """A phrase whose variants are listed, `limit` of them."""

    phrase: str = url(PhraseOrQuery(), always=True)
    limit: int = url(VARIANTS_LISTED)

    def run(self, corpus: Corpus) -> Variants:
        return corpus.variants(self.phrase, limit=self.limit)

    def search(self) -> SearchState:
        """The search for the phrase, to its letter."""
        return SearchState(q=quote_phrase(self.phrase) or self.phrase)
