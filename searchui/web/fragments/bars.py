"""Rows of bars: a value, how often it is there as a length, and the number. Lengths are drawn, so that no style is needed."""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote_plus

from markupsafe import Markup, escape

from searchui.search.filters.facet import Value, write_value
from searchui.search.filters.facets import FacetCounts
from searchui.search.filters.number_range import NumberRange
from searchui.web.i18n.translations import value_name
from searchui.web.request.url_state import FilteredState
from searchui.web.request.urls import LinksTo

Row: TypeAlias = tuple[Value, int]

KEPT_VALUES = 4096  # of all facets, as they stand in rows: about a megabyte
_BAR = '<svg class="length" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="'


def bar_row(url: str, name: object, count: int, most: int, *, chosen: bool = False, label: str = "") -> Markup:
    """A row that leads to `url`; `most` is the count whose bar is the whole length."""
    return Markup(_row(escape(url), escape(name), count, most, chosen=chosen, label=label))


def facet_rows(to: LinksTo, state: FilteredState, facet: str, rows: Iterable[Row], most: int) -> Markup:
    """The rows of some values of a facet, each with the address of the view with it chosen, or no longer."""
    chosen, url = state.filters.of(facet), _toggling(to, state, facet)
    written = (_row(url(value), _name(value), count, most, chosen=value in chosen) for value, count in rows)
    return Markup("\n".join(written))


def first_rows(counts: FacetCounts, chosen: Collection[Value], most: int) -> list[Row]:
    """The first values, `most` of them, those after them that are chosen, and at last what has no value."""
    rows: list[Row] = counts.first(most)
    if chosen and counts.known > most:
        rows += [(value, count) for value, count in counts.first(counts.known)[most:] if value in chosen]
    return [*rows, (None, counts.unknown)] if counts.unknown else rows


def _row(url: str, name: str, count: int, most: int, *, chosen: bool = False, label: str = "") -> str:
    """The same of an address and a name that are escaped."""
    current = ' aria-current="true"' if chosen else ""
    title = f' title="{escape(label)}"' if label else ""
    return (
        f'<li><a href="{url}"{current}{title}><span class="name">{name}</span> '
        f'{_BAR}{round(max(100 * count / most, 1), 1)}" height="10"/></svg> <span class="count">{count:,}</span></a></li>'
    )


def _toggling(to: LinksTo, state: FilteredState, facet: str) -> Callable[[Value], str]:
    """The address with a value chosen, or no longer, escaped. Of those that are not they differ in nothing but the value."""

    def whole(value: Value) -> str:
        return escape(to(state.toggled(facet, value)))

    chosen = state.filters.of(facet)
    if any(isinstance(each, NumberRange) for each in chosen):
        return whole
    before, after = state.around(facet)
    start, end = f"{escape(f'{to.path}?{before}&')}{facet}=", f"&amp;{escape(after)}" if after else ""
    return lambda value: whole(value) if value in chosen else f"{start}{_quoted(value)}{end}"


@lru_cache(KEPT_VALUES)
def _quoted(value: Value) -> str:
    return quote_plus(write_value(value))  # which leaves nothing to escape


@lru_cache(KEPT_VALUES)
def _escaped(value: str) -> str:
    return str(escape(value))


def _name(value: Value) -> str:
    """As the reader reads it."""
    return _escaped(str(value)) if isinstance(value, str | int) else escape(value_name(value))
