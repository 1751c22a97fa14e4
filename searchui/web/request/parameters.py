"""Every parameter that an address may have, once: for reading requests, for writing links, and to be described."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.errors import CallError
from indexer.i18n import _
from searchui.search.filters.facet import FACETS, UNKNOWN, Facet, Value, write_value
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.query import MAX_QUERY_LENGTH
from searchui.search.query.match_options import MAX_PHRASES
from searchui.search.ranking.grouping import Group
from searchui.search.ranking.ordering import Sort
from searchui.search.ranking.paging import MAX_PER_PAGE
from searchui.search.reuse.reuse import FEWEST, LEAST, MOST
from searchui.search.statistics import DEFAULT_LINES as LINES_PER_PAGE
from searchui.search.statistics import (
    DEFAULT_MAX_WORDS,
    DEFAULT_MIN_FREQUENCY,
    DEFAULT_MIN_JOINT,
    DEFAULT_MIN_WORDS,
    DEFAULT_ROWS,
    DEFAULT_VARIANTS,
    DEFAULT_WIDTH,
    DEFAULT_WINDOW,
    MAX_ROWS,
    MAX_VARIANTS,
)
from searchui.search.statistics.collation import Collation
from searchui.search.statistics.concordance_search import MAX_LINES, MAX_WIDTH
from searchui.search.statistics.concordance_sort import LineSort
from searchui.search.statistics.trend import By
from searchui.search.statistics.words.collocation import MAX_WINDOW, Order
from searchui.search.statistics.words.ngram import MAX_WORDS as MAX_WORDS_OF_RUN
from searchui.search.statistics.words.ngram import MIN_REPEATED, MIN_WORDS
from searchui.search.statistics.words.subcorpus import MAX_RUN
from searchui.search.variants import LONGEST
from searchui.web.i18n.translations import LANGUAGES
from searchui.web.request.parameter_types import (
    MAX_NUMBER,
    Args,
    Choice,
    Number,
    Pairs,
    Parameter,
    Schema,
    Switch,
    Text,
    Texts,
    cut,
)

PER_PAGE = 10
# That the years ascend is for the search to check.
YEARS_PATTERN = rf"^([0-9]{{1,4}}\.\.[0-9]{{0,4}}|\.\.[0-9]{{1,4}}|{UNKNOWN})$"
MATCH_OPTION_NAMES = ("exact", "loose", "numbers")


@dataclass(frozen=True, slots=True)
class FacetValues(Parameter):
    """Any of several values of a facet; `none` is what has no value."""

    facet: Facet[int] | Facet[str]

    @property
    def default(self) -> tuple[Value, ...]:
        return ()

    def read(self, args: Args) -> tuple[Value, ...]:
        return tuple(self._read(text) for text in args.getlist(self.name) if text)

    def _read(self, text: str) -> Value:
        try:
            return self.facet.read(text)
        except ValueError:
            raise CallError(
                _(
                    "网址里的 {name} 要写成 2024、2018..2022 这样的年份或 none，不能是“{cut}”",
                    name=self.name,
                    cut=cut(text),
                ),
            ) from None

    def pairs(self, value: Iterable[Value]) -> Pairs:
        return [(self.name, write_value(each)) for each in value]

    def schema(self) -> Schema:
        items: Schema = {"type": "string"}
        if self.facet.kind is int:
            number = {"type": "integer", "minimum": 0, "maximum": MAX_NUMBER}
            items = {"anyOf": [number, {"type": "string", "pattern": YEARS_PATTERN}]}
        return {"type": "array", "items": items}


@dataclass(frozen=True)
class FilterParameters:
    """A parameter a facet; of what is compared with, their names begin with a `prefix`."""

    prefix: str = ""

    @property
    def default(self) -> Filters:
        return NO_FILTERS

    @cached_property
    def parameters(self) -> tuple[FacetValues, ...]:
        return tuple(FacetValues(self.prefix + facet.name, facet) for facet in FACETS.values())

    def read(self, args: Args) -> Filters:
        """What is chosen of each facet. Raises CallError for what is no year and no range of years."""
        values: dict[str, Any] = {
            facet: parameter.read(args) for facet, parameter in zip(FACETS, self.parameters, strict=True)
        }
        return Filters(**values)

    def pairs(self, value: Filters) -> Pairs:
        return [pair for parameter in self.parameters for pair in parameter.pairs(value.of(parameter.facet.name))]


@dataclass(frozen=True)
class MatchOptionParameters:
    """How phrases are matched: exact=on, loose=on, numbers=on."""

    @property
    def default(self) -> MatchOptions:
        return PLAIN

    @cached_property
    def parameters(self) -> tuple[Switch, ...]:
        return tuple(Switch(name, default=False) for name in MATCH_OPTION_NAMES)

    def read(self, args: Args) -> MatchOptions:
        """Raises CallError for what is neither on nor off."""
        return MatchOptions(**{switch.name: switch.read(args) for switch in self.parameters})

    def pairs(self, value: MatchOptions) -> Pairs:
        return [pair for switch in self.parameters for pair in switch.pairs(getattr(value, switch.name))]


LANGUAGE = Text("lang", examples=LANGUAGES)  # another value is as none

# What is looked for.
QUERY = Text("q", required=True, max_length=MAX_QUERY_LENGTH, examples=['"党的建设" 基层'])
PASSAGE = Text(
    "text",
    required=True,
    max_length=MAX_QUERY_LENGTH,
    examples=["要把发展经济的着力点放在实体经济。加快推进新型工业化。"],
)
WITHIN = Text("q", max_length=MAX_QUERY_LENGTH, examples=["基层 year:2024"])
TYPED = Text("q", examples=["新质", "xzsc"])
PHRASE = Text("phrase", required=True, max_length=MAX_QUERY_LENGTH, examples=["党的建设"])
WORDING = Text("phrase", required=True, max_length=LONGEST, examples=["高质量发展"])
PHRASES = Texts(
    "phrase", required=True, max_length=MAX_QUERY_LENGTH, max_items=MAX_PHRASES, examples=["党的建设", "高质量发展"]
)
WORD = Text("word", max_length=MAX_QUERY_LENGTH)
PARAGRAPH = Text("paragraph")
HIT = Number("hit", default=0, minimum=0)
BACK = Text("back")  # what else the address of the results had that a speech was opened from
REUSE = Switch("reuse", default=False)  # whether what was said before stands beside the paragraphs
LEAST_RUN = Number("least", LEAST, minimum=FEWEST, maximum=MOST)
CITED = Text("cite")  # the anchor of a paragraph of the speech, which is to be cited

# Where, and how strictly.
FILTERS, OTHER_FILTERS = FilterParameters(), FilterParameters("b_")
SPEECHES, OTHER_SPEECHES = Texts("speech"), Texts("b_speech")
SYNONYMS = Switch("synonyms", default=True)
MATCH_OPTIONS = MatchOptionParameters()

# Of which the answer shows what, in which order.
PAGE = Number("page", default=1, minimum=1)
PAGE_SIZE = Number("per_page", default=PER_PAGE, minimum=1, maximum=MAX_PER_PAGE)
SORT = Choice("sort", Sort.RELEVANCE.value, [sort.value for sort in Sort])
COLLAPSE = Switch("collapse", default=True)
GROUP = Choice("group", Group.PARAGRAPH.value, [group.value for group in Group])
EXPLAIN = Switch("explain", default=False)
PICK = Switch("pick", default=False)  # whether there is a box beside each passage
UNFOLDED = Choice("facet", "", list(FACETS))  # of which all values are listed

# Lines.
WIDTH_IN_LINES = Number("width", default=DEFAULT_WIDTH, minimum=0, maximum=MAX_WIDTH)
LINES = Number("per_page", default=LINES_PER_PAGE, minimum=1, maximum=MAX_LINES)
CROSSING = Switch("crossing", default=False)
COLLATION = Choice("collation", Collation.CODE.value, [collation.value for collation in Collation])
LINE_SORT = Choice("sort", LineSort.DATE.value, [sort.value for sort in LineSort])

# Trends.
BY = Choice("by", By.YEAR.value, [by.value for by in By])

# Words around a phrase, words that mark a part of the corpus, runs of words.
WINDOW = Number("window", DEFAULT_WINDOW, minimum=1, maximum=MAX_WINDOW)
ORDER = Choice("sort", Order.LOG_LIKELIHOOD.value, [order.value for order in Order])
TIMES = Number("minimum", DEFAULT_MIN_JOINT, minimum=1)
FREQUENCY = Number("minimum", DEFAULT_MIN_FREQUENCY, minimum=1)
REPEATED = Number("minimum", DEFAULT_MIN_FREQUENCY, minimum=MIN_REPEATED)
VARIANTS_LISTED = Number("limit", DEFAULT_VARIANTS, minimum=1, maximum=MAX_VARIANTS)
ROWS = Number("limit", DEFAULT_ROWS, minimum=1, maximum=MAX_ROWS)
WORDS = Number("size", 1, minimum=1, maximum=MAX_RUN)
FUNCTION_WORDS = Switch("function_words", default=False)
MIN_RUN_WORDS = Number("shortest", DEFAULT_MIN_WORDS, minimum=MIN_WORDS, maximum=MAX_WORDS_OF_RUN)
MAX_RUN_WORDS = Number("longest", DEFAULT_MAX_WORDS, minimum=MIN_WORDS, maximum=MAX_WORDS_OF_RUN)
