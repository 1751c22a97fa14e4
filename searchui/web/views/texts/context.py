"""A paragraph in its context: what stands before and after it in its speech, to be seen beside a list of hits."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from indexer.model import Paragraph
from searchui.search.results.citation import paragraph_of
from searchui.search.results.hit import speech_url
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameters import MATCH_OPTIONS, PARAGRAPH, QUERY, SYNONYMS
from searchui.web.request.search_state import SearchState
from searchui.web.request.urls import with_query
from searchui.web.views.texts.shown_text import in_chosen_script, laid_out, marked_spans, scripts_of

contexts = Blueprint("contexts", __name__)

BEFORE, AFTER = 400, 1200  # characters on either side, in whole paragraphs


@contexts.get("/context/<path:speech_id>")
@page_takes(PARAGRAPH, QUERY, SYNONYMS, *MATCH_OPTIONS.parameters)
def context(speech_id: str) -> str:
    """Of the first paragraph where none is named."""
    opened, state, anchor = live_corpus(), SearchState.asked_from(request.args), PARAGRAPH.read(request.args)
    with timed_query():
        found = opened.speech(speech_id)
        place = found.paragraphs.index(paragraph_of(found, anchor)) if anchor else 0
        spans = marked_spans(found, state, opened)
    own, script = scripts_of(found)
    start, end = around(found.paragraphs, place)
    entry, here = opened.entry(speech_id), found.paragraphs[place]
    shown = list(laid_out(found, entry, spans, in_chosen_script(own, script)))[start:end]
    return render_template(
        "speech/context.html",
        state=state,
        entry=entry,
        speaker=entry.speaker_of(here),
        here=here,
        shown=shown,
        script=script,
        in_its_script=in_chosen_script(own, script),
        before=start > 0,
        after=end < len(found.paragraphs),
        url=with_query(speech_url(found.id, here.anchor), state.query_string()),
    )


def around(paragraphs: Sequence[Paragraph], place: int) -> tuple[int, int]:
    """From which paragraph to which (exclusive) there is enough on either side of one: at least one each, if there is."""
    start, end = place, place + 1
    while start > 0 and sum(len(one.text) for one in paragraphs[start:place]) < BEFORE:
        start -= 1
    while end < len(paragraphs) and sum(len(one.text) for one in paragraphs[place + 1 : end]) < AFTER:
        end += 1
    return start, end
