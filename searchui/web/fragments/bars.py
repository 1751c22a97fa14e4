"""Rows of bars: a value, how often it is there as a length, and the number. Lengths are drawn, so that no style is needed."""

from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache
from typing import TypeAlias

from markupsafe import Markup

from searchui.search.filters.facet import FACETS, Value, write_value
from searchui.search.filters.facet import value_name as known_name
from searchui.search.filters.facets import FacetCounts
from searchui.search.filters.number_range import NumberRange
from searchui.web.fragments.escaping import escaped
from searchui.web.i18n.translations import value_name
from searchui.web.request.url_state import FilteredState, encoded, encoded_pairs, joined_query
from searchui.web.request.urls import LinksTo

Row: TypeAlias = tuple[Value, int]

KEPT_VALUES = 4096  # of all facets, as they stand in rows: about a megabyte
LONG_NAMES = frozenset({"occasion"})  # facets whose rows have no room for bars


def bar_row(url: str, name: object, count: int, most: int, *, chosen: bool = False, label: str = "") -> Markup:
    """A row that leads to `url`; `most` is the count whose bar is the whole length."""
    return Markup(_row(escaped(url), escaped(name), count, most, chosen=chosen, label=label))


class FacetLinks:
    """The addresses of a view with a value of a facet chosen, or no longer."""

    def __init__(self, to: LinksTo, state: FilteredState) -> None:
        self.to, self.state = to, state

    def toggled(self, facet: str, value: Value) -> str:
        """That with a value chosen, or no longer, escaped."""
        return escaped(self.to(self.state.toggled(facet, value)))

    def around(self, facet: str) -> tuple[str, str]:
        """What stands before the encoded value and after it in those of a facet with a value chosen that is not yet, escaped.

        So it is where no range is chosen: a value stands instead of that.
        """
        place = list(FACETS).index(facet) + 1
        before, after, chosen = *self.state.around_filters(), self._chosen
        start = joined_query([before, *chosen[:place], f"{facet}="])
        end = joined_query([*chosen[place:], after])
        return escaped(f"{self.to.path}?{start}"), f"&amp;{escaped(end)}" if end else ""

    def unfolded(self, facet: str) -> str:
        """That of all values of a facet, escaped; of the first of each, where that is empty."""
        return escaped(self.to(self.state, facet=facet))

    @cached_property
    def _chosen(self) -> list[str]:
        """What is chosen of each facet, as the address has it."""
        chosen = self.state.filters.selected()
        return [encoded_pairs([(name, write_value(value)) for value in chosen.get(name, ())]) for name in FACETS]


def facet_rows(links: FacetLinks, facet: str, rows: Iterable[Row], most: int) -> Markup:
    """The rows of some values of a facet, each with the address of the view with it chosen, or no longer."""
    chosen = links.state.filters.of(facet)
    has_range = any(isinstance(each, NumberRange) for each in chosen)
    longest = 0 if facet in LONG_NAMES else most
    start, end = links.around(facet)
    has_words = bool(FACETS[facet].names)
    written = []
    for value, count in rows:
        quoted, name = _cell(value)
        if has_words or value is None:  # it is read in the language of the reader
            name = escaped(value_name(value, facet))
        if chosen and (has_range or value in chosen):
            written.append(_row(links.toggled(facet, value), name, count, longest, chosen=value in chosen))
        else:  # as nearly all
            written.append(f'<li><a href="{start}{quoted}{end}">{bar_parts(name, count, longest)}</a></li>')
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
    title = f' title="{escaped(label)}"' if label else ""
    return f'<li><a href="{url}"{current}{title}>{bar_parts(name, count, most)}</a></li>'


def bar_parts(name: str, count: int, most: int) -> str:
    """What stands in a row: a name that is escaped, the bar and the number."""
    if not most:
        return f'<span class="name">{name}</span> <span class="count">{count:,}</span>'
    width = 100 * count / most if 100 * count > most else 1
    return (
        f'<span class="name">{name}</span> <svg aria-hidden="true"><rect width="{width:.3g}%"/></svg> '
        f'<span class="count">{count:,}</span>'
    )


@lru_cache(KEPT_VALUES)
def _cell(value: Value) -> tuple[str, str]:
    """A value as addresses have it, where nothing is to be escaped, and as it is read in any language."""
    return encoded(write_value(value)), escaped(known_name(value))
