"""A basket as it is sent: the addresses of passages, by what query each was found, and what was written to it.

Their texts are none of it: what stands at an address, the corpus alone says.
"""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from flask import request
from werkzeug.datastructures import MultiDict

from indexer.errors import CallError, SpeechsearchError
from indexer.i18n import _, n_
from searchui.search.export.quotations.gathering import Asked, Chosen
from searchui.web.request.parameter_types import Texts
from searchui.web.request.quotations.layout import LAYOUT
from searchui.web.request.quotations.posted import posted_rows
from searchui.web.request.search_state import SearchState

MOST = 200  # passages
MAX_NOTE = 2_000  # characters
MAX_LINK = 8_000  # characters of a link: what servers and mail programs in between let pass
PLACE, ASKED, NOTE, FORM = "place", "asked", "note", "as"
SEARCHED = "searched"  # the one query by which all passages were found that a reader picked of a page
PLACES = Texts(PLACE, max_items=MOST)
_OTHERS = (FORM, *(one.name for one in LAYOUT))


def linked_basket() -> list[Chosen]:
    """The passages that the address of this request names. Raises CallError for too many."""
    return _checked([Chosen(place) for place in PLACES.read(request.args)])


def posted_basket() -> list[Chosen]:
    """The passages that the body of this request names, each with its query and its note.

    Raises CallError for too many and for what cannot be read; RefusedError for what another site sent.
    """
    if is_picked():
        return _picked()
    rows = posted_rows((PLACE, ASKED, NOTE), _OTHERS)
    return _checked([_chosen(*row) for row in rows])


def is_picked() -> bool:
    """Whether the passages are those that a reader picked of a page, not of a basket."""
    return SEARCHED in request.form


def _picked() -> list[Chosen]:
    """Each once: several lines of a concordance may be of one."""
    places = dict.fromkeys(place for (place,) in posted_rows((PLACE,), (SEARCHED, *_OTHERS)))
    if not places:
        raise CallError(_("还没有勾选；请回到上一页，勾选要的再存"))
    asked = _asked(request.form[SEARCHED])
    return _checked([Chosen(place, asked) for place in places])


def _chosen(place: str, asked: str, note: str) -> Chosen:
    return Chosen(place, _asked(asked), note.replace("\r\n", "\n").strip()[:MAX_NOTE])


def _asked(text: str) -> Asked:
    """The query in the parameters of a search; one that is none marks nothing."""
    try:
        state = SearchState.asked_from(MultiDict(parse_qsl(text)))
    except (SpeechsearchError, ValueError):
        return Asked()
    return Asked(state.q, state.match_options, state.synonyms)


def asked_text(asked: Asked) -> str:
    """The parameters that say a query; empty for none."""
    if not asked.query:
        return ""
    state = SearchState(q=asked.query, match_options=asked.match_options, synonyms=asked.synonyms)
    return state.query_string()


def _checked(chosen: list[Chosen]) -> list[Chosen]:
    if len(chosen) > MOST:
        raise CallError(n_("摘录篮最多放 {n} 段", MOST))
    return chosen


def link_parameters(chosen: Iterable[Chosen]) -> str | None:
    """The parameters of a link to the passages, without notes and queries; None where it would be too long."""
    written = urlencode(PLACES.pairs(one.place for one in chosen))
    return written if len(written) <= MAX_LINK else None
