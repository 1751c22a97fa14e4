"""How a browser searches here from its own search field: OpenSearch 1.1, and suggestions in its shape."""

import msgspec
from flask import Blueprint, Response, request, url_for

from indexer.i18n import _, n_
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.translations import language, t
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameters import TYPED
from searchui.web.views.xml import add_child, make_root, xml_response

SPACE = "http://a9.com/-/spec/opensearch/1.1/"
TYPE = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"
TERMS = "{searchTerms}"

opensearch = Blueprint("opensearch", __name__)


@opensearch.get("/opensearch.xml")
@page_takes()
def describe() -> Response:
    """Addresses are whole, by the name that this site was asked for under."""
    root = make_root(SPACE, "OpenSearchDescription")
    add_child(root, "ShortName", t(_("讲话稿检索")))
    add_child(root, "Description", t(_("在讲话稿里查找，引号里的词句一字不差")))
    add_child(root, "InputEncoding", "UTF-8")
    add_child(root, "OutputEncoding", "UTF-8")
    add_child(root, "Language", "zh-CN" if language() == "zh" else "en")
    icon = url_for("static", filename="icon.svg", _external=True)
    add_child(root, "Image", icon, width="16", height="16", type="image/svg+xml")
    add_child(root, "Url", type="text/html", method="get", template=_template("pages.search"))
    add_child(root, "Url", type="application/atom+xml", method="get", template=_template("feeds.atom"))
    add_child(root, "Url", type=SUGGESTIONS, method="get", template=_template("opensearch.suggest"))
    itself = url_for("opensearch.describe", _external=True)
    add_child(root, "Url", type=TYPE, rel="self", template=itself)
    return xml_response(root, TYPE)


@opensearch.get("/suggest.json")
@page_takes(TYPED)
def suggest() -> Response:
    """What is typed, then what may be meant, how much there is of each, and where to find it."""
    typed, opened = TYPED.read(request.args), live_corpus()
    with timed_query() as notes:
        found = opened.suggest(typed)
        notes.hits = len(found)
    counts = [t(n_("{n} 段", each.paragraphs)) for each in found]
    urls = [url_for("pages.search", q=each.query, _external=True) for each in found]
    body = msgspec.json.encode([typed, [each.query for each in found], counts, urls])
    return Response(body, content_type=f"{SUGGESTIONS}; charset=utf-8")


def _template(endpoint: str) -> str:
    return f"{url_for(endpoint, _external=True)}?q={TERMS}"
