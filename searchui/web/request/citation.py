"""Citations as this site gives them: with its address, where it has one for others, and today's date."""

from indexer.store import now
from searchui.search import Corpus
from searchui.search.results.citation import Citation
from searchui.web.request.urls import archive_url


def cite(corpus: Corpus, speech_id: str, anchor: str) -> Citation:
    """A speech or a paragraph as it is cited from this site today. Raises NotFoundError for what there is none of."""
    return corpus.cite(speech_id, anchor, site=archive_url(), day=now().astimezone().date())
