"""The only module that knows RapidOCR: the picture of a page → lines of text with their places.

Why RapidOCR: its package carries the models for Chinese print, it needs no network, and it runs wherever Python does.
"""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

from indexer.readers.scan.recognised_page import RecognisedLine

PACKAGES = ("rapidocr", "onnxruntime")
REVISION = 1  # of the settings below, and of how pages are drawn
DETECTION_SIDE = (
    1600  # dots of the longer side in which lines are looked for: with fewer, lines of a single sign are lost
)
SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,  # a line upside down is a page upside down, which nobody scans
    "Global.max_side_len": 100_000,  # the picture is as large as we draw it: characters are read from all its dots
    "Global.text_score": 0.0,  # what it is not sure of is ours to judge
    "Det.limit_type": "max",
    "Det.limit_side_len": DETECTION_SIDE,
    "Det.box_thresh": 0.4,  # a faint line is better read badly than lost
}


def can_recognise() -> bool:
    """Whether what reads pictures is installed."""
    return version() is not None


@cache
def version() -> str | None:
    """What tells this machine reading from any other; None where nothing is installed that reads."""
    if not all(find_spec(name) for name in PACKAGES):
        return None
    from importlib.metadata import PackageNotFoundError  # it takes a while to load
    from importlib.metadata import version as version_of

    try:
        versions = [f"{name} {version_of(name)}" for name in PACKAGES]
    except (PackageNotFoundError, ValueError):
        return None
    return " ".join([*versions, str(REVISION)])


class Recogniser:
    """Reads pictures, with so many threads. It takes seconds to make, and some hundred megabytes."""

    def __init__(self, threads: int) -> None:
        from rapidocr import RapidOCR

        settings = {**SETTINGS, "EngineConfig.onnxruntime.intra_op_num_threads": threads}
        self._engine: Any = RapidOCR(params=settings)

    def lines(self, picture: Any, scale: float) -> Iterator[RecognisedLine]:
        """The lines of a picture (height × width × 3, 8 bits each), of which `scale` dots are a point."""
        found = self._engine(picture)
        if not found.txts:
            return
        for corners, text, sure in zip(found.boxes, found.txts, found.scores, strict=True):
            a, b, c, d, e, f, g, h = (round(float(value) / scale, 2) for corner in corners for value in corner)
            if text.strip():
                yield RecognisedLine(text, round(float(sure), 3), (a, b, c, d, e, f, g, h))
