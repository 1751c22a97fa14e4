"""Saved searches as they are sent: what each asks, and the state of the corpus that its reader has seen."""

from typing import NamedTuple
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from indexer.errors import CallError
from indexer.i18n import n_
from searchui.web.request.known_parameters import check_names
from searchui.web.request.quotations.posted import posted_rows
from searchui.web.request.search_state import SearchState

MOST_SAVED = 50
ASKED, SEEN = "asked", "seen"
_KNOWN = tuple(parameter.name for parameter in SearchState.parameters())


class Saved(NamedTuple):
    """The parameters of a search, and the state of the corpus that was seen of it; empty where none was yet."""

    asked: str
    seen: str

    def search(self) -> SearchState:
        """What is asked. Raises CallError for what no search asks."""
        args = MultiDict(parse_qsl(self.asked))
        check_names(args, _KNOWN)
        return SearchState.from_args(args).of_feed()


def posted_searches() -> list[Saved]:
    """The searches that the body of this request names. Raises CallError for too many, and as `posted_rows`."""
    rows = [Saved(*row) for row in posted_rows((ASKED, SEEN))]
    if len(rows) > MOST_SAVED:
        raise CallError(n_("最多记 {n} 个查询", MOST_SAVED))
    return rows
