"""One paragraph's run of text → what a reader sees of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.readers.note_mark import MarkedText
from indexer.readers.word97.modifiers import Character

NOTE, DRAWN, SYMBOL = "\x02", "\x08", "("  # special signs: of a note, of a drawn thing, of a sign in a font of its own
SIGNS = str.maketrans(
    {
        **dict.fromkeys(range(0x20)),
        0x09: "\t",
        0x0B: "\n",
        0x0C: "\n",  # the end of a page
        0x0E: "\n",  # the end of a column
        0x1E: "-",
    }
)
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class ParagraphContent(MarkedText):
    """The text, broken into lines as it is shown; hidden text; where in the text notes and drawn things hang, in order."""

    hidden: str = ""
    notes: list[int] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)


def read_content(units: str, runs: Iterable[tuple[int, int, Character]]) -> ParagraphContent:
    """`runs`: from where to where in the text, and how its characters are printed."""
    found = ParagraphContent()
    for start, end, printed in runs:
        text = (
            _with_specials(units, start, end, printed, found) if printed.special or printed.symbol else units[start:end]
        )
        if printed.hidden:
            found.hidden += text.translate(SIGNS)
        elif not printed.deleted:
            found.add(text.translate(SIGNS), raised=printed.raised)
    found.settle()
    found.text, found.hidden = join_halves(found.text), join_halves(found.hidden)
    return found


def join_halves(text: str) -> str:
    """A text whose signs beyond the first 65,536 are whole."""
    if not _HALVES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _with_specials(units: str, start: int, end: int, printed: Character, found: ParagraphContent) -> str:
    """The text of a special run; what hangs on it is noted, where it is shown."""
    shown = not (printed.hidden or printed.deleted)
    for place in range(start, end):
        if units[place] == NOTE and shown:
            found.notes.append(place)
        elif units[place] == DRAWN and shown:
            found.drawn.append(place)
    text = units[start:end]
    return text.replace(SYMBOL, printed.symbol) if printed.symbol else text
