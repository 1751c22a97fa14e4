"""The pages: home, results, speech."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from indexer.catalogue import Entry
from indexer.engine.query import Near, Phrase, Query, sought
from indexer.errors import QueryError
from indexer.model import Gap, Kind, Paragraph, Span, Speech
from searchui.search import Corpus, read_query
from searchui.search.grouping import Group
from searchui.search.manner import meant
from searchui.search.narrowing import FACETS
from searchui.search.ranking import Sort
from searchui.search.reading import describe, describe_coverage, describe_parts
from searchui.search.results import Hit, Mention, speech_url
from searchui.search.tables import FORMATS
from searchui.web.export import export_url
from searchui.web.feed import feed_url
from searchui.web.interface import language
from searchui.web.live import live_corpus
from searchui.web.marking import shown_date
from searchui.web.note import asking
from searchui.web.parameters import MANNERS
from searchui.web.state import SearchState

pages = Blueprint("pages", __name__)

EXAMPLES = 3
LISTED = 100  # speeches on the home page
MOST_ROWS = 60  # values of a facet that are listed; others are to be written
QUOTES = dict.fromkeys(map(ord, '"＂“”„‟〝〞「」『』'), " ")
PAGER_REACH = 2  # page numbers to either side of the present one


@pages.get("/")
def home() -> str:
    opened = live_corpus()
    entries = opened.speeches()
    years = Counter(entry.date.year for entry in entries if entry.date)
    return render_template(
        "home.html",
        state=SearchState(),
        manifest=opened.manifest,
        years=dict(sorted(years.items())),
        examples=opened.set_phrases(EXAMPLES),
        entries=_latest(entries),
        listed=LISTED,
        more=len(entries) > LISTED,
    )


def _latest(entries: list[Entry]) -> list[Entry]:
    """The latest speeches first, as many as are listed; those without a date last."""
    dated = [entry for entry in entries if entry.date]
    return [*reversed(dated), *(entry for entry in entries if not entry.date)][:LISTED]


@pages.get("/search")
def search() -> str | Response:
    state = SearchState.from_args(request.args)
    if not state.q.strip():
        return home()
    opened = live_corpus()
    with asking() as note:
        page = state.run(opened)
        note.hits = page.total
    written = read_query(state.q)
    return render_template(
        "results.html",
        state=state,
        page=page,
        reading=describe(page.query, language()),
        coverage=describe_coverage(page.coverage, language()) if page.coverage else "",
        explained=lambda hit: describe_parts(hit.parts, language()),
        sorts=[sort.value for sort in Sort],
        groups=[group.value for group in Group],
        most_rows=MOST_ROWS,
        forms=FORMATS.values(),
        export_url=lambda form: export_url("search", form, state),
        feed_url=feed_url(state),
        pager=_pager(page.page, page.pages),
        to=_links(url_for("pages.search")),
        hit_url=_hit_urls(state),
        unquoted=_unquoted(state, written),
        expanded=page.query != meant(written, state.manner, state.q) or not state.synonyms,
        facets=FACETS,
        manners=MANNERS if _has_phrase(written) else (),
        examples=opened.set_phrases(EXAMPLES),
    )


def _links(path: str) -> Callable[[SearchState], str]:
    """To other searches: a page has dozens of them."""
    return lambda state: f"{path}?{state.query_string()}"


def _hit_urls(state: SearchState) -> Callable[[Hit | Mention], str]:
    """To a paragraph in its speech, with the query along so that it is marked there."""
    asked, whole = state.asked().query_string(), state.query_string()
    back = "" if whole == asked else "&" + urlencode({"back": whole})

    def url(hit: Hit | Mention) -> str:
        path, anchor = hit.url.split("#")
        return f"{path}?{asked}{back}#{anchor}"

    return url


def _unquoted(state: SearchState, query: Query) -> SearchState | None:
    """The same search by words, where the query has quoted phrases; those with ~ would be no words."""
    if not _has_phrase(query) or any(isinstance(leaf, Near) for leaf in sought(query)):
        return None
    return replace(state, q=" ".join(state.q.translate(QUOTES).split()), page=1)


def _has_phrase(query: Query) -> bool:
    return any(isinstance(leaf, Phrase) for leaf in sought(query))


def _pager(page: int, pages_in_all: int) -> list[int | None]:
    """The page numbers to offer: the first, the last, those around the present one, None for a leap."""
    near = range(max(1, page - PAGER_REACH), min(pages_in_all, page + PAGER_REACH) + 1)
    wanted = sorted({1, pages_in_all, *near})
    result: list[int | None] = []
    for number in wanted:
        if result and result[-1] is not None and number - result[-1] > 1:
            result.append(None)
        result.append(number)
    return result


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph of the speech page: what it is, what is marked in it, what stands before it."""

    paragraph: Paragraph
    level: int
    spans: tuple[Span, ...]
    gaps: tuple[Gap, ...]
    unknown_section: bool


@pages.get("/speech/<path:speech_id>")
def speech(speech_id: str) -> str:
    opened = live_corpus()
    with asking():
        found = opened.speech(speech_id)
    state = SearchState.asked_from(request.args)
    spans = _spans([paragraph.text for paragraph in found.paragraphs], state, opened)
    shown = [_shown(found, number, spans[number]) for number in range(len(found.paragraphs))]
    return render_template(
        "speech.html",
        state=state,
        speech=found,
        entry=opened.entry(speech_id),
        shown=shown,
        last_gaps=[gap for gap in found.gaps if gap.position == len(found.paragraphs)],
        marks=sum(len(item.spans) for item in shown),
        back=request.args.get("back") or state.query_string(),
        kinds={kind.name: kind for kind in Kind},
        plain_url=speech_url(found.id),
        titled=any(paragraph.kind is Kind.TITLE for paragraph in found.paragraphs),
        facts=_declared_facts(found),
    )


def _declared_facts(found: Speech) -> str:
    """Date and speaker for under the title, where the file declares them apart from its text."""
    if "fields" not in {found.origins.get("date"), found.origins.get("speaker")}:
        return ""
    parts = (shown_date(found.date, language()), found.office, found.speaker)
    return "　".join(part for part in parts if part)


def _shown(found: Speech, number: int, spans: tuple[Span, ...]) -> ShownParagraph:
    paragraph = found.paragraphs[number]
    opened_here = [s for top in found.sections for s in top.walk() if s.start == number]
    section = next((s for s in reversed(opened_here) if s.heading is not None), None)
    return ShownParagraph(
        paragraph=paragraph,
        level=section.level if section else 0,
        spans=spans,
        gaps=tuple(gap for gap in found.gaps if gap.position == number),
        unknown_section=any(s.heading is None for s in opened_here),
    )


def _spans(texts: Sequence[str], state: SearchState, opened: Corpus) -> list[tuple[Span, ...]]:
    """What to mark; a query that cannot be read marks nothing here, since the text is what was asked for."""
    if state.q:
        with suppress(QueryError):
            return opened.highlights_of(texts, state.q, manner=state.manner, synonyms=state.synonyms)
    return [()] * len(texts)
