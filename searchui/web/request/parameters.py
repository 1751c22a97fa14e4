"""What an address may ask for: each parameter once, for reading requests and for describing them.

An empty value is as none. Every `read` raises CallError for what the parameter cannot be; bounds are for the search
to check, which knows what to say, and stand here to be described.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from werkzeug.datastructures import MultiDict

from indexer.analysis.match_options import Manner
from indexer.errors import CallError
from searchui.search.filters.filters import Narrowing
from searchui.search.query.parser import LONGEST
from searchui.search.query.phrase_checks import MOST_PHRASES
from searchui.search.ranking.grouping import Group
from searchui.search.ranking.ordering import Sort
from searchui.search.ranking.paging import MOST_PER_PAGE
from searchui.search.statistics.collocation import LARGEST_WINDOW, USUAL_WINDOW, Order
from searchui.search.statistics.collocation import USUAL_MINIMUM as USUAL_TIMES
from searchui.search.statistics.concordance_search import MOST_LINES, MOST_WIDTH, WIDTH
from searchui.search.statistics.concordance_search import PER_PAGE as LINES_PER_PAGE
from searchui.search.statistics.concordance_sort import LineSort
from searchui.search.statistics.keyness import LARGEST as LARGEST_SIZE
from searchui.search.statistics.keyness import USUAL_MINIMUM as USUAL_FREQUENCY
from searchui.search.statistics.ngram import LEAST_REPEATED, SHORTEST, USUAL_LONGEST, USUAL_SHORTEST
from searchui.search.statistics.ngram import LONGEST as LONGEST_RUN
from searchui.search.statistics.phraseology import MOST_ROWS, USUAL_ROWS
from searchui.search.statistics.trend import By
from searchui.web.i18n.translations import LANGUAGES

PER_PAGE = 10
MANNERS = ("exact", "loose", "numbers")
MOST_DIGITS = 18
LARGEST = 10**MOST_DIGITS - 1
ON, OFF = "on", "off"

Args: TypeAlias = "MultiDict[str, str]"
Schema: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """A text; the empty one where it is missing."""

    name: str
    required: bool = False
    longest: int | None = None
    examples: Sequence[str] = ()

    def read(self, args: Args) -> str:
        return args.get(self.name, "")  # as it was written, so that an error points at the right character

    def schema(self) -> Schema:
        schema: Schema = {"type": "string"}
        if self.required:
            schema |= {"minLength": 1}
        if self.longest is not None:
            schema |= {"maxLength": self.longest}
        return schema | ({"examples": list(self.examples)} if self.examples else {})


@dataclass(frozen=True, slots=True)
class Texts:
    """Any of several texts; `most` of them, each of `longest` characters."""

    name: str
    required: bool = False
    longest: int | None = None
    most: int | None = None
    examples: Sequence[str] = ()

    def read(self, args: Args) -> tuple[str, ...]:
        return tuple(value for value in args.getlist(self.name) if value)

    def schema(self) -> Schema:
        items: Schema = {"type": "string"} | ({} if self.longest is None else {"maxLength": self.longest})
        bounds = {} if self.most is None else {"maxItems": self.most}
        if self.required:
            items, bounds = items | {"minLength": 1}, bounds | {"minItems": 1}
        named = {"examples": [list(self.examples)]} if self.examples else {}
        return {"type": "array", "items": items, **bounds, **named}


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    name: str
    usual: int
    least: int
    most: int = LARGEST
    required: bool = False

    def read(self, args: Args) -> int:
        return _as_number(self.name, args.get(self.name) or str(self.usual))

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most, "default": self.usual}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Any of several whole numbers."""

    name: str
    least: int = -LARGEST
    most: int = LARGEST
    required: bool = False

    def read(self, args: Args) -> tuple[int, ...]:
        return tuple(_as_number(self.name, value) for value in args.getlist(self.name) if value)

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "integer", "minimum": self.least, "maximum": self.most}}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words; which there are, the search checks."""

    name: str
    usual: str
    choices: Sequence[str]
    required: bool = False

    def read(self, args: Args) -> str:
        return args.get(self.name) or self.usual

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.choices), "default": self.usual}


@dataclass(frozen=True, slots=True)
class Switch:
    """on or off."""

    name: str
    usual: bool
    required: bool = False

    def read(self, args: Args) -> bool:
        value = args.get(self.name) or (ON if self.usual else OFF)
        if value in (ON, OFF):
            return value == ON
        raise CallError(
            f"网址里的 {self.name} 要写成 {ON} 或 {OFF}，不能是“{_cut(value)}”",
            f"“{self.name}” in the address is {ON} or {OFF}, not “{_cut(value)}”",
        )

    def schema(self) -> Schema:
        return {"type": "string", "enum": [ON, OFF], "default": ON if self.usual else OFF}


Parameter: TypeAlias = Text | Texts | Number | Numbers | Choice | Switch

QUERY = Text("q", required=True, longest=LONGEST, examples=['"党的建设" 基层'])
TYPED = Text("q", examples=["新质", "xzsc"])
PHRASE = Text("phrase", required=True, longest=LONGEST, examples=["党的建设"])
PARAGRAPH = Text("paragraph")
HIT = Number("hit", usual=0, least=0)
WORD = Text("word", longest=LONGEST)
PAGE = Number("page", usual=1, least=1)
SIZE = Number("per_page", usual=PER_PAGE, least=1, most=MOST_PER_PAGE)
SORT = Choice("sort", Sort.RELEVANCE.value, [sort.value for sort in Sort])
YEARS = Numbers("year")
SPEAKERS, OCCASIONS, GENRES = Texts("speaker"), Texts("occasion"), Texts("genre")
NARROWING: tuple[Numbers | Texts, ...] = (YEARS, SPEAKERS, OCCASIONS, GENRES)
SYNONYMS = Switch("synonyms", usual=True)
COLLAPSE = Switch("collapse", usual=True)
GROUP = Choice("group", Group.PARAGRAPH.value, [group.value for group in Group])
EXPLAIN = Switch("explain", usual=False)
MANNER = tuple(Switch(name, usual=False) for name in MANNERS)
PHRASES = Texts("phrase", required=True, longest=LONGEST, most=MOST_PHRASES, examples=["党的建设", "高质量发展"])
BY = Choice("by", By.YEAR.value, [by.value for by in By])
LANGUAGE = Text("lang", examples=LANGUAGES)  # another value is as none

HOW: tuple[Parameter, ...] = (SORT, *NARROWING, SYNONYMS, *MANNER, COLLAPSE, GROUP, EXPLAIN)
SEARCHING: tuple[Parameter, ...] = (QUERY, PAGE, SIZE, *HOW)
WITHIN = Text("q", longest=LONGEST, examples=["基层 year:2024"])
WIDTH_ASIDE = Number("width", usual=WIDTH, least=0, most=MOST_WIDTH)
LINES = Number("per_page", usual=LINES_PER_PAGE, least=1, most=MOST_LINES)
LINE_SORT = Choice("sort", LineSort.DATE.value, [sort.value for sort in LineSort])
KWIC: tuple[Parameter, ...] = (PHRASE, WITHIN, WIDTH_ASIDE, LINE_SORT, PAGE, LINES, *NARROWING, SYNONYMS, *MANNER)
COUNTING: tuple[Parameter, ...] = (PHRASE, *MANNER)
CARDING: tuple[Parameter, ...] = (PHRASE, *NARROWING, *MANNER)
TRENDING: tuple[Parameter, ...] = (PHRASES, BY, *NARROWING, *MANNER)
SUGGESTING: tuple[Parameter, ...] = (TYPED,)
CITING: tuple[Parameter, ...] = (PARAGRAPH,)

# Usage: words around a phrase, words that mark a part of the corpus, runs of words.
WINDOW = Number("window", USUAL_WINDOW, least=1, most=LARGEST_WINDOW)
ORDER = Choice("sort", Order.LOG_LIKELIHOOD.value, [order.value for order in Order])
TIMES = Number("minimum", USUAL_TIMES, least=1)
FREQUENCY = Number("minimum", USUAL_FREQUENCY, least=1)
REPEATED = Number("minimum", USUAL_FREQUENCY, least=LEAST_REPEATED)
ROWS = Number("limit", USUAL_ROWS, least=1, most=MOST_ROWS)
WORDS = Number("size", 1, least=1, most=LARGEST_SIZE)
SHORTEST_RUN = Number("shortest", USUAL_SHORTEST, least=SHORTEST, most=LONGEST_RUN)
LONGEST_OF_RUNS = Number("longest", USUAL_LONGEST, least=SHORTEST, most=LONGEST_RUN)
OTHER = (Numbers("b_year"), Texts("b_speaker"), Texts("b_occasion"), Texts("b_genre"))

AROUND: tuple[Parameter, ...] = (PHRASE, WINDOW, TIMES, ORDER, ROWS, *NARROWING, *MANNER)
COMPARING: tuple[Parameter, ...] = (*NARROWING, *OTHER, WORDS, FREQUENCY, ROWS)
REPEATING: tuple[Parameter, ...] = (SHORTEST_RUN, LONGEST_OF_RUNS, REPEATED, ROWS, *NARROWING)


def manner_from_args(args: Args) -> Manner:
    """How phrases are meant: exact=on, loose=on, numbers=on. Raises CallError for what is neither on nor off."""
    return Manner(**{switch.name: switch.read(args) for switch in MANNER})


def narrowing_from_args(args: Args) -> Narrowing:
    """What is chosen of each facet. Raises CallError for a year that is no number."""
    return Narrowing(YEARS.read(args), SPEAKERS.read(args), OCCASIONS.read(args), GENRES.read(args))


def chosen(narrowing: Narrowing) -> dict[str, Any]:
    """The same by the names that the corpus takes them by."""
    return {
        "years": narrowing.year,
        "speakers": narrowing.speaker,
        "occasions": narrowing.occasion,
        "genres": narrowing.genre,
    }


def other_narrowing_from_args(args: Args) -> Narrowing:
    """What is chosen of each facet of what is compared with."""
    years, speakers, occasions, genres = OTHER
    return Narrowing(years.read(args), speakers.read(args), occasions.read(args), genres.read(args))


def _as_number(name: str, value: str) -> int:
    if re.fullmatch(rf"-?\d{{1,{MOST_DIGITS}}}", value):
        return int(value)
    shown = _cut(value)
    raise CallError(
        f"网址里的 {name} 要写成数字，不能是“{shown}”", f"“{name}” in the address is a number, not “{shown}”"
    )


def _cut(value: str) -> str:
    return value if len(value) <= MOST_DIGITS else value[:MOST_DIGITS] + "…"
