"""How a row is printed: its fonts, its angle, its ink."""

from dataclasses import dataclass

PALE = 170  # of 255: the darkest grey of a watermark
SEE_THROUGH = 128  # of 255: an opacity below is a watermark's
WHITE = 250  # of 255: the colour of the paper, mostly


@dataclass(frozen=True, slots=True)
class Face:
    """The font at a row's start and at its end, its angle against the page in degrees, and its ink.

    `inkless`: it is not drawn, as the text that a machine has read lies under the picture of a scan. `white`: it can be
    seen only where something dark is behind it. `pale`: grey or see-through, as watermarks are.
    """

    start: str = ""
    end: str = ""
    angle: int = 0
    inkless: bool = False
    white: bool = False
    pale: bool = False


PLAIN = Face()
