"""Which sections of two texts say much the same: a vote of their sentences, and of their headings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.model import Span
from searchui.search.comparison.compared_text import ComparedSection, ComparedText
from searchui.search.comparison.comparison import ComparedRow, SectionKind, SectionRow
from searchui.search.comparison.similarity import frame

DEEPEST = 2  # levels of headings that are told apart
LEAST_SHARE = 0.1  # of a section that another must have in sentences
MOST_OF = 0.5  # of what a section has in common with any that lies in one, for it to be a part of that
SAME_HEADING = 0.5  # how alike two headings are that name one thing
Sections = Sequence[ComparedSection]


def section_rows(a: ComparedText, b: ComparedText, rows: Sequence[ComparedRow]) -> tuple[SectionRow, ...]:
    """Every section down to DEEPEST in one row, in the order of the second text."""
    made: list[SectionRow] = []
    for level in range(1, DEEPEST + 1):
        own, other = ([one for one in text.sections if one.level == level] for text in (a, b))
        made += _of_level(own, other, rows)
    return tuple(sorted(made, key=lambda row: row.b[0].span if row.b else _after(row.a[0], made)))


def _after(one: ComparedSection, made: Sequence[SectionRow]) -> Span:
    """Where a section is told that only the first text has: behind those that stand before it."""
    before = [row.b[-1].span for row in made if row.b and row.a and row.a[0].span <= one.span]
    return max(before, default=Span(-1, -1))


def _of_level(a: Sections, b: Sections, rows: Sequence[ComparedRow]) -> Iterator[SectionRow]:
    votes = _Votes(_votes(a, b, rows))
    best = votes.best(0), votes.best(1)
    pairs = {one: other for one, other in best[0].items() if best[1].get(other) == one}
    parts_b = _parts(best[1], {other: one for one, other in pairs.items()}, votes.turned())
    parts_a = _parts(best[0], pairs, votes)
    for one, other in pairs.items():
        split = parts_b.get(one, [])
        merged = [] if split else parts_a.get(other, [])
        parts_a[other] = merged
        own, others = (
            tuple(side[place] for place in sorted(places))
            for side, places in ((a, [one, *merged]), (b, [other, *split]))
        )
        yield SectionRow(_kind(own, others), own, others)
    taken_a = {*pairs, *(place for places in parts_a.values() for place in places)}
    taken_b = {*pairs.values(), *(place for places in parts_b.values() for place in places)}
    yield from (SectionRow(SectionKind.DROPPED, (one,), ()) for place, one in enumerate(a) if place not in taken_a)
    yield from (SectionRow(SectionKind.NEW, (), (one,)) for place, one in enumerate(b) if place not in taken_b)


def _kind(a: Sections, b: Sections) -> SectionKind:
    if len(b) > 1:
        return SectionKind.SPLIT
    if len(a) > 1:
        return SectionKind.MERGED
    return SectionKind.SAME if frame(a[0].heading) == frame(b[0].heading) else SectionKind.RENAMED


@dataclass(frozen=True, slots=True)
class _Votes:
    """How much a section of the first text and one of the second have in common, by their places."""

    counted: Mapping[tuple[int, int], float]

    def turned(self) -> "_Votes":
        return _Votes({(other, one): vote for (one, other), vote in self.counted.items()})

    def best(self, side: int) -> dict[int, int]:
        """To each section of a side that of the other with which it has most in common; of several the first."""
        best: dict[int, tuple[float, int]] = {}
        for pair, vote in self.counted.items():
            best[pair[side]] = max(best.get(pair[side], (0.0, 0)), (vote, -pair[1 - side]))
        return {own: -other for own, (_vote, other) in best.items()}

    def is_part(self, own: int, other: int) -> bool:
        """Whether most of what a section of the first text has in common with any is in one of the second."""
        return self.counted[own, other] >= MOST_OF * sum(vote for pair, vote in self.counted.items() if pair[0] == own)


def _parts(best: Mapping[int, int], pairs: Mapping[int, int], votes: _Votes) -> dict[int, list[int]]:
    """What besides its pair lies in a section of the other side, by the place of that one."""
    parts: dict[int, list[int]] = defaultdict(list)
    paired = set(pairs.values())
    for own, other in best.items():
        if own not in pairs and other in paired and votes.is_part(own, other):
            parts[other].append(own)
    return parts


def _votes(a: Sections, b: Sections, rows: Sequence[ComparedRow]) -> dict[tuple[int, int], float]:
    """A same heading counts as much as all of both sections; what is less than LEAST_SHARE counts nothing."""
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for row in rows:
        if row.a and row.b:
            one, other = _place(a, row.a), _place(b, row.b)
            if one is not None and other is not None:
                is_heading = row.a.start == a[one].span.start and row.b.start == b[other].span.start
                by = (a[one].span, b[other].span) if is_heading and row.similarity > SAME_HEADING else (row.a, row.b)
                votes[one, other] += row.similarity * sum(map(_size, by))
    return {
        (one, other): vote
        for (one, other), vote in votes.items()
        if vote >= LEAST_SHARE * min(_size(a[one].span), _size(b[other].span))
    }


def _size(span: Span) -> int:
    return span.end - span.start


def _place(sections: Sections, span: Span) -> int | None:
    around = (place for place, one in enumerate(sections) if one.span.start <= span.start < one.span.end)
    return next(around, None)
