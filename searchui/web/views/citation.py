"""The page of citations: a speech or a paragraph of it, to be copied with its source."""

from flask import Blueprint, render_template, request

from searchui.search.citation.forms import FORMS
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.request import citation
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameters import PARAGRAPH

citations = Blueprint("citations", __name__)


@citations.get("/cite/<path:speech_id>")
@page_takes(PARAGRAPH)
def cite(speech_id: str) -> str:
    opened = live_corpus()
    with timed_query():
        made = citation.cite(opened, speech_id, PARAGRAPH.read(request.args))
    return render_template("citation/citation.html", citation=made, forms=FORMS.values())
