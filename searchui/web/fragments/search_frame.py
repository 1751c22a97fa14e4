"""What the pages of all searches have alike that differ in nothing but their text: orders, views, files, starts of links."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from searchui.search.filters.facet import FACETS
from searchui.search.ranking.grouping import Group
from searchui.search.ranking.ordering import Sort
from searchui.web.fragments.bars import FacetLinks
from searchui.web.fragments.elements import choice, folded_downloads, hidden, macro, profile_link, toggle, views_nav
from searchui.web.fragments.escaping import escaped
from searchui.web.fragments.frame import Parts, framed, hole
from searchui.web.fragments.picking import pick_link
from searchui.web.i18n.translations import label
from searchui.web.i18n.translations import translated as _
from searchui.web.request.links import Texts, feed_url, trend_url, variants_url, view_links_of
from searchui.web.request.parameters import BACK, MATCH_OPTION_NAMES, PAGE_SIZE
from searchui.web.request.search_state import ResultsState
from searchui.web.request.url_state import encoded, encoded_pairs, joined_query
from searchui.web.request.urls import LinksTo

QUERY, NUMBER, PHRASE, FIRST_TEXT = range(4)  # the holes; of texts that a query looks for there may be more
_ANY_NUMBER = "\0"  # of a page; no address has it


@dataclass(frozen=True, slots=True)
class _Shape:
    """A search with holes for its query and the texts that this looks for."""

    state: ResultsState
    asked: Texts

    def of(self, asked: Texts) -> "_Shape":
        """The same of a query that looks for other texts."""
        return _Shape(self.state, _with_holes(asked))


class SearchFrame:
    """The parts of the pages of a search, by name; addresses are escaped."""

    def __init__(self, state: ResultsState, asked: Texts) -> None:
        self.state = state
        self._shape = _shape(state, asked)
        self._parts = framed(_parts, self._shape, _values(state.q, asked))

    def __getitem__(self, name: str) -> str:
        return self._parts[name]

    def card_links(self, query: str, asked: Texts, phrase: str) -> Parts:
        """The addresses that the card of a phrase has: `trend`, `undated`, `variants`; of this search, or of it with a `query` that
        looks for others of `asked` texts.
        """
        return framed(_of_card, self._shape.of(asked), _values(query, asked, phrase))

    def page_url(self, number: int) -> str:
        """The address of one of them."""
        return self["first page"] if number == 1 else self["page"].replace(_ANY_NUMBER, str(number))


class FramedFacetLinks(FacetLinks):
    """The addresses of a search with values of facets chosen, from its frame."""

    def __init__(self, to: LinksTo, frame: SearchFrame) -> None:
        self.to, self.state, self._frame = to, frame.state, frame

    def around(self, facet: str) -> tuple[str, str]:
        return self._frame[f"before {facet}"], self._frame[f"after {facet}"]

    def unfolded(self, facet: str) -> str:
        return self._frame[f"all of {facet}"]


def _shape(state: ResultsState, asked: Texts) -> _Shape:
    return _Shape(replace(state, q=hole(QUERY)), _with_holes(asked))


def _with_holes(asked: Texts) -> Texts:
    texts = tuple(hole(number) for number in range(FIRST_TEXT, FIRST_TEXT + len(asked.texts)))
    return Texts(texts, asked.is_one, asked.has_variants)


def _values(query: str, asked: Texts, phrase: str = "") -> list[str]:
    query, *texts = map(encoded, (query, phrase, *asked.texts))
    return [query, _ANY_NUMBER, *texts]


def _parts(shape: _Shape) -> Parts:
    state, to = shape.state, LinksTo("pages.search")
    return {
        "views": views_nav(view_links_of(state, shape.asked), "search"),
        "synonyms": escaped(to(state, synonyms=not state.synonyms)),
        "match options": _match_options(state, to),
        "narrowed": _narrowed(state, to),
        "kept": hidden(state.kept()),
        **_of_list(state, to),
        **_of_hits(state),
        **dict(_of_facets(state, to)),
    }


def _match_options(state: ResultsState, to: LinksTo) -> str:
    options = (
        toggle(to(state.toggled_match_option(name)), label("manner", name), getattr(state.match_options, name))
        for name in MATCH_OPTION_NAMES
    )
    title = escaped(_("引号里的词句"))
    return f'<p class="manner"><span class="quiet">{title}</span> {" ".join(options)}</p>'


def _narrowed(state: ResultsState, to: LinksTo) -> str:
    """What it is narrowed to; nothing where it is not."""
    chips = macro("layout/filters.html", "chips")(state, to, FACETS) if state.filters else ""
    return "\n".join(filter(None, (chips, profile_link(state.filters))))


def _of_list(state: ResultsState, to: LinksTo) -> Parts:
    """Around the list of hits."""
    number: Any = hole(NUMBER)  # written as any number is
    feed, follow = escaped(feed_url(state)), escaped(_("订阅"))
    subscription = Markup(f'<a class="feed" href="{feed}" type="application/atom+xml">{follow}</a>')
    some = "" if state.pick else pick_link(to(state.picking()))
    return {
        "orders": _orders(state, to),
        "each twin": escaped(to(state, collapse=False)),
        "twins once": escaped(to(state, collapse=True)),
        "downloads": folded_downloads("search", state.whole().query_string(), subscription, some),
        "picked from": escaped(state.asked().query_string()),
        "all again": escaped(to(state.changed(pick=False, per_page=PAGE_SIZE.default))),
        "feed": feed,
        "page": escaped(to(state, page=number)),
        "first page": escaped(to(state, page=1)),
    }


def _orders(state: ResultsState, to: LinksTo) -> str:
    sorts = (choice(to(state, sort=s.value), label("sort", s.value), s.value == state.sort) for s in Sort)
    groups = (choice(to(state, group=g.value), label("group", g.value), g.value == state.group) for g in Group)
    sort, group = escaped(_("排序")), escaped(_("列出方式"))
    return (
        f'<span class="quiet">{sort}</span> {" ".join(sorts)} '
        f'<span class="groups"><span class="quiet">{group}</span> {" ".join(groups)} </span> '
    )


def _of_hits(state: ResultsState) -> Parts:
    """What the address of a paragraph in its speech has of the search: what marks it there, and what else the way back has."""
    asked = state.asked().encoded()
    others = joined_query(part for name, part in state.encoded().items() if part != asked.get(name, ""))
    back = encoded_pairs(BACK.pairs(others))
    return {"in speech": escaped(joined_query([*asked.values(), back]))}


def _of_facets(state: ResultsState, to: LinksTo) -> Iterator[tuple[str, str]]:
    links = FacetLinks(to, state)
    yield "all of ", links.unfolded("")
    for facet in FACETS:
        yield f"all of {facet}", links.unfolded(facet)
        yield from zip((f"before {facet}", f"after {facet}"), links.around(facet), strict=True)


def _of_card(shape: _Shape) -> Parts:
    state = shape.state
    undated = state.filters.without("year").toggled("year", None)
    return {
        "trend": escaped(trend_url(state, shape.asked.texts)),
        "undated": escaped(LinksTo("pages.search")(state, filters=undated)),
        "variants": escaped(variants_url(hole(PHRASE))),
    }
