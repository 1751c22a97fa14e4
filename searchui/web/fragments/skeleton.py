"""Pages of which most is always the same: a template, rendered once for each language, with holes that are filled in.

What fills a hole is markup; it is escaped where it is made.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, urlencode

from flask import Flask, current_app, render_template, request
from markupsafe import Markup

from searchui.web.fragments.escaping import escaped
from searchui.web.i18n.translations import interface
from searchui.web.preferences import KEYS
from searchui.web.request.news import news
from searchui.web.request.urls import current_urls
from searchui.web.security.editing import may_look

SKELETONS = 64  # that are kept: of a page in each language, with keys and without
_EDGE = "\0"  # of a hole; no text of ours has it
_KEPT, _ADDRESS = "skeletons", "address?"

Values: TypeAlias = Mapping[str, str]


class _Skeleton(NamedTuple):
    """The text before each hole, and after the last one; each hole: the name of its value, or what an address changes."""

    texts: list[str]
    holes: list[str | dict[str, str]]


def keep_skeletons(app: Flask) -> None:
    """Have an application keep the skeletons of its pages."""
    app.extensions[_KEPT] = lru_cache(SKELETONS)(_render)


def fill(template: str, values: Values) -> str:
    """A page of a template that has {{ hole.name }} for each value; `q` of these also stands in the box of the layout."""
    kept: _Skeleton = current_app.extensions[_KEPT](
        template, interface(), KEYS.current(), request.script_root, (news(), may_look())
    )
    address = current_urls()
    pieces = [""] * (len(kept.texts) + len(kept.holes))
    pieces[::2] = kept.texts
    pieces[1::2] = [values[one] if isinstance(one, str) else escaped(address(**one)) for one in kept.holes]
    return "".join(pieces)


class _Holes:
    """Any attribute is a hole of that name."""

    def __getattr__(self, name: str) -> Markup:
        return _hole(name)


def _render(template: str, _language: str, _keys: str, _root: str, _around: tuple[str, bool]) -> _Skeleton:
    """It depends on nothing of a request but these."""
    holes: Any = _Holes()
    pieces = render_template(template, hole=holes, state=holes, current_url=_current_url).split(_EDGE)
    return _Skeleton(pieces[::2], list(map(_hole_of, pieces[1::2])))


def _hole(name: str) -> Markup:
    return Markup(f"{_EDGE}{name}{_EDGE}")


def _current_url(**changed: str) -> Markup:
    return _hole(_ADDRESS + urlencode(changed))


def _hole_of(name: str) -> str | dict[str, str]:
    return dict(parse_qsl(name.removeprefix(_ADDRESS))) if name.startswith(_ADDRESS) else name
