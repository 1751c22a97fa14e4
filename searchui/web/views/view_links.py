"""The views of what is asked for: its paragraphs, its lines, its trend, the words around it."""

from flask import url_for

from indexer.engine.query import Phrase, Words
from indexer.errors import QueryError
from searchui.search import read_query
from searchui.web.request.phraseology_state import AroundState
from searchui.web.request.search_state import SearchState
from searchui.web.views.concordance import kwic_url
from searchui.web.views.trend import trend_url


def views(state: SearchState) -> list[tuple[str, str]]:
    """The name and the address of each view of a search; of one that cannot be read, none."""
    if not state.q.strip():
        return []
    try:
        tree = read_query(state.q)
        found = [
            ("search", f"{url_for('pages.search')}?{state.with_page(1).query_string()}"),
            ("kwic", kwic_url(state)),
            ("trend", trend_url(state)),
        ]
    except QueryError:
        return []
    if isinstance(tree, Phrase | Words):
        around = AroundState(phrase=tree.text, narrowing=state.narrowing, manner=state.manner)
        found.append(("around", f"{url_for('usage.around')}?{around.query_string()}"))
    return found
