"""What a search gives back: frozen values, and the same as JSON for commands and the API."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from indexer.engine.query import Query
from indexer.i18n import Message, _, units
from searchui.search.filters.facets import FacetCounts, Found
from searchui.search.ranking.partial_match import Coverage
from searchui.search.results.answer import Answered
from searchui.search.results.crossing import CrossingPlaces
from searchui.search.results.did_you_mean import Nearby
from searchui.search.results.hit import HIT_COLUMNS, Hit, hit_html, hit_rows
from searchui.search.results.nearest import Nearest
from searchui.search.results.no_results import Explainer, Explanation
from searchui.search.results.tabular import Column, Row, Tabular, html_table
from searchui.search.results.verbatim import Verbatim


class Page(Tabular, Answered):
    """One page of `hits`. `total` paragraphs in `speeches` speeches were found, on `pages` pages.

    `facets["year"]`, `"speaker"`, `"occasion"`, `"genre"` and `"origin"` map each value to its number of hits; a facet is
    counted under all filters but its own, so that it shows what choosing another value would give.
    `machine_read` of the paragraphs are text that a machine has read from pictures.
    `folded` of the paragraphs say the same as one that is shown before them, and are named there.
    Where no paragraph has all words of the query, nothing was found; but the hits may then be `partial`: those that come
    nearest to it, as `coverage` says, on `pages` pages. `listed` paragraphs, or speeches where these are `grouped`, are
    on all pages.
    Where an unquoted query stands to the letter, `verbatim` says how often. Of running text that does not, `nearest` has
    the nearest sentences.
    At `crossing` places more, which are in no other figure, the only text of the query begins in a paragraph that does
    not end a sentence and goes on in the next; None for a query of several texts, or none.
    """

    def __init__(
        self,
        *,
        query: Query,
        page: int,
        pages: int,
        per_page: int,
        sort: str,
        hits: tuple[Hit, ...],
        found: Found,
        explainer: Explainer,
        folded: int,
        coverage: Coverage | None,
        listed: int,
        grouped: bool,
        places: CrossingPlaces | None,
    ) -> None:
        self.query = query
        self.total = found.total
        self.page = page
        self.pages = pages
        self.per_page = per_page
        self.sort = sort
        self.hits = hits
        self.facets: Mapping[str, FacetCounts] = found.facets
        self.folded = folded
        self.coverage = coverage
        self.partial = coverage is not None
        self.listed = listed
        self.grouped = grouped
        self.places = places
        self._found = found
        self._explainer = explainer

    @cached_property
    def speeches(self) -> int:
        return self._found.speeches

    @cached_property
    def machine_read(self) -> int:
        return self._found.machine_read

    @cached_property
    def undated(self) -> int:
        """How many of the paragraphs are in speeches without a date: by date they come last."""
        return self._found.undated

    @property
    def heading(self) -> Message:
        """What is listed: how much was found; where nothing was, and something comes near, what comes nearest."""
        if not self.partial:
            found, speeches = units.paragraphs(self.total), units.speeches(self.speeches)
            return _("找到 {total}，出自 {speeches}", total=found, speeches=speeches)
        counted = units.speeches if self.grouped else units.paragraphs
        return _("最相近的 {listed}", listed=counted(self.listed))

    @property
    def crossing(self) -> int | None:
        return self.places.total if self.places else None

    @cached_property
    def explanation(self) -> Explanation | None:
        """Why nothing was found; None where something was."""
        return None if self.total else self._explainer.explain()

    @cached_property
    def nearby(self) -> tuple[Nearby, ...]:
        """What the corpus has that differs little from what was sought, where that found nothing or very little."""
        return self.explanation.nearby if self.explanation else self._explainer.nearby(self.total)

    @cached_property
    def verbatim(self) -> Verbatim | None:
        """The unquoted query as it stands in the corpus."""
        return self._explainer.verbatim()

    @cached_property
    def nearest(self) -> Nearest | None:
        """The nearest sentences to a sentence or a paragraph that was looked for; None for any other query."""
        return None if self.verbatim else self._explainer.nearest(self.total)

    def table_columns(self) -> tuple[Column, ...]:
        return HIT_COLUMNS

    def table_rows(self) -> Iterator[Row]:
        return hit_rows(self.hits, (self.page - 1) * self.per_page + 1)

    def _repr_html_(self) -> str:
        """For notebooks: the hits with their marks, under the totals."""
        titles = [str(column.title) for column in HIT_COLUMNS if column.key in ("date", "speaker", "title", "text")]
        return html_table(titles, map(hit_html, self.hits), str(self.heading))
