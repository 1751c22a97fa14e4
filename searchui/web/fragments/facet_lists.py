"""What a page may be narrowed to: the values of each facet, as links."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

from markupsafe import Markup

from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import FacetCounts
from searchui.search.filters.number_range import NumberRange
from searchui.web.fragments.bars import FacetLinks, Row, bar_parts, facet_rows, first_rows
from searchui.web.fragments.elements import macro
from searchui.web.fragments.escaping import escaped
from searchui.web.i18n.translations import Interface, interface, label
from searchui.web.i18n.translations import translated as _
from searchui.web.i18n.translations import translated_number as n_

FIRST_ROWS = 12  # values of a facet that are listed at once
MAX_ROWS = 200  # that are listed where all are asked for; others are to be written


def facet_lists(
    links: FacetLinks, facets: Mapping[str, FacetCounts], unfolded: str, *, decades: bool = False
) -> Markup:
    """What a view may be narrowed to, by the links of one whose state has a field `facet`; of the facet `unfolded` all values.

    `decades`: many years are told by decades, each to be opened.
    """
    if not any(facets.values()):
        return Markup()
    shown = [
        _facet_of_years(links, counts) if decades and name == "year" else _facet(links, name, counts, name == unfolded)
        for name, counts in facets.items()
        if counts and FACETS[name].tells(counts)
    ]
    title = escaped(_("缩小范围"))
    is_open = (
        " open" if unfolded else ""
    )  # on a phone; else what is found would be below all that it may be narrowed to
    return Markup(
        f'<aside class="filters" aria-label="{title}">\n<details class="fold"{is_open}>\n<summary>{title}</summary>\n'
        f"{''.join(shown)}</details>\n</aside>"
    )


def _facet(links: FacetLinks, name: str, counts: FacetCounts, is_whole: bool) -> str:
    """The first values of a facet and those that are chosen; all of them on the page that is opened for that."""
    rows = first_rows(counts, links.state.filters.of(name), MAX_ROWS if is_whole else FIRST_ROWS)
    left_out = len(counts) - len(rows)
    heading = _heading(interface(), name)
    bars = f'<ul class="bars {name}">{facet_rows(links, name, rows, counts.largest)}</ul>'
    other = macro("layout/filters.html", "other")(name, links) if is_whole and left_out else ""
    more = _more(links, name, left_out, is_whole) if counts.known > FIRST_ROWS else ""
    return f"{heading}\n{bars}\n{other}{more}"


def _more(links: FacetLinks, name: str, left_out: int, is_whole: bool) -> str:
    """To all values of a facet, or back to the first of them."""
    if not (left_out or is_whole):
        return ""
    address = links.unfolded("" if is_whole else name)
    text = _("收起") if is_whole else n_("更多（{n} 个）…", left_out)
    return f'<p class="more"><a href="{address}#facet-{name}">{escaped(text)}</a></p>\n'


@cache
def _heading(_language: Interface, name: str) -> str:
    return f'<h2 id="facet-{name}">{escaped(label("facet", name))}</h2>'


def _facet_of_years(links: FacetLinks, counts: FacetCounts) -> str:
    return f"{_heading(interface(), 'year')}\n{year_list(links, counts)}\n"


def year_list(links: FacetLinks, counts: FacetCounts) -> Markup:
    """The years of a view as links to what it has of each; many by decades."""
    rows = _decades(links, counts) if counts.known > FIRST_ROWS else _years(links, counts)
    return Markup(f'<ul class="bars year">{rows}</ul>')


def _years(links: FacetLinks, counts: FacetCounts) -> str:
    return facet_rows(links, "year", first_rows(counts, (), FIRST_ROWS), counts.largest)


def _decades(links: FacetLinks, counts: FacetCounts) -> str:
    """The latest first. Open is that in which something is chosen, else the latest."""
    chosen, years = links.state.filters.of("year"), counts.first(counts.known)
    groups = [(start, list(group)) for start, group in groupby(years, key=lambda row: row[0] // 10 * 10)]
    most = max(sum(count for _year, count in group) for _start, group in groups)
    is_chosen = [any(value is not None and _meets(value, start) for value in chosen) for start, _group in groups]
    is_open = is_chosen if any(is_chosen) else [True, *(False for _ in groups[1:])]
    shown = (_decade(links, start, rows, most, is_open[at]) for at, (start, rows) in enumerate(groups))
    undated = facet_rows(links, "year", [(None, counts.unknown)], most) if counts.unknown else ""
    return "".join([*shown, undated])


def _meets(value: int | NumberRange, start: int) -> bool:
    """Whether a year, or one of a range, is in the decade from `start` on."""
    years = range(start, start + 10)
    return any(year in value for year in years) if isinstance(value, NumberRange) else value in years


def _decade(links: FacetLinks, start: int, rows: Sequence[Row], most: int, is_open: bool) -> str:
    whole = NumberRange(start, start + 9)
    total = sum(count for _year, count in rows)
    all_of_it = facet_rows(links, "year", [(whole, total)], 0) if len(rows) > 1 else ""
    years = facet_rows(links, "year", rows, max(count for _year, count in rows))
    name = escaped(_("{decade}年代", decade=str(start)))
    opened = " open" if is_open else ""
    return (
        f"<li><details{opened}><summary>{bar_parts(name, total, most)}</summary>\n"
        f"<ul>{all_of_it}{years}</ul></details></li>\n"
    )
