"""Pages that are the same for everybody, made once."""

from collections.abc import Callable, Hashable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, request
from werkzeug.datastructures import Headers
from werkzeug.http import generate_etag

from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.page_cache import KeptPage, PageCache
from searchui.web.context.request_notes import request_notes
from searchui.web.i18n.translations import interface
from searchui.web.preferences import KEYS
from searchui.web.request.news import news
from searchui.web.security.editing import may_look

if TYPE_CHECKING:  # it is there for type checkers only
    from _typeshed.wsgi import WSGIEnvironment

HTML = "text/html; charset=utf-8"
MAX_ADDRESS = 2048  # bytes of the parameters of a page that is kept
_KEPT = "pages"


class _Page(Response):
    """A whole page."""

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        """As they are: the copy that is made of others is looked through for what a page, all of whose headers are set, has not."""
        return self.headers if self.status_code == HTTPStatus.OK else super().get_wsgi_headers(environ)


def keep_pages(app: Flask) -> None:
    """Have an application keep the pages of views that are `kept`."""
    app.extensions[_KEPT] = PageCache()


def kept(view: Callable[[], str]) -> Callable[[], Response]:
    """A view whose page depends on the corpus, the address, the language, whether keys do something, the news, and whether who
    asks may look at the files; on nobody else.

    What stands around the view is done at every request: who may ask, how often, what the answer tells the browser.
    """

    @wraps(view)
    def answer() -> Response:
        pages: PageCache = current_app.extensions[_KEPT]
        corpus, key = live_corpus(), _key()
        page = pages.get(corpus, key)
        if page is None:
            page = _made(view)
            if len(request.query_string) <= MAX_ADDRESS:
                pages.put(corpus, key, page)
        request_notes().hits = page.hits
        response = _Page(page.body, content_type=HTML)
        response.set_etag(page.etag)
        return response

    return answer


def _key() -> Hashable:
    """All that a page depends on, beside the corpus."""
    return request.endpoint, request.script_root, request.query_string, interface(), KEYS.current(), news(), may_look()


def _made(view: Callable[[], str]) -> KeptPage:
    body = view().encode()
    return KeptPage(body, generate_etag(body), request_notes().hits)
