"""The page of lines: every occurrence of a phrase, one below the other."""

from collections.abc import Callable, Iterator

from flask import Blueprint, render_template, request

from indexer.engine.query import Leaf, Phrase, Proximity, Query, Wildcard, Words
from searchui.search import Corpus, CrossingLine, Line, LineSort, Nearby, read_query
from searchui.search.describe import description
from searchui.search.filters.facet import FACETS
from searchui.search.filters.filters import NO_FILTERS
from searchui.search.query.serializer import quote_phrase
from searchui.search.statistics.collation import Collation
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.translations import t
from searchui.web.request.concordance_state import LinesState
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import page_numbers
from searchui.web.request.parameters import MATCH_OPTION_NAMES
from searchui.web.request.search_state import SearchState
from searchui.web.request.urls import LinksTo, with_query

concordance = Blueprint("concordance", __name__)

FILLING = 45  # characters a side where the window decides: as many as the widest page has room for
WIDTHS = (None, 20, 40, 80)
EXAMPLES = 3


@concordance.get("/kwic")
@page_takes(*LinesState.parameters())
def kwic() -> str:
    state = LinesState.from_args(request.args)
    opened = live_corpus()
    if not (state.q.strip() or state.phrase):
        return _which(state, None, opened)
    asked = state.with_phrase_of_query()
    if asked is None:
        return _which(state, read_query(state.q), opened)
    return (_crossings if state.crossing else _lines)(state, asked, opened)


def _lines(state: LinesState, asked: LinesState, opened: Corpus) -> str:
    """`state` is as in the address, `asked` what that means."""
    with timed_query() as notes:
        found = asked.run(opened, FILLING)
        notes.hits = found.total
    to = LinksTo("concordance.kwic")
    return render_template(
        "concordance/lines.html",
        state=state,
        asked=asked,
        found=found,
        within=_within(asked),
        sorts=[sort.value for sort in LineSort],
        collations=[collation.value for collation in Collation],
        widths=sorted({*WIDTHS, state.width}, key=lambda width: width or 0),
        pager_numbers=page_numbers(found.page, found.pages),
        to=to,
        line_url=_line_urls(asked),
        marking=_marking(asked),
        facets=FACETS,
        match_options=MATCH_OPTION_NAMES,
        nearby_url=lambda each: to(state.changed(phrase=each.text, q="", filters=NO_FILTERS)),
        nearby=() if found.total else _nearby(asked, opened),
    )


def _crossings(state: LinesState, asked: LinesState, opened: Corpus) -> str:
    with timed_query() as notes:
        found = asked.run_crossing(opened)
        notes.hits = found.total
    return render_template(
        "concordance/crossings.html",
        state=state,
        asked=asked,
        found=found,
        within=_within(asked),
        pager_numbers=page_numbers(found.page, found.pages),
        to=LinksTo("concordance.kwic"),
        line_url=_line_urls(asked),
        facets=FACETS,
        match_options=MATCH_OPTION_NAMES,
    )


def _within(asked: LinesState) -> str:
    """What the paragraphs are, where lines of some are listed only."""
    return t(description(read_query(asked.q))) if asked.q.strip() else ""


def _which(state: LinesState, tree: Query | None, opened: Corpus) -> str:
    texts = list(dict.fromkeys(text for leaf in tree.positive_leaves() for text in _texts(leaf))) if tree else []
    return render_template(
        "concordance/ask.html",
        state=state,
        texts=texts,
        to=LinksTo("concordance.kwic"),
        examples=opened.set_phrases(EXAMPLES),
    )


def _texts(leaf: Leaf) -> Iterator[str]:
    """What of a leaf can be listed."""
    match leaf:
        case Phrase(text) | Words(text):
            yield text
        case Proximity(texts):
            yield from texts
        case Wildcard():
            return


def _line_urls(asked: LinesState) -> Callable[[Line | CrossingLine], str]:
    """To the paragraph of a line, with the phrase along so that it is marked there."""
    query = _marking(asked)
    return lambda line: with_query(line.url, query)


def _marking(asked: LinesState) -> str:
    """The phrase as an address has it of which all occurrences are marked."""
    return SearchState(q=quote_phrase(asked.phrase) or asked.phrase, match_options=asked.match_options).query_string()


def _nearby(asked: LinesState, opened: Corpus) -> tuple[Nearby, ...]:
    """What the corpus has that differs little from a phrase that it has not."""
    query = quote_phrase(asked.phrase)
    return opened.search(query, match_options=asked.match_options).nearby if query else ()
