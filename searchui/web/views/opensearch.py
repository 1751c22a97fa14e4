"""How a browser searches here from its own search field: OpenSearch 1.1, and suggestions in its shape."""

import msgspec
from flask import Blueprint, Response, request, url_for

from indexer.i18n import _, n_
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.translations import language, t
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameters import TYPED
from searchui.web.views.xml import added, answer, root_of

SPACE = "http://a9.com/-/spec/opensearch/1.1/"
TYPE = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"
TERMS = "{searchTerms}"

opensearch = Blueprint("opensearch", __name__)


@opensearch.get("/opensearch.xml")
@page_takes()
def describe() -> Response:
    """Addresses are whole, by the name that this site was asked for under."""
    root = root_of(SPACE, "OpenSearchDescription")
    added(root, "ShortName", t(_("讲话稿检索")))
    added(root, "Description", t(_("在讲话稿里查找，引号里的词句一字不差")))
    added(root, "InputEncoding", "UTF-8")
    added(root, "OutputEncoding", "UTF-8")
    added(root, "Language", "zh-CN" if language() == "zh" else "en")
    icon = url_for("static", filename="icon.svg", _external=True)
    added(root, "Image", icon, width="16", height="16", type="image/svg+xml")
    added(root, "Url", type="text/html", method="get", template=_template("pages.search"))
    added(root, "Url", type="application/atom+xml", method="get", template=_template("feeds.atom"))
    added(root, "Url", type=SUGGESTIONS, method="get", template=_template("opensearch.suggest"))
    itself = url_for("opensearch.describe", _external=True)
    added(root, "Url", type=TYPE, rel="self", template=itself)
    return answer(root, TYPE)


@opensearch.get("/suggest.json")
@page_takes(TYPED)
def suggest() -> Response:
    """What is typed, then what may be meant, how much there is of each, and where to find it."""
    typed, opened = TYPED.read(request.args), live_corpus()
    with timed_query() as notes:
        found = opened.suggest(typed)
        notes.hits = len(found)
    told = [t(n_("{n} 段", each.paragraphs)) for each in found]
    urls = [url_for("pages.search", q=each.query, _external=True) for each in found]
    answered = msgspec.json.encode([typed, [each.query for each in found], told, urls])
    return Response(answered, content_type=f"{SUGGESTIONS}; charset=utf-8")


def _template(endpoint: str) -> str:
    return f"{url_for(endpoint, _external=True)}?q={TERMS}"
