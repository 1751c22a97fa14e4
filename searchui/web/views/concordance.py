"""The page of lines: every occurrence of a phrase, one below the other."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from flask import Blueprint, render_template, request, url_for

from indexer.engine.query import Leaf, Near, Pattern, Phrase, Query, Words
from searchui.search import Corpus, Line, LineSort, Nearby, read_query
from searchui.search.describe import description
from searchui.search.filters.facet import FACETS
from searchui.search.query.serializer import quoted
from searchui.search.statistics.concordance_search import MOST_WIDTH
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import asking
from searchui.web.i18n.translations import t
from searchui.web.request.concordance_state import KwicState
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameters import MANNERS
from searchui.web.request.search_state import SearchState
from searchui.web.views.pager import pager

kwic_pages = Blueprint("kwic", __name__)

FILLING = 45  # characters a side where the window decides: as many as the widest page has room for
WIDTHS = (None, 20, 40, 80)
EXAMPLES = 3


def kwic_url(state: SearchState) -> str:
    """The lines of what a search finds."""
    return _links()(KwicState.of(state))


@kwic_pages.get("/kwic")
@page_takes(*KwicState.parameters())
def kwic() -> str:
    state = KwicState.from_args(request.args)
    opened = live_corpus()
    if not (state.q.strip() or state.phrase):
        return _ask(state, opened)
    asked = told_by(state)
    if asked is None:
        return _which(state, read_query(state.q), opened)
    return _lines(state, asked, opened)


def told_by(state: KwicState) -> KwicState | None:
    """With the phrase of its query: the only quoted one, or the only text; None where it has several or none."""
    if state.phrase or not state.q.strip():
        return state
    tree = read_query(state.q)
    leaves = list(dict.fromkeys(tree.positive_leaves()))
    phrases = [leaf.text for leaf in leaves if isinstance(leaf, Phrase)]
    texts = phrases or [leaf.text for leaf in leaves if isinstance(leaf, Words)]
    if len(texts) != 1:
        return None
    return replace(state, phrase=texts[0], q="" if isinstance(tree, Phrase | Words) else state.q)


def _lines(state: KwicState, asked: KwicState, opened: Corpus) -> str:
    """`state` is as in the address, `asked` what that means."""
    with asking() as note:
        found = asked.run(opened, FILLING)
        note.hits = found.total
    return render_template(
        "kwic.html",
        state=state,
        asked=asked,
        found=found,
        within=t(description(read_query(asked.q))) if asked.q.strip() else "",
        sorts=[sort.value for sort in LineSort],
        widths=sorted({*WIDTHS, state.width}, key=lambda width: width or 0),
        most_width=MOST_WIDTH,
        pager=pager(found.page, found.pages),
        to=_links(),
        search_url=f"{url_for('pages.search')}?{asked.search().query_string()}",
        line_url=_line_urls(asked),
        facets=FACETS,
        manners=MANNERS,
        nearby=() if found.total else _nearby(asked, opened),
    )


def _which(state: KwicState, tree: Query | None, opened: Corpus) -> str:
    texts = list(dict.fromkeys(text for leaf in tree.positive_leaves() for text in _texts(leaf))) if tree else []
    return render_template(
        "kwic_ask.html", state=state, texts=texts, to=_links(), examples=opened.set_phrases(EXAMPLES)
    )


def _ask(state: KwicState, opened: Corpus) -> str:
    return _which(state, None, opened)


def _texts(leaf: Leaf) -> Iterator[str]:
    """What of a leaf can be listed."""
    match leaf:
        case Phrase(text) | Words(text):
            yield text
        case Near(texts):
            yield from texts
        case Pattern():
            return


def _links() -> Callable[[KwicState], str]:
    """To other lines: a page has dozens of them."""
    path = url_for("kwic.kwic")
    return lambda state: f"{path}?{state.query_string()}"


def _line_urls(asked: KwicState) -> Callable[[Line], str]:
    """To the paragraph of a line, with the phrase along so that it is marked there."""
    query = SearchState(q=quoted(asked.phrase) or asked.phrase, manner=asked.manner).query_string()

    def url(line: Line) -> str:
        path, anchor = line.url.split("#")
        return f"{path}?{query}#{anchor}"

    return url


def _nearby(asked: KwicState, opened: Corpus) -> tuple[Nearby, ...]:
    """What the corpus has that differs little from a phrase that it has not."""
    query = quoted(asked.phrase)
    return opened.search(query, match_options=asked.manner).nearby if query else ()
