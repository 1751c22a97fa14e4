"""The bundle to cite that the site gives of a view, for a command."""

from pathlib import Path
from typing import Any

from indexer.i18n import Language
from searchui.search import Corpus
from searchui.web.app import create_app
from searchui.web.request.url_state import joined_query
from searchui.web.views.bundle import bundle
from searchui.web.views.export import DOWNLOADS


def bundle_of(index: Path, corpus: Corpus, view: str, language: Language, **asked: Any) -> bytes:
    """The same bytes as `/export/{view}.zip` gives of the same question; `asked` are the fields of the view's state.

    Raises CallError where the view has more rows than a bundle may have, or cannot answer.
    """
    download = DOWNLOADS[view]
    state = download.state(**asked)
    parameters = joined_query([state.query_string(), f"lang={language}"])
    with create_app(index).test_request_context(f"/export/{view}.zip?{parameters}"):
        return bundle(corpus, view, state, download.table(corpus, state))
