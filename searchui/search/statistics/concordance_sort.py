"""The order of the lines of a concordance: by time, or by what stands beside the phrase. Only what is wanted is sorted."""

from enum import StrEnum

import numpy as np

from indexer.engine.answers import CodePoints, Numbers, Spans
from searchui.search.snapshot import Snapshot
from searchui.search.statistics.collation import Collation, ranks

REACH = 120  # characters beside the phrase that are compared: as many as a line can show
FEW = 256  # so many lines are compared as wholes
NO_CHARACTER = 0  # beyond the ends of a paragraph, before all characters


class LineSort(StrEnum):
    """What comes first: the oldest, the newest, or the lowest text before (read backwards) or after the phrase."""

    DATE = "date"
    NEWEST = "newest"
    LEFT = "left"
    RIGHT = "right"


class LineOrder:
    """A total order of the places where a phrase stands, which are by paragraph and place.

    Texts compare by their folded characters in the order of a collation, up to the end of the paragraph or REACH. Equal
    ones go by date, the oldest first; equal dates by the order of the corpus, then by place. Undated speeches come last.
    """

    def __init__(self, spans: Spans, snapshot: Snapshot, sort: LineSort, collation: Collation = Collation.CODE) -> None:
        self._spans = spans
        self._engine = snapshot.engine
        self._sort = sort
        self._collation = collation
        self._times = snapshot.columns.by_date(spans.paragraphs, newest=sort is LineSort.NEWEST)

    def between(self, first: int, last: int) -> Numbers:
        """Which places are lines `first` to `last` (exclusive), in order. There must be as many."""
        lines = np.arange(len(self._times))
        if first >= last:
            return lines[:0]
        if self._sort in (LineSort.LEFT, LineSort.RIGHT):
            return self._by_text(lines, first, last, 0)
        return self._by_time(lines, first, last)

    def _by_time(self, lines: Numbers, first: int, last: int) -> Numbers:
        """Of ascending lines, equal times being those of one paragraph."""
        times = self._times[lines]
        low, high = _bounds(times, first, last)
        below = int(np.count_nonzero(times < low))
        near = ((times >= low) & (times <= high)).nonzero()[0]
        order = near[times[near].argsort(kind="stable")]
        return lines[order[first - below : last - below]]

    def _by_text(self, lines: Numbers, first: int, last: int, depth: int) -> Numbers:
        """Of lines whose texts are the same up to `depth`, by the character there: one step of a radix sort.

        Only the lines with the lowest and with the highest character that is wanted have to be looked at further,
        apart from the wanted ones between these.
        """
        if len(lines) <= FEW:
            return self._sorted(lines, depth)[first:last]
        if depth == REACH:
            return self._by_time(lines, first, last)
        signs = self._signs(lines, np.int64(depth))
        low, high = _bounds(signs, first, last)
        first -= int(np.count_nonzero(signs < low))
        last -= int(np.count_nonzero(signs < high))
        lowest, highest = lines[signs == low], lines[signs == high]
        if low == high:
            if low == NO_CHARACTER:
                return self._by_time(lowest, first, last)
            return self._by_text(lowest, first, last, depth + 1)
        between = lines[(signs > low) & (signs < high)]
        return np.concatenate(
            [
                self._by_text(lowest, first, len(lowest), depth + 1),
                self._sorted(between, depth),
                self._by_text(highest, 0, last, depth + 1),
            ]
        )

    def _sorted(self, lines: Numbers, depth: int) -> Numbers:
        """All of some lines in order, compared from `depth` on."""
        if len(lines) < 2:
            return lines
        signs = self._signs(lines[:, None], np.arange(depth, REACH)).astype(">u4")  # whose bytes sort as the numbers do
        texts = [row.tobytes() for row in signs]
        times = self._times[lines].tolist()
        order = sorted(range(len(lines)), key=lambda line: (texts[line], times[line], line))
        return lines[order]

    def _signs(self, lines: Numbers, depths: Numbers | np.int64) -> CodePoints:
        """The folded characters at some distances from the phrase, outwards, as ranks."""
        spans = self._spans
        after = self._sort is LineSort.RIGHT
        offsets = spans.ends[lines] + depths if after else spans.starts[lines] - 1 - depths
        points = self._engine.code_points(spans.paragraphs[lines], offsets)
        return points if self._collation is Collation.CODE else ranks(self._collation)[points]


def _bounds(values: Numbers | CodePoints, first: int, last: int) -> tuple[int, int]:
    """The values that stand at places `first` and `last` - 1 when they are sorted."""
    placed = np.partition(values, (first, last - 1))
    return int(placed[first]), int(placed[last - 1])
