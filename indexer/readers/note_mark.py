"""The marks of notes inside a text, printed small and raised: they part no phrase. Exponents are no such marks.

Pages, e-books and Word files all have them; what a format knows of a mark is given to `is_note_mark`.
"""

import re
from dataclasses import dataclass, field

MAX_MARK = 12  # characters
_NUMBERS = r"\d{1,3}(?:[,，、\-–—]\d{1,3})*"
_BRACKETED = re.compile(rf"(?:[\[［〔【]\^?(?:[注註]?(?:{_NUMBERS})?|[a-z*＊]{{1,2}}|[ivxlc]{{1,6}})[\]］〕】])+")
_RINGED = re.compile("[①-⑳]")
_SIGN = re.compile(r"[①-⑳⑴-⒇㊀-㊉*＊†‡]{1,3}|[注註]\d{0,3}|[（(][注註]?\d{1,3}[)）]")
_BARE = re.compile(_NUMBERS)
_POWER = re.compile(r"[-−–]?\d{1,3}")
_RAISED = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")
_UNITS = frozenset("米里尺寸丈分厘毫")  # 米³ is a measure
_EXPONENTS = frozenset({"2", "3"})


def is_note_mark(text: str, before: str, *, linked: bool = False) -> bool:
    """Whether a raised text is the mark of a note; `before` is what stands before it in the paragraph.

    `linked`: it leads to another place in the same book. A mark that opens its paragraph belongs to the note itself.
    """
    mark, before = "".join(text.split()), before.rstrip()
    if not before or not 0 < len(mark) <= MAX_MARK:
        return False
    if _BRACKETED.fullmatch(mark) or _SIGN.fullmatch(mark):
        return True
    return _BARE.fullmatch(mark) is not None and (linked or _can_have_note(before[-1], mark))


def as_exponent(raised: str, before: str) -> str:
    """A raised text as it is to be read: digits after a digit stay raised, for 10⁸ is not 108."""
    return raised.translate(_RAISED) if before[-1:].isdecimal() and _POWER.fullmatch(raised) else raised


def is_plain_mark(text: str) -> bool:
    """Whether a text is a mark that needs not be raised to be seen as one: a number in the brackets of notes or a ring."""
    mark = "".join(text.split())
    return len(mark) <= MAX_MARK and (_BRACKETED.fullmatch(mark) or _RINGED.fullmatch(mark)) is not None


def _can_have_note(last: str, mark: str) -> bool:
    """Whether bare digits after this character are no exponent: those stand after digits, Latin letters and units."""
    is_chinese = last >= "\u2e80" or last in "”’…—·"
    return is_chinese and not (last in _UNITS and mark in _EXPONENTS)


@dataclass(slots=True)
class MarkedText:
    """The text of a paragraph that is read run by run, and the marks of notes that are typed in it by hand."""

    text: str = ""
    marks: list[str] = field(default_factory=list)
    _raised: str = ""  # of runs next to each other

    def add(self, text: str, *, raised: bool) -> None:
        """More of the text; what is raised may be part of a mark."""
        if raised:
            self._raised += text
        elif text:
            self.settle()
            self.text += text

    def settle(self) -> None:
        """The raised part is over: it is a mark, or text."""
        if is_note_mark(self._raised, self.text):
            self.marks.append(self._raised)
        else:
            self.text += as_exponent(self._raised, self.text)
        self._raised = ""
