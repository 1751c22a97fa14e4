"""Narrowing: what is chosen of each facet. Of one facet any of the values will do; all facets must hold."""

from typing import Any, TypeAlias

import msgspec

Values: TypeAlias = tuple[Any, ...]

FACETS = ("year", "speaker", "occasion", "genre")


class Narrowing(msgspec.Struct, frozen=True):
    """The values chosen of each of the FACETS; none: all of them."""

    year: tuple[int, ...] = ()
    speaker: tuple[str, ...] = ()
    occasion: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(self.of(facet) for facet in FACETS)

    def of(self, facet: str) -> Values:
        """What is chosen of a facet."""
        values: Values = getattr(self, facet)
        return values

    def only(self, facet: str) -> "Narrowing":
        """What is chosen of one facet, and nothing of the others."""
        return Narrowing(**{facet: self.of(facet)})

    def without(self, facet: str) -> "Narrowing":
        """The same with nothing chosen of one facet."""
        return msgspec.structs.replace(self, **{facet: ()})

    def toggled(self, facet: str, value: Any) -> "Narrowing":
        """With one value more, or one less where it was chosen."""
        values = self.of(facet)
        changed = tuple(other for other in values if other != value) if value in values else (*values, value)
        return msgspec.structs.replace(self, **{facet: changed})


ANYTHING = Narrowing()
