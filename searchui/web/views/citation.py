"""The page of citations: a speech or a paragraph of it, to be copied with its source."""

from flask import Blueprint, render_template, request

from indexer.store import now
from searchui.search import Corpus
from searchui.search.results.citation import Citation
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import asking
from searchui.web.i18n.translations import words
from searchui.web.request.parameters import PARAGRAPH
from searchui.web.request.urls import site

citing = Blueprint("citing", __name__)


@citing.get("/cite/<path:speech_id>")
def cite(speech_id: str) -> str:
    opened = live_corpus()
    with asking():
        citation = cited(opened, speech_id, PARAGRAPH.read(request.args))
    return render_template("cite.html", citation=citation)


def cited(corpus: Corpus, speech_id: str, anchor: str) -> Citation:
    """A speech or a paragraph as it is cited from this site today. Raises NotFoundError for what there is none of."""
    return corpus.cite(speech_id, anchor, site=site(), site_name=words("site"), day=now().astimezone().date())
