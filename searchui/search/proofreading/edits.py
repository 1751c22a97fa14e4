"""How a sentence differs from its source: what was said instead, too much, too little, elsewhere, with other marks."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate, pairwise

from indexer.analysis import fold
from indexer.analysis.match_options import without_ignorable
from indexer.analysis.numbers.numeral import RUN, value
from indexer.model import Span
from searchui.search.nearest.order import JOINING, is_reordered

REACH = 8  # changes after each other that may be one change of order
MAX_ENDING = 6  # tokens that items of an enumeration have in common: 劳模精神、工匠精神


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
    changed = [_Piece(*place) for tag, *place in steps if tag != "equal"]
    pieces = list(_slid([part for piece in changed for part in _with_number_apart(piece, own, other)], own, other))
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


def _with_number_apart(piece: _Piece, own: Sequence[str], other: Sequence[str]) -> Iterator[_Piece]:
    """Where both have one number, that by itself, and what is before and after it."""
    here = [place for place in range(piece.start, piece.end) if RUN.fullmatch(own[place])]
    there = [place for place in range(piece.source_start, piece.source_end) if RUN.fullmatch(other[place])]
    if len(here) != 1 or len(there) != 1:
        yield piece
        return
    ends = [(piece.start, piece.source_start), (here[0], there[0]), (here[0] + 1, there[0] + 1)]
    for (start, source_start), (end, source_end) in pairwise([*ends, (piece.end, piece.source_end)]):
        if start < end or source_start < source_end:
            yield _Piece(start, end, source_start, source_end)


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
    number = done = 0
    while number < len(pieces):
        for last in range(min(number + REACH, len(pieces)) - 1, number, -1):
            whole = pieces[number].joined(pieces[last])
            said, source = own[whole.start : whole.end], other[whole.source_start : whole.source_end]
            if is_reordered("".join(said), "".join(source)):
                following = pieces[last + 1].start if last + 1 < len(pieces) else len(own)
                whole = _with_whole_items(_trimmed(whole, own, other), own, done, following)
                yield whole, True
                number, done = last + 1, whole.end
                break
        else:
            yield pieces[number], False
            done = pieces[number].end
            number += 1


def _trimmed(piece: _Piece, own: Sequence[str], other: Sequence[str]) -> _Piece:
    """Without what is the same at both ends."""
    start, end, source_start, source_end = piece.start, piece.end, piece.source_start, piece.source_end
    while start < end and own[start] == other[source_start]:
        start, source_start = start + 1, source_start + 1
    while start < end and own[end - 1] == other[source_end - 1]:
        end, source_end = end - 1, source_end - 1
    return _Piece(start, end, source_start, source_end)


def _with_whole_items(piece: _Piece, own: Sequence[str], first: int, end: int) -> _Piece:
    """Of items that begin or end alike the whole, within `first` and `end`: 工业、农业 and not 工业、农."""
    items = JOINING.split("".join(own[piece.start : piece.end]))
    before = own[max(first, piece.start - MAX_ENDING) : piece.start]
    after = own[piece.end : min(end, piece.end + MAX_ENDING)]
    left = max(n for n in range(len(before) + 1) if _begins(items[1:], "".join(before[len(before) - n :])) or not n)
    right = max(n for n in range(len(after) + 1) if _ends(items[:-1], "".join(after[:n])) or not n)
    return _Piece(piece.start - left, piece.end + right, piece.source_start - left, piece.source_end + right)


def _begins(items: Sequence[str], start: str) -> bool:
    return any(one.startswith(start) for one in items)


def _ends(items: Sequence[str], end: str) -> bool:
    return any(one.endswith(end) for one in items)


def _change(said: str, source: str) -> Change:
    if without_ignorable(fold(said)) == without_ignorable(fold(source)):
        return Change.MARKS
    if not source:
        return Change.EXTRA
    if not said:
        return Change.MISSING
    if RUN.fullmatch(said) and RUN.fullmatch(source):
        return Change.NUMBER if value(said) != value(source) or value(said) is None else Change.REPLACED
    return Change.ORDER if Counter(said) == Counter(source) else Change.REPLACED
