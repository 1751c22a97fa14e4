"""What an address may ask for: each parameter once, for reading requests and for describing them.

An empty value is as none. Every `read` raises CallError for what the parameter cannot be; bounds are for the search
to check, which knows what to say, and stand here to be described.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from werkzeug.datastructures import MultiDict

from indexer.analysis.manner import Manner
from indexer.errors import CallError
from searchui.search.grouping import Group
from searchui.search.language import LONGEST
from searchui.search.narrowing import Narrowing
from searchui.search.paging import MOST_PER_PAGE
from searchui.search.ranking import Sort
from searchui.web.interface import LANGUAGES

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
    """Any of several texts."""

    name: str
    required: bool = False

    def read(self, args: Args) -> tuple[str, ...]:
        return tuple(value for value in args.getlist(self.name) if value)

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "string"}}


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
LANGUAGE = Text("lang", examples=LANGUAGES)  # another value is as none

HOW: tuple[Parameter, ...] = (SORT, *NARROWING, SYNONYMS, *MANNER, COLLAPSE, GROUP, EXPLAIN)
SEARCHING: tuple[Parameter, ...] = (QUERY, PAGE, SIZE, *HOW)
COUNTING: tuple[Parameter, ...] = (PHRASE, *MANNER)
SUGGESTING: tuple[Parameter, ...] = (TYPED,)


def manner_from_args(args: Args) -> Manner:
    """How phrases are meant: exact=on, loose=on, numbers=on. Raises CallError for what is neither on nor off."""
    return Manner(**{switch.name: switch.read(args) for switch in MANNER})


def narrowing_from_args(args: Args) -> Narrowing:
    """What is chosen of each facet. Raises CallError for a year that is no number."""
    return Narrowing(YEARS.read(args), SPEAKERS.read(args), OCCASIONS.read(args), GENRES.read(args))


def _as_number(name: str, value: str) -> int:
    if re.fullmatch(rf"-?\d{{1,{MOST_DIGITS}}}", value):
        return int(value)
    shown = _cut(value)
    raise CallError(
        f"网址里的 {name} 要写成数字，不能是“{shown}”", f"“{name}” in the address is a number, not “{shown}”"
    )


def _cut(value: str) -> str:
    return value if len(value) <= MOST_DIGITS else value[:MOST_DIGITS] + "…"
