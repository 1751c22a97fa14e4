"""The basket: passages that a reader gathers across searches.

The browser keeps their addresses and what was written to them; the page shows what stands there now, and gives them as a
document, as a table or as a link that shows the same passages anywhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from indexer.errors import CallError
from indexer.i18n import _
from indexer.store import now
from searchui.search import Corpus
from searchui.search.export.formats import FORMATS, WORD
from searchui.search.export.quotations.document import quotation_document
from searchui.search.export.quotations.gathering import Chosen, gathered, gathered_table
from searchui.search.export.quotations.layout import STYLES, By
from searchui.search.export.quotations.quotation import Item, Missing, Quotation, Quotations
from searchui.search.results.hit import speech_url
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.fragments.marks import mark
from searchui.web.i18n.translations import language
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.quotations.basket import (
    FORM,
    MAX_LINK,
    MAX_NOTE,
    MOST,
    PLACES,
    asked_text,
    is_picked,
    link_parameters,
    linked_basket,
    posted_basket,
)
from searchui.web.request.quotations.layout import layout_of
from searchui.web.request.urls import archive_url, with_query
from searchui.web.views.quotations.documents import attachment

baskets = Blueprint("baskets", __name__)


@baskets.get("/basket")
@page_takes(PLACES)
def basket() -> str:
    return _page(linked_basket())


@baskets.post("/basket")
@page_takes()
def posted() -> str | Response:
    chosen, form = posted_basket(), request.form.get(FORM, "")
    if not form:
        return _page(chosen)
    if form not in FILES:
        raise CallError(_("没有“{name}”这种文件", name=form[:40]))
    opened = live_corpus()
    with timed_query() as notes:
        found = gathered(opened, chosen, now(), language())
        notes.hits = len(found.items)
        return FILES[form](opened, found)


def _word(_opened: Corpus, found: Quotations) -> Response:
    layout = layout_of(request.form)
    return attachment(quotation_document(found, layout, now(), language(), archive_url()), found, WORD)


def _table(form: str) -> Callable[[Corpus, Quotations], Response]:
    def made(_opened: Corpus, found: Quotations) -> Response:
        table = gathered_table(found, language(), archive_url())
        return attachment(b"".join(FORMATS[form].write(table, language())), table, FORMATS[form])

    return made


FILES: Mapping[str, Callable[[Corpus, Quotations], Response]] = {
    WORD.name: _word,
    "csv": _table("csv"),
    "xlsx": _table("xlsx"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as it is shown: what was chosen, and what stands there; `text` is None where nothing does."""

    chosen: Chosen
    asked: str
    item: Item
    text: Markup | None
    url: str


def _page(chosen: Sequence[Chosen]) -> str:
    with timed_query() as notes:
        found = gathered(live_corpus(), chosen, now(), language())
        notes.hits = len(found.items)
    there = [one for one in found.items if isinstance(one, Quotation)]
    return render_template(
        "basket/basket.html",
        shown=list(_shown(chosen, found.items)),
        paragraphs=len(there),
        speeches=len({one.speech.id for one in there}),
        gone=len(found.items) - len(there),
        link=link_parameters(chosen),
        is_linked=bool(request.args.getlist(PLACES.name)) or is_picked(),
        layouts=list(By),
        styles=STYLES,
        most=MOST,
        longest_note=MAX_NOTE,
        longest_link=MAX_LINK,
    )


def _shown(chosen: Iterable[Chosen], items: Iterable[Item]) -> Iterator[Shown]:
    for one, item in zip(chosen, items, strict=True):
        asked = asked_text(one.asked)
        if isinstance(item, Missing):
            yield Shown(one, asked, item, None, "")
            continue
        url = speech_url(item.speech.id, item.paragraph.anchor)
        yield Shown(one, asked, item, mark(item.paragraph.text, item.spans), with_query(url, asked) if asked else url)
