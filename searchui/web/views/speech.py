"""The speech page: the text to be read, with what was searched for marked in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from indexer.evidence import FACTS, Certainty, described
from indexer.i18n import _
from indexer.model import Kind, Speech
from indexer.store.speech_catalogue import Entry
from indexer.web_address import web_address
from searchui.search import Corpus
from searchui.search.comparison.wording import series_message
from searchui.search.results.hit import speech_url
from searchui.search.reuse.wording import summary_message
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.fragments.marks import format_date
from searchui.web.i18n.translations import language, t
from searchui.web.preferences import QUOTING, SCRIPT, SIZE
from searchui.web.request.citation import cite
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameters import BACK, CITED, HIT, MATCH_OPTIONS, QUERY, REUSE, SYNONYMS
from searchui.web.request.search_state import SearchState
from searchui.web.request.texts.diff_state import diff_url
from searchui.web.request.url_state import joined_query
from searchui.web.views.texts.reuse import notes_of
from searchui.web.views.texts.shown_text import in_chosen_script, laid_out, marked_spans, scripts_of

reader = Blueprint("reader", __name__)


@reader.get("/speech/<path:speech_id>")
@page_takes(QUERY, SYNONYMS, *MATCH_OPTIONS.parameters, HIT, BACK, REUSE, CITED)
def speech(speech_id: str) -> str | Response:
    if anchor := CITED.read(request.args):  # short, as a page has hundreds of these links
        return redirect(url_for("citations.cite", speech_id=speech_id, paragraph=anchor))
    opened = live_corpus()
    with timed_query():
        found = opened.speech(speech_id)
        reuse = opened.reuse_of_speech(speech_id) if REUSE.read(request.args) else None
    entry = opened.entry(speech_id)
    state = SearchState.asked_from(request.args)
    own, script = scripts_of(found)
    in_its_script = in_chosen_script(own, script)
    spans = marked_spans(found, state, opened)
    marks = sum(map(len, spans))
    return render_template(
        "speech/speech.html",
        state=state,
        speech=found,
        entry=entry,
        main=opened.entry(entry.version_of) if entry.version_of else None,
        main_url=speech_url(entry.version_of or ""),
        main_diff=diff_url(entry.version_of, entry.id) if entry.version_of else "",
        before=_before(entry, opened),
        versions=list(_versions(entry, opened)),
        shown=list(laid_out(found, entry, spans, in_its_script)),
        in_its_script=in_its_script,
        script=script,
        own_script=own,
        scripts=SCRIPT.choices,
        chosen_script=SCRIPT.current(),
        sizes=SIZE.choices,
        size=SIZE.current(),
        quotings=QUOTING.choices,
        quoting=QUOTING.current(),
        last_gaps=[gap for gap in found.gaps if gap.position == len(found.paragraphs)],
        marks=marks,
        shown_query=_unquoted(state.q),
        at=min(HIT.read(request.args), marks),
        step_url=partial(_step_url, state, marks),
        back=way_back(state, BACK.read(request.args)),
        kinds={kind.name: kind for kind in Kind},
        plain_url=speech_url(found.id),
        cited=cite(opened, found.id, ""),
        titled=any(paragraph.kind is Kind.TITLE for paragraph in found.paragraphs),
        facts=_declared_facts(found),
        evidence=list(_evidence(found)),
        reuse=reuse,
        reuse_notes=notes_of(reuse) if reuse else {},
        reuse_told=summary_message(reuse) if reuse else None,
    )


@dataclass(frozen=True, slots=True)
class Before:
    """The comparison with the speech before one of its series: its address, and the years of both."""

    url: str
    years: str
    is_last_year: bool


def _before(entry: Entry, opened: Corpus) -> Before | None:
    found = opened.previous_in_series(entry.id)
    if found is None or entry.date is None or found.entry.date is None:
        return None
    is_last_year = found.entry.date.year == entry.date.year - 1
    return Before(diff_url(found.entry.id, entry.id), t(series_message(found, entry.date.year)), is_last_year)


def _versions(entry: Entry, opened: Corpus) -> Iterator[tuple[str, str]]:
    """The files of other versions, each with the address of its comparison, where it says anything in other words."""
    for version in entry.versions:
        is_kept = opened.entry(version.id).id == version.id
        yield version.path, diff_url(entry.id, version.id) if is_kept else ""


def _unquoted(query: str) -> str:
    """One quoted phrase without its quotes, which the page puts around it; anything else as it is."""
    inner = query.strip().strip('“”"「」『』')
    return query if any(sign in inner for sign in '“”"「」『』') else inner


def way_back(state: SearchState, others: str) -> str:
    """The parameters of the results that a speech was opened from: what is asked, and `others`, as the address has them.

    Addresses that were passed on long ago have all of them among the others.
    """
    is_whole = any(name == QUERY.name for name, _value in parse_qsl(others))
    return others if is_whole else joined_query((state.query_string(), others))


def _step_url(state: SearchState, marks: int, number: int) -> str:
    """To a mark by its number; from the last on to the first, and from the first back to the last."""
    hit = (number - 1) % marks + 1
    back = BACK.pairs(BACK.read(request.args))
    return f"?{state.query_string()}&{urlencode([*back, (HIT.name, hit)])}#hit-{hit}"


def _declared_facts(found: Speech) -> str:
    """Date and speaker for under the title, where the file declares them apart from its text."""
    if "fields" not in {found.origins.get("date"), found.origins.get("speaker")}:
        return ""
    parts = (format_date(found.date, language()), found.office, found.speaker)
    return "　".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact in words: what stands before an address that can be opened, the address, and what stands behind it."""

    before: str
    link: str | None
    after: str
    doubtful: bool


def _evidence(found: Speech) -> Iterator[ToldFact]:
    """Each fact in words, with where it was read, or that it is not known."""
    for fact, name in FACTS.items():
        value = found.date and format_date(found.date, language()) if fact == "date" else getattr(found, fact)
        one = found.evidence.get(fact)
        told = (
            _("不详") if value is None or one is None else _("{value}（{origin}）", value=value, origin=described(one))
        )
        said = t(_("{name}：{value}", name=name, value=told))
        link = web_address(value) if fact == "address" and value else None
        before, _link, after = said.partition(link) if link else (said, "", "")
        yield ToldFact(before, link, after, one is not None and one.certainty is Certainty.DOUBTFUL)
