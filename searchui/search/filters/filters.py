"""Filters: the selected values of each facet. Of one facet any of the values will do; all facets must hold.

By hand they are written year:2024, year:2018..2022, speaker:唐某, 年份：2024.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias, final

from indexer.errors import CallError
from indexer.i18n import _, joined
from searchui.search.filters.facet import FACETS, Value, facet_of, unknown_facet, write_value
from searchui.search.filters.number_range import MAX_DIGITS, NumberRange

Values: TypeAlias = tuple[Any, ...]


@final
class Filters:
    """`Filters(year=[2024, "2018..2022"], speaker=["唐某"])`: the values of each facet by its name; no values: all of them.

    None is a value as well: `Filters(year=[None])` are the speeches without a date.

    Immutable, and equal where the same values are selected in the same order. Raises CallError for a facet that there
    is not and for a text that is no range of years, and TypeError for one value where several are expected.
    """

    __slots__ = ("_values",)
    _values: tuple[Values, ...]

    def __init__(self, **selected: Iterable[Value]) -> None:
        for name, values in selected.items():
            if name not in FACETS:
                raise unknown_facet(name, FACETS)
            if isinstance(values, str):
                raise TypeError(f"{name} takes several values: {name}=[{values!r}]")
        read = {name: _values(name, values) for name, values in selected.items() if values != ()}
        object.__setattr__(self, "_values", tuple(map(read.get, FACETS, _NOTHING)) if read else _NOTHING)

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"Filters are immutable; {name} cannot be set")

    def __getattr__(self, name: str) -> Values:
        if name not in FACETS:
            raise AttributeError(name)
        return self.of(name)

    def __reduce__(self) -> tuple[Any, ...]:
        return _filters, (self.selected(),)

    def __bool__(self) -> bool:
        return any(self._values)

    def __eq__(self, other: object) -> bool:
        return self._values == other._values if isinstance(other, Filters) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values)

    def __repr__(self) -> str:
        return f"Filters({', '.join(f'{name}={values!r}' for name, values in self.selected().items())})"

    def of(self, facet: str) -> Values:
        """The selected values of a facet."""
        return self._values[_PLACES[facet]]

    def selected(self) -> dict[str, Values]:
        """The selected values by facet, without those facets of which nothing is selected."""
        return {name: values for name, values in zip(FACETS, self._values, strict=True) if values}

    def only(self, facet: str) -> "Filters":
        """What is selected of one facet, and nothing of the others."""
        return Filters(**{facet: self.of(facet)})

    def without(self, facet: str) -> "Filters":
        """The same with nothing selected of one facet."""
        return Filters(**{**self.selected(), facet: ()})

    def toggled(self, facet: str, value: Any) -> "Filters":
        """With one value more, or one less where it was selected; a value of a range that is selected is instead of that."""
        values = self.of(facet)
        if value in values:
            return Filters(**{**self.selected(), facet: (other for other in values if other != value)})
        kept = (other for other in values if not (isinstance(other, NumberRange) and value in other))
        return Filters(**{**self.selected(), facet: (*kept, value)})


def _values(facet: str, values: Iterable[Value]) -> Values:
    """The values of a facet; of years those that are texts are read as ranges."""
    if FACETS[facet].kind is str:
        return tuple(values)
    return tuple(_read(f"{facet}:{value}")[1] if isinstance(value, str) else value for value in values)


_NOTHING: tuple[Values, ...] = ((),) * len(FACETS)
_PLACES = {name: place for place, name in enumerate(FACETS)}
NO_FILTERS = Filters()


def _filters(selected: dict[str, Values]) -> Filters:
    """For copies and pickles."""
    return Filters(**selected)


def holds(value: object, selected: Values) -> bool:
    """Whether a value is one of those that are selected, or in one of their ranges."""
    return value in selected or any(value in each for each in selected if isinstance(each, NumberRange))


MAX_SHOWN = 2 * MAX_DIGITS  # characters of what cannot be read


def read_filters(texts: Sequence[str]) -> Filters:
    """The filters from texts of the form `facet:value`. Raises CallError for any other text."""
    selected: dict[str, list[Value]] = {}
    for text in texts:
        facet, value = _read(text)
        selected.setdefault(facet, []).append(value)
    return Filters(**selected)


def write_filters(filters: Filters) -> Iterator[str]:
    """The texts that filters are written as."""
    return (f"{facet}:{write_value(value)}" for facet, values in filters.selected().items() for value in values)


def _read(text: str) -> tuple[str, Value]:
    name, _colon, value = text.replace("：", ":", 1).partition(":")
    try:
        facet = facet_of(name.strip())
        if not value.strip():
            raise ValueError(text)
        return facet.name, facet.read(value.strip())
    except (CallError, ValueError) as error:
        raise _unreadable(text) from error


def _unreadable(text: str) -> CallError:
    shown = text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
    *first, last = [_("{name}:{value}", name=facet.name, value=facet.placeholder) for facet in FACETS.values()]
    return CallError(
        _("“{shown}”看不懂，请写成 {first} 或 {last}", shown=shown, first=joined(_("、"), first), last=last)
    )
