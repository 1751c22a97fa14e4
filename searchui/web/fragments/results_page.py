"""A page of results: what fills the holes of its template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from indexer.engine.query import Phrase, Query
from searchui.search import Card, Page, read_query
from searchui.search.describe import coverage_message, description, verdict_message
from searchui.search.filters.facet import FACETS
from searchui.search.ranking.grouping import Group
from searchui.search.ranking.ordering import Sort
from searchui.search.results.hit import Hit, Mention, speech_url
from searchui.search.results.nearest import Nearest, SentenceMatch
from searchui.search.results.verbatim import Verbatim
from searchui.web.fragments.elements import (
    macro,
    pages_nav,
)
from searchui.web.fragments.escaping import escaped
from searchui.web.fragments.facet_lists import facet_lists
from searchui.web.fragments.hit_list import hit_list
from searchui.web.fragments.phrase_card import phrase_card
from searchui.web.fragments.picking import picking
from searchui.web.fragments.search_frame import FramedFacetLinks, SearchFrame
from searchui.web.help.view import what
from searchui.web.i18n.translations import t
from searchui.web.i18n.translations import translated as _
from searchui.web.i18n.translations import translated_number as n_
from searchui.web.request.links import Texts, page_numbers, variants_url
from searchui.web.request.search_state import ResultsState
from searchui.web.request.urls import LinksTo, url_for

MAX_TITLE = 60  # characters of a query
LEEWAY = 5  # more of them that are shown rather than cut


@dataclass(frozen=True)
class Results:
    """What was asked and found, in which state of the corpus.

    `written` is the query as it was read; `unfolded`, the facet of which all values are listed.
    `passage`: the query is running text, and its sentences are listed first. `expanded`: synonyms were looked for, or could be.
    """

    state: ResultsState
    corpus_state: str
    page: Page
    written: Query
    to: LinksTo
    unfolded: str
    has_phrase: bool
    expanded: bool
    unquoted: ResultsState | None
    crossing_url: str
    source_url: Callable[[SentenceMatch], str]
    verbatim: Verbatim | None
    nearest: Nearest | None
    card: Card | None
    examples: list[str]

    @property
    def passage(self) -> bool:
        return self.nearest is not None and not self.page.total and not isinstance(self.written, Phrase)

    @cached_property
    def coverage(self) -> str:
        return t(coverage_message(self.page.coverage)) if self.page.coverage else ""

    @cached_property
    def frame(self) -> SearchFrame:
        """What it has alike with searches of another text."""
        return SearchFrame(self.state, Texts.of(self.written))

    def hit_url(self, hit: Hit | Mention) -> str:
        """The address of a paragraph in its speech, where it is marked, escaped: a lasting one has nothing to escape."""
        return f"{speech_url(hit.speech.id)}?{self.frame['in speech']}#{hit.paragraph.anchor}"

    def part_url(self, part: object) -> str:
        """The address of another query, which `part` has."""
        return self.to(self.state.part(part.query))  # type: ignore[attr-defined]


def results_page(results: Results) -> Mapping[str, str]:
    """The values of the holes."""
    state = results.state
    return {
        "title": escaped(_cut(state.q)),
        "q": escaped(state.q),
        "query": escaped(state.q),
        "feed_url": results.frame["feed"],
        "corpus_state": escaped(results.corpus_state),
        "kept": results.frame["kept"],
        "told": _told(results),
        "filters": facet_lists(FramedFacetLinks(results.to, results.frame), results.page.facets, results.unfolded),
        "found": _found(results),
    }


def _cut(text: str) -> str:
    """A title as short as it is needed, cut between words where there are any."""
    if len(text) <= MAX_TITLE + LEEWAY:
        return text
    return text[: MAX_TITLE - len("...")].rsplit(" ", 1)[0] + "..."


def _told(results: Results) -> str:
    """What was found, and how it was read."""
    page, frame = results.page, results.frame
    parts = (
        frame["views"],
        _passage_head(results) if results.passage else _head(results),
        frame["match options"] if results.has_phrase else "",
        macro("layout/parts.html", "machine_note")(n_("{n} 段", page.machine_read)) if page.machine_read else "",
        macro("layout/parts.html", "crossing_note")(page.crossing, results.crossing_url) if page.crossing else "",
        f'<p class="partial">{escaped(results.coverage)}</p>' if page.coverage and not results.passage else "",
        frame["narrowed"],
    )
    return "\n".join(filter(None, parts))


def _head(results: Results) -> str:
    state, page = results.state, results.page
    reading = escaped(_("读作：{reading}", reading=t(description(page.query))))
    switch = ""
    if results.expanded:
        text = _("不找同义词") if state.synonyms else _("也找同义词")
        switch = f' · <a class="synonyms" href="{results.frame["synonyms"]}">{escaped(text)}</a>'
    return f'<h1>{escaped(t(page.heading))}</h1>\n<p class="quiet">{reading}{switch}{what("read-as")}</p>'


def _passage_head(results: Results) -> str:
    nearest = results.page.nearest
    if nearest is None:
        return ""
    sentences, characters = n_("{n} 句", len(nearest.sentences)), n_("{n} 字", len(nearest.text))
    found = _("{sentences}，{found} 句有原文或相近的原文", sentences=sentences, found=nearest.found)
    reading = _("读作：一段文字（{characters}），逐句对照", characters=characters)
    return f'<h1>{escaped(found)}</h1>\n<p class="quiet">{escaped(reading)}</p>\n{_proof_offer(nearest.text)}'


def _proof_offer(text: str) -> str:
    """A button that has running text proofread as a draft."""
    button = escaped(_("当作文稿核对"))
    return (
        f'<form class="offer" action="{url_for("proofs.proof")}" method="post" enctype="multipart/form-data">'
        f'<input type="hidden" name="text" value="{escaped(text)}"><button type="submit">{button}</button></form>'
    )


def _found(results: Results) -> str:
    """Above the hits what is known of the query as a whole; where there are none, why."""
    page = results.page
    parts = [
        _verbatim(results, results.verbatim) if results.verbatim else "",
        _card(results, results.card) if results.card else "",
        _nearest(results, results.nearest) if results.nearest else "",
    ]
    if page.hits:
        parts += [_passage_rest(results)] if results.passage else [_why(results), _near(results), *_listed(results)]
    elif not results.passage:
        nothing = macro("search/parts.html", "nothing_found")
        said = Texts.of(results.written)
        variants = variants_url(said.texts[0]) if said.has_variants else ""
        asked = (
            page,
            results.state,
            results.to,
            results.part_url,
            results.unquoted,
            variants,
            results.examples,
            FACETS,
        )
        parts.append(nothing(*asked))
    return "\n".join(filter(None, parts))


def _nearest(results: Results, nearest: Nearest) -> str:
    """The nearest sentences to running text."""
    listed = macro("search/nearest.html", "nearest_sentences")
    return listed(nearest, lambda one: t(verdict_message(one.verdict, one.occurrences)), results.source_url)


def _verbatim(results: Results, verbatim: Verbatim) -> str:
    address = escaped(results.to(results.state, q=verbatim.query, page=1))
    text = escaped(_("一字不差查“{text}”", text=_cut(verbatim.text)))
    title, times = escaped(_("原样出现：")), escaped(n_("{n:,} 次", verbatim.occurrences))
    return f'<p class="verbatim">{title}<a href="{address}">{text}</a> <span class="quiet">{times}</span></p>'


def _card(results: Results, card: Card) -> str:
    """That of what is searched for, or of the text that this stands as; on the first page only."""
    state, verbatim = results.state, results.verbatim
    query, tree = (verbatim.query, read_query(verbatim.query)) if verbatim else (state.q, results.written)
    links = results.frame.card_links(query, Texts.of(tree), card.phrase)
    return phrase_card(card, links, results.hit_url, filtered=bool(state.filters))


def _passage_rest(results: Results) -> str:
    """The paragraphs that words of a text found, folded."""
    is_open = " open" if results.page.page > 1 else ""
    summary = escaped(results.coverage or _("按词查到的段落"))
    listed = "\n".join(_listed(results))
    return f'<details class="rest"{is_open}><summary>{summary}</summary>\n{listed}\n</details>'


def _why(results: Results) -> str:
    page, to = results.page, results.to
    if not page.explanation:
        return ""
    explained = macro("search/explanation.html", "explained")
    return f'<div class="why">{explained(page.explanation, results.state, to, results.part_url, FACETS)}</div>'


def _near(results: Results) -> str:
    if not results.page.nearby:
        return ""
    suggestions = macro("layout/parts.html", "suggestions")(results.page.nearby, results.part_url)
    title = escaped(_("语料里还有相近的") + _("："))
    return f'<p class="near">{title}{suggestions}</p>'


def _listed(results: Results) -> list[str]:
    """The hits, in what order they are, and the other pages of them."""
    state, page, frame = results.state, results.page, results.frame
    orders = f'<p class="sorts">{frame["orders"]}{_twins(results)}</p>'
    listed = (
        f'<ol start="{(page.page - 1) * page.per_page + 1}">\n{hit_list(page.hits, results.hit_url, state.pick)}</ol>'
    )
    return [
        f'<div class="list-head">{orders}{frame["downloads"]}</div>',
        _undated(results) if page.undated and state.sort in (Sort.NEWEST.value, Sort.OLDEST.value) else "",
        picking(listed, frame["picked from"], frame["all again"]) if state.pick else listed,
        pages_nav(page, page_numbers(page.page, page.pages), frame.page_url),
    ]


def _twins(results: Results) -> str:
    """Whether paragraphs that say the same are listed once."""
    state, frame, folded = results.state, results.frame, results.page.folded
    if folded:
        told, text = escaped(n_("另有 {n} 段与所列的相同，列在各条之下", folded)), escaped(_("逐段列出"))
        return f'<span class="twins"><span class="quiet">{told}</span> <a href="{frame["each twin"]}">{text}</a></span>'
    if state.collapse or state.group != Group.PARAGRAPH.value:
        return ""
    once = escaped(_("相同的只列一次"))
    return f'<a class="twins" href="{frame["twins once"]}">{once}</a>'


def _undated(results: Results) -> Markup:
    state, page = results.state, results.page
    text = n_("其中 {n} 段日期不详，排在最后", page.undated)
    address = "" if state.filters.of("year") else results.to(state.toggled("year", None))
    return macro("layout/parts.html", "undated_note")(page.undated, page.total, text, address)
