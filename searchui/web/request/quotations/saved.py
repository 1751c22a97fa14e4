"""Saved searches as they are sent: what each asks, and the state of the corpus that its reader has seen."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from flask import request
from werkzeug.datastructures import MultiDict

from indexer.errors import CallError
from indexer.i18n import _, n_
from searchui.web.context.personal_searches import SavedSearch, Searches
from searchui.web.request.known_parameters import check_names
from searchui.web.request.quotations.posted import posted_rows
from searchui.web.request.search_state import SearchState
from searchui.web.security.editing import FIELD, is_token_of
from searchui.web.security.own_pages import only_from_this_site
from searchui.web.security.request_limits import RefusedError

MOST_SAVED = 50
MAX_ASKED, MAX_STATE = 20_000, 80  # characters
ASKED, SEEN, ACT = "asked", "seen", "act"
KEEP, SEE, SEE_ALL, FORGET = "keep", "see", "see-all", "forget"
_KNOWN = tuple(parameter.name for parameter in SearchState.parameters())


def search_of(saved: SavedSearch) -> SearchState:
    """What is asked. Raises CallError for what no search asks."""
    args = MultiDict(parse_qsl(saved.asked))
    check_names(args, _KNOWN)
    state = SearchState.from_args(args).of_feed()
    if not state.q.strip():
        raise CallError(_("请写下要查的词句"))
    return state


def posted_searches() -> list[SavedSearch]:
    """The searches that the body of this request names. Raises CallError for too many, and as `posted_rows`."""
    rows = [SavedSearch(*row) for row in posted_rows((ASKED, SEEN))]
    if len(rows) > MOST_SAVED:
        raise _too_many()
    return rows


def posted_change(name: str) -> Callable[[Searches], Searches]:
    """What the body of this request changes of the searches of a person who asks.

    Raises RefusedError for what another site sent, and for a page that was not made for the person; CallError for what
    cannot be kept.
    """
    only_from_this_site(_("这只能从本站的页面提交"))
    fields = request.form
    if not is_token_of(fields.get(FIELD, ""), name):
        raise RefusedError(403, _("这一页是服务重新启动以前打开的，没有改动；请重新打开这一页再试"))
    one, act = SavedSearch(fields.get(ASKED, ""), fields.get(SEEN, "")[:MAX_STATE]), fields.get(ACT, "")
    if act == SEE_ALL:
        return lambda searches: tuple(SavedSearch(each.asked, one.seen) for each in searches)
    if act == FORGET:
        return lambda searches: tuple(each for each in searches if each.asked != one.asked)
    if act == SEE:
        return lambda searches: tuple(one if each.asked == one.asked else each for each in searches)
    if act != KEEP or len(one.asked) > MAX_ASKED:
        raise CallError(_("没有“{name}”这一项", name=act[:40]))
    search_of(one)
    return lambda searches: _with(searches, one)


def _with(searches: Searches, one: SavedSearch) -> Searches:
    others = tuple(each for each in searches if each.asked != one.asked)
    if len(others) >= MOST_SAVED:
        raise _too_many()
    return (*others, one)


def _too_many() -> CallError:
    return CallError(n_("最多记 {n} 个查询", MOST_SAVED))
