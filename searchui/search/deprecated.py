"""Names of an earlier release, which still work and say what they are called now. To be removed after one release."""

import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from searchui.search.filters.filters import Filters

P = ParamSpec("P")
R = TypeVar("R")

KEYWORDS = {"narrowing": "filters", "manner": "match_options"}
FACET_KEYWORDS = {"years": "year", "speakers": "speaker", "occasions": "occasion", "genres": "genre"}


def with_former_keywords(method: Callable[P, R]) -> Callable[P, R]:
    """A method that also takes its keywords by their former names: `years=[2024]` for `filters=Filters(year=[2024])`."""

    @wraps(method)
    def taking(*args: P.args, **keywords: P.kwargs) -> R:
        if not FORMER.isdisjoint(keywords):
            return method(*args, **_translate(keywords))
        return method(*args, **keywords)

    return taking


FORMER = frozenset({*KEYWORDS, *FACET_KEYWORDS})


def _translate(keywords: dict[str, Any]) -> dict[str, Any]:
    former = [name for name in keywords if name in FORMER]
    now = {KEYWORDS.get(name, name): value for name, value in keywords.items() if name not in FACET_KEYWORDS}
    values = {facet: keywords[name] for name, facet in FACET_KEYWORDS.items() if name in keywords}
    if values:
        now["filters"] = Filters(**now.get("filters", Filters()).selected() | values)
    message = f"{', '.join(former)}: write {', '.join(sorted({_now(name) for name in former}))}"
    warnings.warn(message, DeprecationWarning, stacklevel=3)
    return now


def _now(former: str) -> str:
    return KEYWORDS.get(former) or f"filters=searchui.Filters({FACET_KEYWORDS[former]}=[…])"
