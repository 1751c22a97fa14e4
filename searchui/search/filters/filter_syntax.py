"""Choices: what is chosen of the facets, as it is written by hand: year:2024, speaker:唐某."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from indexer.errors import CallError
from searchui.search.filters.filters import FACETS, Narrowing

NAMES: Mapping[str, str] = MappingProxyType(
    {name: name for name in FACETS} | {"年份": "year", "讲话人": "speaker", "场合": "occasion", "文种": "genre"}
)
MOST_DIGITS = 18


def narrowing_of(choices: Sequence[str]) -> Narrowing:
    """What is chosen by some texts of `facet:value`. Raises CallError for one that is none."""
    chosen: dict[str, list[Any]] = {name: [] for name in FACETS}
    for text in choices:
        name, sign, value = text.replace("：", ":", 1).partition(":")
        facet = NAMES.get(name.strip())
        if facet is None or not sign or not value.strip():
            raise _unread(text)
        chosen[facet].append(_year(value.strip(), text) if facet == "year" else value.strip())
    return Narrowing(**{name: tuple(values) for name, values in chosen.items()})


def choices_of(narrowing: Narrowing) -> Iterator[str]:
    """The texts by which a narrowing is chosen."""
    return (f"{facet}:{value}" for facet in FACETS for value in narrowing.of(facet))


def _year(value: str, text: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= MOST_DIGITS):
        raise _unread(text)
    return int(value)


def _unread(text: str) -> CallError:
    shown = text if len(text) <= 2 * MOST_DIGITS else text[: 2 * MOST_DIGITS] + "…"
    return CallError(
        f"“{shown}”看不懂，请写成 year:2024、speaker:姓名、occasion:场合 或 genre:文种",
        f"“{shown}” cannot be read; write year:2024, speaker:NAME, occasion:NAME or genre:NAME",
    )
