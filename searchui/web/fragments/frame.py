"""What pages of one view say alike, whatever text is asked for: written once with holes for that, and filled in for each.

A hole stands for a text as addresses have it, where nothing is to be escaped. Until it is filled it is a word that nobody
can know, so that whatever writes addresses and markup writes it as it is.
"""

import re
import secrets
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from flask import Flask, current_app, request

from searchui.web.i18n.translations import interface

FRAMES = 256  # that are kept: about four megabytes
_SECRET = secrets.token_hex(8)
_HOLE = re.compile(rf"{_SECRET}h(\d+)h")
_EDGE = f"{_SECRET}e"  # between the parts of a frame
_KEPT = "frames"

Parts: TypeAlias = Mapping[str, str]


class Frame(NamedTuple):
    """Parts by their `names`: the `texts` around all holes of these, and the number of each hole."""

    names: tuple[str, ...]
    texts: list[str]
    holes: list[int]

    def filled(self, values: Sequence[str]) -> Parts:
        """The parts, with the value of its number in each hole."""
        pieces = [""] * (len(self.texts) + len(self.holes))
        pieces[::2], pieces[1::2] = self.texts, [values[number] for number in self.holes]
        return dict(zip(self.names, "".join(pieces).split(_EDGE), strict=True))


def hole(number: int) -> str:
    """The hole that the value of a number fills."""
    return f"{_SECRET}h{number}h"


def keep_frames(app: Flask) -> None:
    """Have an application keep the frames of its pages."""
    app.extensions[_KEPT] = lru_cache(FRAMES)(_made)


def framed(make: Callable[[Any], Parts], shape: Hashable, values: Sequence[str]) -> Parts:
    """What `make` makes of a shape that has holes, filled in. It depends on nothing else of a request but the language."""
    frame: Frame = current_app.extensions[_KEPT](make, shape, interface(), request.script_root)
    return frame.filled(values)


def _made(make: Callable[[Any], Parts], shape: Hashable, _language: str, _root: str) -> Frame:
    parts = make(shape)
    pieces = _HOLE.split(_EDGE.join(parts.values()))
    return Frame(tuple(parts), pieces[::2], list(map(int, pieces[1::2])))
