"""Rows of bars: a value, how often it is there as a length, and the number. Lengths are drawn, so that no style is needed."""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote_plus, urlencode

from markupsafe import Markup, escape

from searchui.search.filters.facet import FACETS, Value, write_value
from searchui.search.filters.facets import FacetCounts
from searchui.search.filters.number_range import NumberRange
from searchui.web.i18n.translations import value_name
from searchui.web.request.url_state import FilteredState, joined_query
from searchui.web.request.urls import LinksTo

Row: TypeAlias = tuple[Value, int]

KEPT_VALUES = 4096  # of all facets, as they stand in rows: about a megabyte
LONG_NAMES = frozenset({"occasion"})  # facets whose rows have no room for bars


def bar_row(url: str, name: object, count: int, most: int, *, chosen: bool = False, label: str = "") -> Markup:
    """A row that leads to `url`; `most` is the count whose bar is the whole length."""
    return Markup(_row(escape(url), escape(name), count, most, chosen=chosen, label=label))


class FacetLinks:
    """The addresses of a view with a value of a facet chosen, or no longer."""

    def __init__(self, to: LinksTo, state: FilteredState) -> None:
        self._to, self.state = to, state
        self._start, self._end = state.around_filters()

    def toggling(self, facet: str) -> Callable[[Value], str]:
        """Those of a facet, escaped. Of values that are not chosen they differ in nothing but the value."""
        chosen = self.state.filters.of(facet)
        if any(isinstance(each, NumberRange) for each in chosen):  # a value of it stands instead of a range
            return self._whole(facet)
        start, end = self._around(facet)
        whole = self._whole(facet)
        return lambda value: whole(value) if value in chosen else f"{start}{_quoted(value)}{end}"

    def _whole(self, facet: str) -> Callable[[Value], str]:
        return lambda value: escape(self._to(self.state.toggled(facet, value)))

    def _around(self, facet: str) -> tuple[str, str]:
        chosen = {
            name: urlencode([(name, write_value(value)) for value in self.state.filters.of(name)]) for name in FACETS
        }
        place = list(FACETS).index(facet) + 1
        before, after = list(chosen.values())[:place], list(chosen.values())[place:]
        start = joined_query([self._start, *before, f"{facet}="])
        end = joined_query([*after, self._end])
        return escape(f"{self._to.path}?{start}"), f"&amp;{escape(end)}" if end else ""


def facet_rows(links: FacetLinks, facet: str, rows: Iterable[Row], most: int) -> Markup:
    """The rows of some values of a facet, each with the address of the view with it chosen, or no longer."""
    chosen, url = links.state.filters.of(facet), links.toggling(facet)
    longest = 0 if facet in LONG_NAMES else most
    written = (_row(url(value), _name(value, facet), count, longest, chosen=value in chosen) for value, count in rows)
    return Markup("\n".join(written))


def first_rows(counts: FacetCounts, chosen: Collection[Value], most: int) -> list[Row]:
    """The first values, `most` of them, those after them that are chosen, and at last what has no value."""
    rows: list[Row] = counts.first(most)
    if chosen and counts.known > most:
        rows += [(value, count) for value, count in counts.first(counts.known)[most:] if value in chosen]
    return [*rows, (None, counts.unknown)] if counts.unknown else rows


def _row(url: str, name: str, count: int, most: int, *, chosen: bool = False, label: str = "") -> str:
    """The same of an address and a name that are escaped; without a bar where `most` is 0."""
    current = ' aria-current="true"' if chosen else ""
    title = f' title="{escape(label)}"' if label else ""
    bar = f'<svg aria-hidden="true"><rect width="{max(100 * count / most, 1):.3g}%"/></svg> ' if most else ""
    return (
        f'<li><a href="{url}"{current}{title}><span class="name">{name}</span> '
        f'{bar}<span class="count">{count:,}</span></a></li>'
    )


@lru_cache(KEPT_VALUES)
def _quoted(value: Value) -> str:
    return quote_plus(write_value(value))  # which leaves nothing to escape


@lru_cache(KEPT_VALUES)
def _escaped(value: str) -> str:
    return str(escape(value))


def _name(value: Value, facet: str) -> str:
    """As the reader reads it."""
    own_words = value is None or isinstance(value, NumberRange) or FACETS[facet].names
    return escape(value_name(value, facet)) if own_words else _escaped(str(value))
