"""Which parameters an address takes. Any other is refused by its name: misspelt and passed over, it would look answered."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import request

from indexer.errors import CallError
from indexer.i18n import _, joined
from searchui.web.preferences import KEYS, QUOTING, SCRIPT, SIZE, Preference
from searchui.web.request.parameter_types import Args, Parameter, cut
from searchui.web.request.parameters import LANGUAGE

MAX_NAMED = 5  # unknown parameters that are named
PAGE_PREFERENCES = (SIZE, SCRIPT, KEYS, QUOTING)  # any page may be asked to remember these

P = ParamSpec("P")
R = TypeVar("R")


def takes(*parameters: Parameter | Preference) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A view that takes these parameters and the language, and raises CallError for any other."""
    known = tuple(dict.fromkeys(each.name for each in (*parameters, LANGUAGE)))

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            check_names(request.args, known)
            return view(*args, **kwargs)

        return checked

    return decorate


def page_takes(*parameters: Parameter) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The same of a page, by whose address preferences can be set."""
    return takes(*parameters, *PAGE_PREFERENCES)


def check_names(args: Args, known: Iterable[str]) -> None:
    """Raises CallError for parameters that are not known."""
    known = tuple(known)
    unknown = [name for name in args if name not in known][:MAX_NAMED]
    if unknown:
        quoted = [f"“{cut(name)}”" for name in unknown]
        names, takes = joined(_("、"), quoted), joined(_("、"), known)
        raise CallError(_("这个网址没有参数{names}，请核对写法；可用的参数：{takes}", names=names, takes=takes))
