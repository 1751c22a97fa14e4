"""The state of a search as the address bar holds it: what is asked, narrowed and ordered how, and shown how."""

import re
from dataclasses import dataclass, replace
from typing import Self, TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from indexer.analysis.manner import PLAIN, Manner
from indexer.errors import CallError
from searchui.search import Corpus, Page
from searchui.search.ranking import Sort

PER_PAGE = 10
MANNERS = ("exact", "loose", "numbers")
MOST_DIGITS = 18
ON, OFF = "on", "off"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class SearchState:
    """What to search, narrowed and ordered how, and which page of it."""

    q: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    sort: str = Sort.RELEVANCE.value
    years: tuple[int, ...] = ()
    speakers: tuple[str, ...] = ()
    synonyms: bool = True
    manner: Manner = PLAIN
    collapse: bool = True
    explain: bool = False

    @classmethod
    def from_args(cls, args: "MultiDict[str, str]") -> Self:
        """Read the parameters of a request. Raises CallError for what a parameter cannot be."""
        return cls(
            q=args.get("q", ""),  # as it was written, so that an error points at the right character
            page=_number(args, "page", 1),
            per_page=_number(args, "per_page", PER_PAGE),
            sort=args.get("sort") or Sort.RELEVANCE.value,
            years=tuple(_as_number("year", value) for value in args.getlist("year") if value),
            speakers=tuple(value for value in args.getlist("speaker") if value),
            synonyms=_switch(args, "synonyms", True),
            manner=manner_from_args(args),
            collapse=_switch(args, "collapse", True),
            explain=_switch(args, "explain", False),
        )

    @classmethod
    def asked_from(cls, args: "MultiDict[str, str]") -> Self:
        """Only what decides which words are marked, of a request for a speech."""
        return cls(q=args.get("q", "").strip(), synonyms=args.get("synonyms") != OFF, manner=manner_from_args(args))

    def asked(self) -> Self:
        """The same, of this state."""
        return type(self)(q=self.q, synonyms=self.synonyms, manner=self.manner)

    def run(self, corpus: Corpus) -> Page:
        return corpus.search(
            self.q,
            page=self.page,
            per_page=self.per_page,
            sort=self.sort,
            years=self.years,
            speakers=self.speakers,
            synonyms=self.synonyms,
            manner=self.manner,
            collapse=self.collapse,
            explain=self.explain,
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.years or self.speakers)

    def with_page(self, page: int) -> Self:
        return replace(self, page=page)

    def with_sort(self, sort: str) -> Self:
        return replace(self, sort=sort, page=1)

    def with_collapse(self, collapse: bool) -> Self:
        return replace(self, collapse=collapse, page=1)

    def unnarrowed(self) -> Self:
        return replace(self, years=(), speakers=(), page=1)

    def with_query(self, q: str) -> Self:
        return replace(self, q=q, page=1)

    def part(self, q: str) -> Self:
        """Another query by itself, since the numbers that are told of it are of all years and speakers."""
        return replace(self, q=q, years=(), speakers=(), page=1)

    def any_year(self) -> Self:
        return replace(self, years=(), page=1)

    def any_speaker(self) -> Self:
        return replace(self, speakers=(), page=1)

    def toggled_year(self, year: int) -> Self:
        return replace(self, years=_toggled(self.years, year), page=1)

    def toggled_speaker(self, speaker: str) -> Self:
        return replace(self, speakers=_toggled(self.speakers, speaker), page=1)

    def toggled_synonyms(self) -> Self:
        return replace(self, synonyms=not self.synonyms, page=1)

    def toggled_manner(self, name: str) -> Self:
        """With a switch for the manner of phrases turned over: exact, loose or numbers."""
        return replace(self, manner=replace(self.manner, **{name: not getattr(self.manner, name)}), page=1)

    def query_string(self) -> str:
        """The parameters of this state; what is as usual is left out."""
        pairs: list[tuple[str, object]] = [("q", self.q)]
        pairs += [("year", year) for year in self.years] + [("speaker", name) for name in self.speakers]
        if self.sort != Sort.RELEVANCE.value:
            pairs.append(("sort", self.sort))
        if not self.synonyms:
            pairs.append(("synonyms", OFF))
        pairs += [(name, ON) for name in MANNERS if getattr(self.manner, name)]
        if self.per_page != PER_PAGE:
            pairs.append(("per_page", self.per_page))
        if not self.collapse:
            pairs.append(("collapse", OFF))
        if self.explain:
            pairs.append(("explain", ON))
        if self.page != 1:
            pairs.append(("page", self.page))
        return urlencode(pairs)


def manner_from_args(args: "MultiDict[str, str]") -> Manner:
    """How phrases are meant: exact=on, loose=on, numbers=on. Raises CallError for what is neither on nor off."""
    return Manner(**{name: _switch(args, name, False) for name in MANNERS})


def _toggled(values: tuple[Value, ...], value: Value) -> tuple[Value, ...]:
    return tuple(other for other in values if other != value) if value in values else (*values, value)


def _switch(args: "MultiDict[str, str]", name: str, usual: bool) -> bool:
    value = args.get(name) or (ON if usual else OFF)
    if value in (ON, OFF):
        return value == ON
    raise CallError(
        f"网址里的 {name} 要写成 {ON} 或 {OFF}，不能是“{value[:MOST_DIGITS]}”",
        f"“{name}” in the address is {ON} or {OFF}, not “{value[:MOST_DIGITS]}”",
    )


def _number(args: "MultiDict[str, str]", name: str, usual: int) -> int:
    value = args.get(name) or str(usual)
    return _as_number(name, value)


def _as_number(name: str, value: str) -> int:
    if re.fullmatch(rf"-?\d{{1,{MOST_DIGITS}}}", value):
        return int(value)
    shown = value if len(value) <= MOST_DIGITS else value[:MOST_DIGITS] + "…"
    raise CallError(
        f"网址里的 {name} 要写成数字，不能是“{shown}”", f"“{name}” in the address is a number, not “{shown}”"
    )
