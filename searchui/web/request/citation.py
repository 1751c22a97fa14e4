"""Citations of this site: with its address, its name, and today's date."""

from indexer.i18n import _
from indexer.store import now
from searchui.search import Corpus
from searchui.search.results.citation import Citation
from searchui.web.i18n.translations import t
from searchui.web.request.urls import site_url


def cite(corpus: Corpus, speech_id: str, anchor: str) -> Citation:
    """A speech or a paragraph as it is cited from this site today. Raises NotFoundError for what there is none of."""
    return corpus.cite(speech_id, anchor, site=site_url(), site_name=t(_("讲话稿检索")), day=now().astimezone().date())
