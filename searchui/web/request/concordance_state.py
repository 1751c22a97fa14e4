"""The state of a concordance as the address bar holds it."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from indexer.analysis.match_options import PLAIN, Manner
from searchui.search import Concordance, Corpus, LineSort
from searchui.search.filters.filters import ANYTHING, FACETS, Narrowing
from searchui.search.query.serializer import quoted
from searchui.search.statistics.concordance_search import PER_PAGE, WIDTH, LineOptions
from searchui.web.request.parameters import (
    LINE_SORT,
    LINES,
    MANNERS,
    OFF,
    ON,
    PAGE,
    PHRASE,
    SYNONYMS,
    WIDTH_ASIDE,
    WITHIN,
    Args,
    manner_from_args,
    narrowing_from_args,
)
from searchui.web.request.search_state import SearchState


@dataclass(frozen=True, slots=True)
class KwicState:
    """Which phrase to list, in the paragraphs that `q` finds, narrowed and ordered how, and which page of it.

    On the page, where no `phrase` is given, the query tells it; and without a `width` lines are as wide as the window.
    """

    q: str = ""
    phrase: str = ""
    narrowing: Narrowing = ANYTHING
    synonyms: bool = True
    manner: Manner = PLAIN
    width: int | None = None
    sort: str = LineSort.DATE.value
    page: int = 1
    per_page: int = PER_PAGE

    @classmethod
    def from_args(cls, args: Args) -> Self:
        """Read the parameters of a request. Raises CallError for what a parameter cannot be."""
        return cls(
            q=WITHIN.read(args),
            phrase=PHRASE.read(args),
            narrowing=narrowing_from_args(args),
            synonyms=SYNONYMS.read(args),
            manner=manner_from_args(args),
            width=WIDTH_ASIDE.read(args) if args.get(WIDTH_ASIDE.name) else None,
            sort=LINE_SORT.read(args),
            page=PAGE.read(args),
            per_page=LINES.read(args),
        )

    @classmethod
    def of(cls, state: SearchState) -> Self:
        """The lines of what a search finds."""
        return cls(q=state.q, narrowing=state.narrowing, synonyms=state.synonyms, manner=state.manner)

    def search(self) -> SearchState:
        """The search whose paragraphs have these lines."""
        q = self.q or quoted(self.phrase) or self.phrase
        return SearchState(q=q, narrowing=self.narrowing, synonyms=self.synonyms, manner=self.manner)

    def run(self, corpus: Corpus, usual_width: int = WIDTH) -> Concordance:
        return corpus.kwic(self.phrase, page=self.page, per_page=self.per_page, **self.options(usual_width))

    def options(self, usual_width: int = WIDTH) -> LineOptions:
        """Which lines, how wide and in which order; of all pages."""
        return {
            "width": usual_width if self.width is None else self.width,
            "sort": self.sort,
            "years": self.narrowing.year,
            "speakers": self.narrowing.speaker,
            "occasions": self.narrowing.occasion,
            "genres": self.narrowing.genre,
            "manner": self.manner,
            "query": self.q,
            "synonyms": self.synonyms,
        }

    @property
    def narrowed(self) -> bool:
        return bool(self.narrowing)

    def with_page(self, page: int) -> Self:
        return replace(self, page=page)

    def with_sort(self, sort: str) -> Self:
        return replace(self, sort=sort, page=1)

    def with_width(self, width: int | None) -> Self:
        """The same page, since its lines stay."""
        return replace(self, width=width)

    def with_phrase(self, phrase: str) -> Self:
        return replace(self, phrase=phrase, page=1)

    def everywhere(self) -> Self:
        """The phrase in all paragraphs, whatever else the query asks."""
        return replace(self, q="", page=1)

    def unnarrowed(self) -> Self:
        return replace(self, narrowing=ANYTHING, page=1)

    def toggled(self, facet: str, value: str | int) -> Self:
        """With a value of a facet chosen, or no more where it was."""
        return replace(self, narrowing=self.narrowing.toggled(facet, value), page=1)

    def toggled_manner(self, name: str) -> Self:
        """With a switch for the manner of the phrase turned over: exact, loose or numbers."""
        return replace(self, manner=replace(self.manner, **{name: not getattr(self.manner, name)}), page=1)

    def query_string(self) -> str:
        """The parameters of this state; what is as usual is left out."""
        pairs: list[tuple[str, object]] = [("q", self.q)] if self.q else []
        pairs += [("phrase", self.phrase)] if self.phrase else []
        return urlencode([*pairs, *self.kept(), *([("page", self.page)] if self.page != 1 else [])])

    def kept(self) -> list[tuple[str, object]]:
        """What stays when another phrase is asked for."""
        pairs: list[tuple[str, object]] = [(facet, value) for facet in FACETS for value in self.narrowing.of(facet)]
        pairs += [(name, ON) for name in MANNERS if getattr(self.manner, name)]
        if not self.synonyms:
            pairs.append((SYNONYMS.name, OFF))
        if self.sort != LineSort.DATE.value:
            pairs.append((LINE_SORT.name, self.sort))
        if self.width is not None:
            pairs.append((WIDTH_ASIDE.name, self.width))
        if self.per_page != PER_PAGE:
            pairs.append((LINES.name, self.per_page))
        return pairs
