"""How a sentence differs from its source: what was said instead, too much, too little, elsewhere, with other marks."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate

from indexer.analysis import fold
from indexer.analysis.match_options import without_ignorable
from indexer.analysis.numbers.numeral import RUN
from indexer.model import Span

REACH = 4  # changes after each other that may be one change of order


class Change(StrEnum):
    """How what is said stands to the source: 换字, 多字, 少字, 颠倒语序, 误用误省标点, and numbers."""

    REPLACED = "replaced"
    EXTRA = "extra"
    MISSING = "missing"
    ORDER = "order"
    MARKS = "marks"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Edit:
    """A difference: the characters `span` of the draft, which say `said` where the source has `source`."""

    span: Span
    said: str
    source: str
    how: Change


@dataclass(frozen=True, slots=True)
class _Piece:
    """Tokens that differ: of what is said, and of the source."""

    start: int
    end: int
    source_start: int
    source_end: int

    def joined(self, last: "_Piece") -> "_Piece":
        return _Piece(self.start, last.end, self.source_start, last.source_end)


def edits_between(said: str, source: str, offset: int, cut: Callable[[str], Sequence[str]] = list) -> tuple[Edit, ...]:
    """The differences of a text, which begins at `offset` of the draft, from its source.

    Numbers are compared as a whole, the rest character by character, or by what `cut` makes of it, which loses nothing.
    """
    own, other = _tokens(said, cut), _tokens(source, cut)
    steps = SequenceMatcher(None, list(map(fold, own)), list(map(fold, other)), autojunk=False).get_opcodes()
    pieces = list(_slid([_Piece(*place) for tag, *place in steps if tag != "equal"], own, other))
    starts = [0, *accumulate(map(len, own))]

    def edit(piece: _Piece, *, moved: bool) -> Edit:
        text, instead = "".join(own[piece.start : piece.end]), "".join(other[piece.source_start : piece.source_end])
        span = Span(offset + starts[piece.start], offset + starts[piece.end])
        return Edit(span, text, instead, Change.ORDER if moved else _change(text, instead))

    return tuple(edit(piece, moved=moved) for piece, moved in _with_moves(pieces, own, other))


def _tokens(text: str, cut: Callable[[str], Sequence[str]]) -> list[str]:
    """What a text is cut into, but numbers whole."""
    tokens: list[str] = []
    end = 0
    for number in RUN.finditer(text):
        tokens += [*cut(text[end : number.start()]), number[0]]
        end = number.end()
    return [*tokens, *cut(text[end:])]


def _slid(pieces: Sequence[_Piece], own: Sequence[str], other: Sequence[str]) -> Iterator[_Piece]:
    """What is too much or too little, as far to the right as it may be: 救灾 is missing in 减灾, not 灾救."""
    ends = [(piece.start, piece.source_start) for piece in pieces[1:]] + [(len(own), len(other))]
    for piece, (end, source_end) in zip(pieces, ends, strict=False):
        while (
            piece.start == piece.end
            and piece.source_end < source_end
            and _comes_again(other, piece.source_start, piece.source_end)
        ) or (piece.source_start == piece.source_end and piece.end < end and _comes_again(own, piece.start, piece.end)):
            piece = _Piece(piece.start + 1, piece.end + 1, piece.source_start + 1, piece.source_end + 1)
        yield piece


def _comes_again(tokens: Sequence[str], start: int, end: int) -> bool:
    return tokens[start] == tokens[end]


def _with_moves(pieces: Sequence[_Piece], own: Sequence[str], other: Sequence[str]) -> Iterator[tuple[_Piece, bool]]:
    """The pieces, and whether only the order of their tokens differs: these are taken together with what is between."""
    number = 0
    while number < len(pieces):
        for last in range(min(number + REACH, len(pieces)) - 1, number, -1):
            whole = pieces[number].joined(pieces[last])
            said, source = own[whole.start : whole.end], other[whole.source_start : whole.source_end]
            if Counter("".join(said)) == Counter("".join(source)):
                yield _trimmed(whole, own, other), True
                number = last + 1
                break
        else:
            yield pieces[number], False
            number += 1


def _trimmed(piece: _Piece, own: Sequence[str], other: Sequence[str]) -> _Piece:
    """Without what is the same at both ends."""
    start, end, source_start, source_end = piece.start, piece.end, piece.source_start, piece.source_end
    while start < end and own[start] == other[source_start]:
        start, source_start = start + 1, source_start + 1
    while start < end and own[end - 1] == other[source_end - 1]:
        end, source_end = end - 1, source_end - 1
    return _Piece(start, end, source_start, source_end)


def _change(said: str, source: str) -> Change:
    if without_ignorable(fold(said)) == without_ignorable(fold(source)):
        return Change.MARKS
    if not source:
        return Change.EXTRA
    if not said:
        return Change.MISSING
    if RUN.fullmatch(said) and RUN.fullmatch(source):
        return Change.NUMBER
    return Change.ORDER if Counter(said) == Counter(source) else Change.REPLACED
