"""Links that several pages have: to the views of a search, to its files and its feed, to other pages of results."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Self

from indexer.engine.query import Phrase, Query, Words
from indexer.errors import QueryError
from searchui.search import read_query
from searchui.search.filters.filters import Filters
from searchui.search.variants import LONGEST
from searchui.web.request.concordance_state import ConcordanceState
from searchui.web.request.phraseology_state import CollocationState
from searchui.web.request.search_state import SearchState
from searchui.web.request.texts.speeches_state import OccasionState, SpeakerState, SpeechesState
from searchui.web.request.trend_state import TrendState, texts_of
from searchui.web.request.url_state import UrlState
from searchui.web.request.urls import LinksTo, url_for
from searchui.web.request.variants_state import VariantsState

KEPT_SPEAKERS = 1024  # as addresses have them: about a hundred kilobytes
REACH = 2  # page numbers to either side of the present one


class Texts(NamedTuple):
    """What a query looks for: its `texts`; whether it is one text and nothing else, and may be asked for variants of that."""

    texts: Sequence[str]
    is_one: bool
    has_variants: bool

    @classmethod
    def of(cls, query: Query) -> Self:
        """Those of a query as it was read."""
        texts, is_one = texts_of(query), isinstance(query, Phrase | Words)
        return cls(texts, is_one, is_one and has_variants(texts[0]))


def url_of(endpoint: str, state: UrlState) -> str:
    """The address of a state of a view."""
    return LinksTo(endpoint)(state)


def concordance_url(state: SearchState) -> str:
    """The lines of what a search finds."""
    return url_of("concordance.kwic", ConcordanceState.of(state))


def trend_url(state: SearchState, texts: Sequence[str]) -> str:
    """The trend of the texts that a search looks for."""
    return url_of("trends.trend", TrendState.of(state, texts))


def variants_url(phrase: str) -> str:
    """The variants of a phrase."""
    return url_of("variants.page", VariantsState(phrase=phrase))


def has_variants(phrase: str) -> bool:
    """Whether it is not too long for that."""
    return len(phrase) <= LONGEST


def feed_url(state: SearchState) -> str:
    """The feed of a search, which has an order of its own."""
    return url_of("feeds.atom", state.of_feed())


def speaker_url(name: str) -> str:
    """What there is of a speaker."""
    return f"{url_for('profiles.speaker')}?{_of_speaker(name)}"


@lru_cache(KEPT_SPEAKERS)
def _of_speaker(name: str) -> str:
    return SpeakerState(name=name).query_string()


def occasion_url(name: str) -> str:
    """What there is of an occasion."""
    return url_of("profiles.occasion", OccasionState(name=name))


def speeches_url(filters: Filters) -> str:
    """The speeches that filters leave."""
    return url_of("speeches.listed", SpeechesState(filters=filters))


def speeches_feed_url(filters: Filters) -> str:
    """The newest of them, to be followed."""
    return url_of("feeds.speeches", SpeechesState(filters=filters))


def table_url(view: str, form: str, query_string: str) -> str:
    """All rows of a view in a format, by the parameters of its page."""
    path = url_for(f"exports.{view}", form=form)
    return f"{path}?{query_string}" if query_string else path


def view_links(state: SearchState) -> list[tuple[str, str]]:
    """The name and the address of each view of a search; of one that cannot be read, none."""
    if not state.q.strip():
        return []
    try:
        asked = Texts.of(read_query(state.q))
    except QueryError:
        return []
    return view_links_of(state, asked)


def view_links_of(state: SearchState, asked: Texts) -> list[tuple[str, str]]:
    """The same of one whose query looks for these texts."""
    found = [
        ("search", url_of("pages.search", state.changed(page=1))),
        ("kwic", concordance_url(state)),
        ("trend", trend_url(state, asked.texts)),
    ]
    if asked.is_one:
        around = CollocationState(phrase=asked.texts[0], filters=state.filters, match_options=state.match_options)
        found.append(("around", url_of("phraseology.around", around)))
    if asked.has_variants:
        found.append(("variants", variants_url(asked.texts[0])))
    return found


def page_numbers(page: int, pages: int) -> list[int | None]:
    """The page numbers to offer: the first, the last, those around the present one, None for a leap."""
    near = range(max(1, page - REACH), min(pages, page + REACH) + 1)
    result: list[int | None] = []
    for number in sorted({1, pages, *near}):
        if result and result[-1] is not None and number - result[-1] > 1:
            result.append(None)
        result.append(number)
    return result
