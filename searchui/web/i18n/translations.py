"""The words of the interface in the language that the reader chose: 简体, 繁體 or another one of the catalogue.

Traditional words are the simplified ones, converted; data/traditional.toml has those that the conversion gets wrong.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib import resources
from typing import TypeAlias

from flask import Flask, request
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from indexer.i18n import LANGUAGES as CATALOGUES
from indexer.i18n import SOURCE, Count, Language, Message, _, p_, translate
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.facet import Value
from searchui.search.filters.facet import value_name as known_value_name
from searchui.search.script import converter, is_there
from searchui.web.i18n.labels import LABELS
from searchui.web.preferences import Preference

NAMED_VOICES = 2
KEPT_HEADERS, KEPT_HEADER = 256, 256  # of what browsers ask for; characters of one
Interface: TypeAlias = str
TRADITIONAL: Interface = "zh-Hant"
LANGUAGES: tuple[Interface, ...] = (SOURCE, *((TRADITIONAL,) if is_there() else ()), *CATALOGUES[1:])
LANGUAGE = Preference("lang", LANGUAGES, SOURCE)
TAGS: dict[Interface, str] = {**{name: name for name in LANGUAGES}, SOURCE: "zh-Hans"}
"""What <html lang> says."""
_WRITTEN_TRADITIONAL = {"zh-tw", "zh-hk", "zh-mo"}
_OWN_NAME = p_("what this language calls itself", "简体")
_WITH_WORDS = "s2twp"  # 网页 → 網頁, 信息 → 資訊
_QUOTED = re.compile(r"(“[^”]*”)")
_CHOSEN: ContextVar[Interface | None] = ContextVar("chosen", default=None)


def interface() -> Interface:
    """The reader's language: ?lang= of this request, else the cookie, else what the browser asks for, else Chinese."""
    return _CHOSEN.get() or _choice()


def choose_language(app: Flask) -> None:
    """Have an application find out the language of each request once: a page asks for it a hundred times.

    Called before others hook themselves in, so that they answer in the language, too.
    """
    app.before_request(lambda: _choose(_choice()))
    app.teardown_request(lambda _error: _choose(None))


def language() -> Language:
    """The same as a language of the catalogue, in which traditional Chinese is the source."""
    chosen = interface()
    return SOURCE if chosen == TRADITIONAL else chosen


def t(message: Message) -> str:
    """A message as the reader reads it."""
    return message.rendered(_translator(interface()))


def translated(msgid: str, /, **values: object) -> str:
    """`_` of a template: text at once, since a page has hundreds. Values are text or numbers."""
    text = _text(_CHOSEN.get() or _choice(), msgid)
    return _filled_in(text, values) if values else text


def translated_number(msgid: str, n: int, /, **values: object) -> str:
    """`n_` of a template."""
    template = _translator(interface())(msgid, "", n)
    return _filled_in(template, {"n": n, **values}) if values else _with_thousands(template).format(n=n)


def translated_in_context(context: str, msgid: str, /, **values: object) -> str:
    """`p_` of a template."""
    return _filled_in(_translator(interface())(msgid, context, None), values)


def label(family: str, name: str) -> str:
    """The word for a value that the code knows by name."""
    return _label(interface(), family, name)


def value_name(value: Value, facet: str = "") -> str:
    """A value of a facet as the reader reads it."""
    name = known_value_name(value, facet)
    return t(name) if isinstance(name, Message) else name


@pass_context
def value_name_filter(_context: Context, value: Value, facet: str = "") -> str:
    """The same as a filter that templates must not work out once for all languages."""
    return value_name(value, facet)


def language_name(interface: Interface) -> str:
    """What a language calls itself."""
    return "繁體" if interface == TRADITIONAL else _OWN_NAME.text(interface)


def format_voices(entry: Entry) -> str:
    """Who speaks in a speech, as a list shows it: 唐某, or 唐某、陈某 等 5 人."""
    voices = entry.voices
    if not voices:
        return t(_("讲话人不详"))
    named = "、".join(voices[:NAMED_VOICES])
    return named if len(voices) <= NAMED_VOICES else t(_("{named} 等 {count} 人", named=named, count=len(voices)))


@cache
def _text(interface: Interface, msgid: str) -> str:
    """A text of ours, in which nothing is filled in yet."""
    return _translator(interface)(msgid, "", None)


@cache
def _label(interface: Interface, family: str, name: str) -> str:
    return LABELS[family][name].rendered(_translator(interface))


@cache
def in_traditional(sentence: str) -> str:
    """Our own simplified words in traditional Chinese; what is between “ ” is somebody's, and stays as it is."""
    if sentence in _table("words"):
        return _table("words")[sentence]
    pieces = _QUOTED.split(sentence)
    return "".join(piece if number % 2 else to_traditional(piece) for number, piece in enumerate(pieces))


def _preferred() -> Interface:
    """What the browser asks for most, of what there is."""
    header: str = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
    return (_preferred_of if len(header) <= KEPT_HEADER else _preferred_of.__wrapped__)(header)


@lru_cache(KEPT_HEADERS)
def _preferred_of(header: str) -> Interface:
    for tag, _quality in parse_accept_header(header, LanguageAccept):
        tag = tag.lower().replace("_", "-")
        if tag.startswith("zh"):
            is_traditional = tag in _WRITTEN_TRADITIONAL or "hant" in tag
            return TRADITIONAL if is_traditional and TRADITIONAL in LANGUAGES else SOURCE
        if tag.partition("-")[0] in LANGUAGES:
            return tag.partition("-")[0]
    return SOURCE


def _choose(chosen: Interface | None) -> None:
    _CHOSEN.set(chosen)


def _choice() -> Interface:
    return LANGUAGE.read(request.args, request.cookies, _preferred())


def _filled_in(template: str, values: Mapping[str, object]) -> str:
    if not values:
        return template
    return template.format(
        **{name: Count(value) if isinstance(value, int) else value for name, value in values.items()}
    )


@cache
def _with_thousands(template: str) -> str:
    """As Count writes a number, {n}, that is the only one there."""
    return template.replace("{n}", "{n:,}")


@cache
def _translator(interface: Interface) -> Callable[[str, str, int | None], str]:
    if interface == SOURCE:
        return lambda msgid, _context, _n: msgid
    if interface == TRADITIONAL:
        return lambda msgid, _context, _n: in_traditional(msgid)
    return lambda msgid, context, n: translate(msgid, interface, context=context, n=n)


@cache
def _table(name: str) -> dict[str, str]:
    text = resources.files(__package__).joinpath("data", "traditional.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(text)
    return table[name]


def to_traditional(text: str) -> str:
    """Simplified words in traditional Chinese, also those between quotation marks."""
    text = converter(_WITH_WORDS)(text)
    for wrong, right in _table("pieces").items():
        text = text.replace(wrong, right)
    return text
