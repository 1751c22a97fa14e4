"""The pages of help, and the sign beside a notion that leads to what it means."""

from functools import lru_cache

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup, escape

from searchui.web.context.live_corpus import live_corpus
from searchui.web.help.pages import NAMES, help_page, topics
from searchui.web.i18n.translations import Interface, interface
from searchui.web.i18n.translations import translated as _
from searchui.web.request.kept_pages import kept
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.texts.examples import examples
from searchui.web.request.urls import url_for

SIGNS = 1024  # that are kept: of each topic and language
helps = Blueprint("helps", __name__)


@helps.get("/help")
@page_takes()
@kept
def contents() -> str:
    return render_template("help/contents.html", pages=_pages(), views=examples(live_corpus()))


@helps.get("/help/<name>")
@page_takes()
def page(name: str) -> str:
    if name not in NAMES:
        abort(404)
    return render_template("help/page.html", name=name, pages=_pages(), shown=help_page(name, interface()))


def _pages() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each page: its name, its title, its topics with their headings."""
    every = ((name, help_page(name, interface())) for name in NAMES)
    return [(name, one.title, list(one.topics.items())) for name, one in every]


def what(topic: str) -> Markup:
    """A small “?” that leads to what a notion means."""
    return _sign(topic, interface(), request.script_root)


@lru_cache(SIGNS)
def _sign(topic: str, language: Interface, _root: str) -> Markup:
    told = topics(language)[topic]
    title = escape(_("帮助：{topic}", topic=told.heading))
    address = escape(f"{url_for('helps.page', name=told.page)}#{topic}")
    return Markup('<a class="what" href="{}" title="{}" aria-label="{}">?</a>').format(address, title, title)
