"""Filters as they are written by hand: year:2024, speaker:唐某, 年份：2024."""

from collections.abc import Iterator, Sequence

from indexer.errors import CallError
from indexer.i18n import _, joined
from searchui.search.filters.facet import FACETS, MAX_DIGITS, Value, facet_of
from searchui.search.filters.filters import Filters

MAX_SHOWN = 2 * MAX_DIGITS  # characters of what cannot be read


def read_filters(texts: Sequence[str]) -> Filters:
    """The filters of some texts of `facet:value`. Raises CallError for one that is none."""
    selected: dict[str, list[Value]] = {}
    for text in texts:
        facet, value = _read(text)
        selected.setdefault(facet, []).append(value)
    return Filters(**selected)


def written_filters(filters: Filters) -> Iterator[str]:
    """The texts that filters are written as."""
    return (f"{facet}:{value}" for facet, values in filters.selected().items() for value in values)


def _read(text: str) -> tuple[str, Value]:
    name, _colon, value = text.replace("：", ":", 1).partition(":")
    try:
        facet = facet_of(name.strip())
        if not value.strip():
            raise ValueError(text)
        return facet.name, facet.read(value.strip())
    except (CallError, ValueError) as error:
        raise _unreadable(text) from error


def _unreadable(text: str) -> CallError:
    shown = text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
    *first, last = [_("{name}:{value}", name=facet.name, value=facet.placeholder) for facet in FACETS.values()]
    return CallError(
        _("“{shown}”看不懂，请写成 {first} 或 {last}", shown=shown, first=joined(_("、"), first), last=last)
    )
