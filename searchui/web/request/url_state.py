"""The base of what the address bar holds of a page: read from parameters, and written back as the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from typing import Any, Self, TypeVar
from urllib.parse import quote_plus

from indexer.analysis.match_options import MatchOptions
from searchui.search.filters.facet import Value
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.web.request.parameter_types import Args, Field, Pairs, Parameter

T = TypeVar("T")
FIRST_PAGE = 1
_ENCODED = [quote_plus(bytes([byte])) for byte in range(256)]
KEPT = 256  # values as they stand in addresses: a page writes dozens of these, alike in most


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """How a field of a state stands in the address."""

    field: Field[Any]
    names: frozenset[str]
    default: Any
    always: bool
    keeps_page: bool

    def read(self, args: Args) -> Any:
        """The value in the parameters of a request: the default itself where it is equal to that."""
        if self.names.isdisjoint(args):  # as most are
            return self.default
        value = self.field.read(args)
        return self.default if value == self.default else value

    def pairs(self, value: Any) -> Pairs:
        """The names and values that it is written as."""
        return self.field.pairs(value) or ([(self.field.parameters[0].name, value)] if self.always else [])


def _encoded(part: _Part, value: Any) -> str:
    """The value of a field, as it stands in an address."""
    if value is part.default and not part.always:  # as most are
        return ""
    return _encoded_anew(part, value)


@lru_cache(KEPT)
def _encoded_anew(part: _Part, value: Any) -> str:
    return encoded_pairs(part.pairs(value))


def url(source: Field[T], *, always: bool = False, keeps_page: bool = False) -> T:
    """A field of a state, with the default of what it is read from.

    `always`: it stands in the address also where it is the default. `keeps_page`: where it changes, the pages of the
    view are what they were.
    """
    names = frozenset(parameter.name for parameter in source.parameters)
    part = _Part(source, names, source.default, always, keeps_page)
    made: Any = field(default=source.default, metadata={"part": part})
    value: T = made  # dataclass puts the default there
    return value


def encoded(text: str) -> str:
    """As `quote_plus`, in a third of its time: a page has dozens. Raises UnicodeEncodeError for half of a surrogate pair."""
    if text.isascii() and text.isalnum():
        return text
    return "".join(map(_ENCODED.__getitem__, text.encode()))


def encoded_pairs(pairs: Iterable[tuple[str, object]]) -> str:
    """As `urlencode`, of texts and numbers."""
    return "&".join([f"{encoded(name)}={encoded(str(value))}" for name, value in pairs])


def joined_query(parts: Iterable[str]) -> str:
    """Encoded parameters as one text; empty ones are left out."""
    return "&".join(filter(None, parts))


@cache
def _parts_of(state: Any) -> dict[str, _Part]:
    """The parts of an address by the names of their fields, in their order there."""
    return {each.name: each.metadata["part"] for each in fields(state)}


class UrlState:
    """A frozen dataclass of fields made by `url`, in the order that their parameters have in the address."""

    __slots__ = ()

    @classmethod
    def from_args(cls, args: Args) -> Self:
        """Read the parameters of a request. Raises CallError, or QueryError where one is a query."""
        return cls(**{name: part.read(args) for name, part in cls._parts().items()})

    @classmethod
    def _parts(cls) -> dict[str, _Part]:
        state: Any = cls
        return _parts_of(state)

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """All parameters that it is read from."""
        return tuple(parameter for part in cls._parts().values() for parameter in part.field.parameters)

    def query_string(self) -> str:
        """The parameters of this state, percent-encoded; what is the default is left out."""
        return joined_query(self.encoded().values())

    def encoded(self) -> dict[str, str]:
        """How each field stands there, in their order; nothing for what is the default."""
        return {name: _encoded(part, getattr(self, name)) for name, part in self._parts().items()}

    def encoded_changes(self, changes: dict[str, Any]) -> dict[str, str]:
        """The same of those fields that are others in `changed(**changes)`."""
        parts = self._parts()
        return {name: _encoded(parts[name], value) for name, value in self._following(changes).items()}

    def pairs(self, without: Iterable[str] = ()) -> Pairs:
        """The same as names and values, but those of some fields: for forms, which have inputs for these."""
        stated = ((part, getattr(self, name)) for name, part in self._parts().items() if name not in without)
        return [pair for part, value in stated for pair in part.pairs(value)]

    def changed(self, **changes: Any) -> Self:
        """With other values of some fields; on the first page again where they make other pages."""
        state: Any = self
        other: Self = replace(state, **self._following(changes))
        return other

    def _following(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Changes, and what follows from them."""
        parts = self._parts()
        if "page" in parts and not all(name == "page" or parts[name].keeps_page for name in changes):
            return {"page": FIRST_PAGE, **changes}
        return changes


class FilteredState(UrlState):
    """A state of which a field says what the view is narrowed to."""

    __slots__ = ()
    filters: Filters

    def toggled(self, facet: str, value: Value) -> Self:
        """With a value of a facet chosen, or no longer where it was."""
        return self.changed(filters=self.filters.toggled(facet, value))

    def around_filters(self) -> tuple[str, str]:
        """What stands before the filters in the address of `toggled`, and after them, percent-encoded."""
        stated = self.encoded() | self.encoded_changes({"filters": NO_FILTERS})
        names, pieces = list(stated), list(stated.values())
        place = names.index("filters")
        return joined_query(pieces[:place]), joined_query(pieces[place + 1 :])

    def without_filters(self) -> Self:
        return self.changed(filters=NO_FILTERS)


class PhraseState(FilteredState):
    """A state of which a field says besides how phrases are matched."""

    __slots__ = ()
    match_options: MatchOptions

    def toggled_match_option(self, name: str) -> Self:
        """With a match option turned over: exact, loose or numbers."""
        return self.changed(match_options=replace(self.match_options, **{name: not getattr(self.match_options, name)}))
