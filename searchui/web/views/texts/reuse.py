"""The page of reuse: how much of every speech was said before; and what stands beside the paragraphs of one that is read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from markupsafe import Markup

from indexer.i18n import Message
from searchui.search.query.serializer import quote_phrase
from searchui.search.ranking.paging import check_page, pages_of
from searchui.search.reuse.overview import SpeechShares, YearShares
from searchui.search.reuse.reuse import SHARE_RUNS, Passage, PassageKind, Reuse, Shares
from searchui.search.reuse.wording import first_message, uses_message
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameters import REUSE
from searchui.web.request.search_state import SearchState
from searchui.web.request.texts.reuse_state import ReuseState
from searchui.web.request.urls import LinksTo, with_query

reuses = Blueprint("reuses", __name__)

ROWS = 100  # speeches a page
MARKED = 40  # characters of a source that are marked where it is opened
TOLD = 24  # characters of a passage that name it beside its paragraph
BAR = 100  # units: how wide all of a text is


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a paragraph: a passage of it, by its ends, where it stands first, the link there, how often."""

    begins: str
    first: Message
    url: str
    uses: Message


@reuses.get("/reuse")
@page_takes(*ReuseState.parameters())
def overview() -> str:
    state, opened = ReuseState.from_args(request.args), live_corpus()
    with timed_query() as notes:
        found = state.run(opened)
        notes.hits = len(found.speeches)
    dated, undated = ([one for one in found.speeches if (one.shares is not None) == has] for has in (True, False))
    newest = [*reversed(dated), *undated]
    check_page(state.page, ROWS)
    pages = pages_of(len(newest), state.page, ROWS)
    return render_template(
        "reuse/overview.html",
        asked=state,
        found=found,
        rows=newest[(state.page - 1) * ROWS : state.page * ROWS],
        page=state.page,
        pages=pages,
        to=LinksTo("reuses.overview"),
        shares=SHARE_RUNS,
        bar=_bar,
        reading_url=_reading_url,
    )


def _bar(one: SpeechShares | YearShares) -> Markup:
    """A bar as wide as the share in runs of 12; the number stands beside it."""
    shares = one.shares or Shares(0, 0, 0)
    width = Markup('<rect class="{}" width="{:.2f}" height="10"/>')
    return Markup(
        '<svg class="share" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true">{}{}</svg>'
    ).format(BAR, width.format("whole", BAR), width.format("own", BAR * shares.runs_12))


def _reading_url(one: SpeechShares) -> str:
    """To the text with what was said before beside it."""
    return f"{one.url}?{REUSE.name}=on"


def notes_of(found: Reuse) -> Mapping[str, Sequence[Note]]:
    """What stands beside each paragraph of a speech, by its anchor: the passages worth reading, in their order."""
    notes: dict[str, list[Note]] = defaultdict(list)
    for one in found.of_kind(PassageKind.PASSAGE):
        notes[one.anchor].append(Note(_told(one), first_message(one), _source_url(one), uses_message(one)))
    return notes


def _told(one: Passage) -> str:
    """A passage, of a long one its beginning and its end."""
    text = one.text
    return text if len(text) <= 2 * TOLD else f"{text[:TOLD]}……{text[-TOLD // 2 :]}"


def _source_url(one: Passage) -> str:
    """To where it stands first, its beginning marked there."""
    asked = SearchState(q=quote_phrase(one.first.text[:MARKED]) or "")
    return with_query(one.first.mention.url, asked.query_string())
