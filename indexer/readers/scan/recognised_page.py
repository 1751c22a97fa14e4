"""What a machine has read on the picture of a page."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec


class RecognisedLine(msgspec.Struct, frozen=True, array_like=True):
    """A line of print: its text, how sure the machine is of it (0 to 1), and where it stands.

    `corners` are x and y of the upper left, upper right, lower right and lower left, in points from the upper left of the
    page as it is shown; a line may be askew.
    """

    text: str
    sure: float
    corners: tuple[float, float, float, float, float, float, float, float]


class RecognisedPage(msgspec.Struct, frozen=True):
    """A page of so many points. `failed`: its picture could not be read, for what that would have cost or by a defect."""

    width: float
    height: float
    lines: tuple[RecognisedLine, ...] = ()
    failed: bool = False


Recognised = Mapping[int, RecognisedPage]  # pages by their numbers, from 1
NONE: Recognised = MappingProxyType({})
