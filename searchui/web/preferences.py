"""How a reader likes to read, remembered in cookies: a parameter of any page sets it, and it stays until another does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flask import Response, request
from werkzeug.datastructures import MultiDict

from searchui.search.script import SCRIPTS, is_there

YEAR_OF_SECONDS = 365 * 24 * 3600
Pairs: TypeAlias = "MultiDict[str, str]"


@dataclass(frozen=True, slots=True)
class Preference:
    """One of some `choices`, by the parameter and the cookie of its `name`; what is none of them is as none."""

    name: str
    choices: Sequence[str]
    default: str

    def read(self, args: Pairs, cookies: Pairs, default: str = "") -> str:
        """What the address says, else the cookie, else what is `default`."""
        for given in (args, cookies):
            if self.name in given and given[self.name] in self.choices:
                return given[self.name]
        return default or self.default

    def current(self) -> str:
        """What the reader of this request likes."""
        return self.read(request.args, request.cookies)


SIZE = Preference("size", ("small", "medium", "large"), "medium")
SCRIPT = Preference("script", ("original", *SCRIPTS) if is_there() else ("original",), "original")
KEYS = Preference("keys", ("on", "off"), "on")
"""Whether single keys do something, which some readers need off (WCAG 2.2, 2.1.4)."""

QUOTING = Preference("quoting", ("on", "off"), "on")
"""Whether what is copied from a speech has its source with it."""


def remember(preferences: Sequence[Preference], response: Response) -> Response:
    """Have the browser keep what this request says of any of them."""
    args = request.args
    for preference in preferences:
        if preference.name in args and (given := args[preference.name]) in preference.choices:
            response.set_cookie(preference.name, given, max_age=YEAR_OF_SECONDS, samesite="Lax", httponly=True)
    return response
