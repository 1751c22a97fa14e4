"""What a page of results may be narrowed to: the values of each facet, as links."""

from collections.abc import Mapping

from searchui.search.filters.facet import FACETS
from searchui.search.filters.facets import FacetCounts
from searchui.web.fragments.bars import FacetLinks, facet_rows, first_rows
from searchui.web.fragments.elements import macro
from searchui.web.fragments.escaping import escaped
from searchui.web.i18n.translations import label
from searchui.web.i18n.translations import translated as _
from searchui.web.i18n.translations import translated_number as n_
from searchui.web.request.search_state import ResultsState
from searchui.web.request.urls import LinksTo

FIRST_ROWS = 12  # values of a facet that are listed at once
MAX_ROWS = 200  # that are listed where all are asked for; others are to be written


def facet_lists(state: ResultsState, facets: Mapping[str, FacetCounts], to: LinksTo, unfolded: str) -> str:
    """What a search may be narrowed to; of the facet `unfolded` all values."""
    if not any(facets.values()):
        return ""
    links = FacetLinks(to, state)
    shown = [
        _facet(links, name, facets[name], name == unfolded)
        for name, facet in FACETS.items()
        if facets[name] and facet.tells(facets[name])
    ]
    title = escaped(_("缩小范围"))
    is_open = " open" if state.filters or unfolded else ""
    return (
        f'<aside class="filters" aria-label="{title}">\n<details class="fold"{is_open}>\n<summary>{title}</summary>\n'
        f"{''.join(shown)}</details>\n</aside>"
    )


def _facet(links: FacetLinks, name: str, counts: FacetCounts, is_whole: bool) -> str:
    """The first values of a facet and those that are chosen; all of them on the page that is opened for that."""
    rows = first_rows(counts, links.state.filters.of(name), MAX_ROWS if is_whole else FIRST_ROWS)
    left_out = len(counts) - len(rows)
    heading = f'<h2 id="facet-{name}">{escaped(label("facet", name))}</h2>'
    bars = f'<ul class="bars {name}">{facet_rows(links, name, rows, counts.largest)}</ul>'
    other = macro("search/parts.html", "other")(name, links.state) if is_whole and left_out else ""
    more = _more(links, name, left_out, is_whole) if counts.known > FIRST_ROWS else ""
    return f"{heading}\n{bars}\n{other}{more}"


def _more(links: FacetLinks, name: str, left_out: int, is_whole: bool) -> str:
    """To all values of a facet, or back to the first of them."""
    if not (left_out or is_whole):
        return ""
    address = links.to(links.state, facet="" if is_whole else name)
    text = _("收起") if is_whole else n_("更多（{n} 个）…", left_out)
    return f'<p class="more"><a href="{escaped(address)}#facet-{name}">{escaped(text)}</a></p>\n'
