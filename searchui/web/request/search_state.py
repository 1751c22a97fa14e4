"""The state of a search as the address bar holds it: what is asked, narrowed and ordered how, and shown how."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from indexer.analysis.match_options import PLAIN, Manner
from searchui.search import Corpus, Page
from searchui.search.filters.filters import ANYTHING, FACETS, Narrowing
from searchui.search.ranking.grouping import Group
from searchui.search.ranking.ordering import Sort
from searchui.search.ranking.search_request import SearchOptions
from searchui.web.request.parameters import (
    COLLAPSE,
    EXPLAIN,
    GROUP,
    MANNERS,
    OFF,
    ON,
    PAGE,
    PER_PAGE,
    QUERY,
    SIZE,
    SORT,
    SYNONYMS,
    Args,
    manner_from_args,
    narrowing_from_args,
)


@dataclass(frozen=True, slots=True)
class SearchState:
    """What to search, narrowed and ordered how, and which page of it."""

    q: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    sort: str = Sort.RELEVANCE.value
    narrowing: Narrowing = ANYTHING
    synonyms: bool = True
    manner: Manner = PLAIN
    collapse: bool = True
    explain: bool = False
    group: str = Group.PARAGRAPH.value

    @classmethod
    def from_args(cls, args: Args) -> Self:
        """Read the parameters of a request. Raises CallError for what a parameter cannot be."""
        return cls(
            q=QUERY.read(args),
            page=PAGE.read(args),
            per_page=SIZE.read(args),
            sort=SORT.read(args),
            narrowing=narrowing_from_args(args),
            synonyms=SYNONYMS.read(args),
            manner=manner_from_args(args),
            collapse=COLLAPSE.read(args),
            explain=EXPLAIN.read(args),
            group=GROUP.read(args),
        )

    @classmethod
    def asked_from(cls, args: Args) -> Self:
        """Only what decides which words are marked, of a request for a speech."""
        return cls(q=QUERY.read(args).strip(), synonyms=args.get(SYNONYMS.name) != OFF, manner=manner_from_args(args))

    def asked(self) -> Self:
        """The same, of this state."""
        return type(self)(q=self.q, synonyms=self.synonyms, manner=self.manner)

    def run(self, corpus: Corpus) -> Page:
        return corpus.search(self.q, page=self.page, per_page=self.per_page, **self.options())

    def options(self) -> SearchOptions:
        """How the query is to be answered."""
        return {
            "sort": self.sort,
            "years": self.narrowing.year,
            "speakers": self.narrowing.speaker,
            "occasions": self.narrowing.occasion,
            "genres": self.narrowing.genre,
            "synonyms": self.synonyms,
            "manner": self.manner,
            "collapse": self.collapse,
            "group": self.group,
            "explain": self.explain,
        }

    @property
    def narrowed(self) -> bool:
        return bool(self.narrowing)

    def with_page(self, page: int) -> Self:
        return replace(self, page=page)

    def with_sort(self, sort: str) -> Self:
        return replace(self, sort=sort, page=1)

    def with_collapse(self, collapse: bool) -> Self:
        return replace(self, collapse=collapse, page=1)

    def with_group(self, group: str) -> Self:
        return replace(self, group=group, page=1)

    def unnarrowed(self) -> Self:
        return replace(self, narrowing=ANYTHING, page=1)

    def with_query(self, q: str) -> Self:
        return replace(self, q=q, page=1)

    def part(self, q: str) -> Self:
        """Another query by itself, since the numbers that are told of it are of the whole corpus."""
        return replace(self, q=q, narrowing=ANYTHING, page=1)

    def any(self, facet: str) -> Self:
        """With nothing chosen of a facet."""
        return replace(self, narrowing=self.narrowing.without(facet), page=1)

    def toggled(self, facet: str, value: str | int) -> Self:
        """With a value of a facet chosen, or no more where it was."""
        return replace(self, narrowing=self.narrowing.toggled(facet, value), page=1)

    def toggled_synonyms(self) -> Self:
        return replace(self, synonyms=not self.synonyms, page=1)

    def toggled_manner(self, name: str) -> Self:
        """With a switch for the manner of phrases turned over: exact, loose or numbers."""
        return replace(self, manner=replace(self.manner, **{name: not getattr(self.manner, name)}), page=1)

    def whole(self) -> Self:
        """All results, not a page of them."""
        return replace(self, page=1, per_page=PER_PAGE)

    def query_string(self) -> str:
        """The parameters of this state; what is as usual is left out."""
        paged = [(PAGE.name, self.page)] if self.page != 1 else []
        return urlencode([(QUERY.name, self.q), *self.kept(), *paged])

    def kept(self) -> list[tuple[str, object]]:
        """What stays when another query is written: all parameters but the query and the page."""
        pairs: list[tuple[str, object]] = [(facet, value) for facet in FACETS for value in self.narrowing.of(facet)]
        if self.sort != SORT.usual:
            pairs.append((SORT.name, self.sort))
        if not self.synonyms:
            pairs.append((SYNONYMS.name, OFF))
        pairs += [(name, ON) for name in MANNERS if getattr(self.manner, name)]
        if self.per_page != PER_PAGE:
            pairs.append((SIZE.name, self.per_page))
        if not self.collapse:
            pairs.append((COLLAPSE.name, OFF))
        if self.group != GROUP.usual:
            pairs.append((GROUP.name, self.group))
        if self.explain:
            pairs.append((EXPLAIN.name, ON))
        return pairs
