"""Where a phrase occurs in a segment, however it is to be compared."""

import numpy as np
import numpy.typing as npt

from indexer.analysis.match_options import MatchOptions
from indexer.engine.answers import Spans
from indexer.engine.embedded.encoding.alphabet import BIG_ENDIAN, CODE_BYTES
from indexer.engine.embedded.encoding.array_names import STARTS
from indexer.engine.embedded.encoding.arrays import changes
from indexer.engine.embedded.read.segment_view import SegmentView
from indexer.engine.embedded.segment.segment_reader import SegmentReader

Places = npt.NDArray[np.int64]
NONE = np.zeros(0, dtype=np.int64)


def starts_of(segment: SegmentReader, phrase: str, match_options: MatchOptions) -> Places:
    """Where in the segment's text a phrase starts, each place once."""
    found = [_of_form(segment, form, match_options)[0] for form in match_options.forms(phrase)]
    return found[0] if len(found) == 1 else np.unique(np.concatenate([NONE, *found]))


def spans_of(segment: SegmentReader, phrase: str, match_options: MatchOptions) -> tuple[Places, Places]:
    """The same, ascending, and where what starts there ends (exclusive): of several forms the longest."""
    found = [_of_form(segment, form, match_options) for form in match_options.forms(phrase)]
    starts = np.concatenate([NONE, *(own for own, _ in found)])
    ends = np.concatenate([NONE, *(own for _, own in found)])
    if len(found) == 1 and len(starts) and (ends[0] - starts[0] == ends - starts).all():  # far quicker to sort
        size = ends[0] - starts[0]
        starts = np.sort(starts.astype(np.uint32)).astype(np.int64)
        return starts, starts + size
    order = np.lexsort((-ends, starts))
    starts, ends = starts[order], ends[order]
    first = changes(starts)
    return starts[first], ends[first]


def _of_form(segment: SegmentReader, form: str, match_options: MatchOptions) -> tuple[Places, Places]:
    """Where one form of a phrase starts, and where it ends."""
    sought = segment.alphabet.encode(form)
    folded = segment.alphabet.encode(MatchOptions().compared_form(form))
    if sought is None or folded is None:
        return NONE, NONE
    if match_options.loose and len(form) > 1:
        return _Walk(segment, sought, match_options.exact).spans(folded)
    starts = segment.phrases.places(folded)
    starts = _as_written(segment, starts, sought) if match_options.exact else starts
    return starts, starts + len(form)


def _as_written(segment: SegmentReader, starts: Places, sought: bytes) -> Places:
    """Those of the places at which exactly these characters stand, not what folds alike."""
    for at, code in enumerate(_codes(sought)):
        starts = starts[segment.texts.codes_at(starts + at) == code]
    return starts


def _codes(encoded: bytes) -> list[int]:
    return [int(code) for code in np.frombuffer(encoded, dtype=BIG_ENDIAN)]


class _Walk:
    """Follows a phrase from one of its characters to the others, past marks and white space in between."""

    def __init__(self, segment: SegmentReader, sought: bytes, exact: bool) -> None:
        self._segment = segment
        self._sought = _codes(sought)
        self._at = segment.texts.codes_at if exact else segment.texts.folded_at

    def spans(self, folded: bytes) -> tuple[Places, Places]:
        """Where the phrase starts and ends; `folded` is the same phrase as the sorted positions know it."""
        phrases = self._segment.phrases
        letters = [folded[at : at + CODE_BYTES] for at in range(0, len(folded), CODE_BYTES)]
        anchor = min(range(len(letters)), key=lambda at: phrases.frequency(letters[at]))
        found = phrases.places(letters[anchor])
        found = found[self._at(found) == self._sought[anchor]]
        starts: Places = found
        for code in reversed(self._sought[:anchor]):
            starts, kept = self._next(starts, code, -1)
            found = found[kept]
        for code in self._sought[anchor + 1 :]:
            found, kept = self._next(found, code, 1)
            starts = starts[kept]
        return starts, found + 1

    def _next(self, found: Places, code: int, step: int) -> tuple[Places, npt.NDArray[np.bool_]]:
        """The next character that counts, of those places at which it is the one; and which these are."""
        found = found + step
        marks = self._segment.junctions.loose_marks
        moving = marks.at(found).nonzero()[0]
        while len(moving):
            found[moving] += step
            moving = moving[marks.at(found[moving])]
        kept = self._at(found) == code
        return found[kept], kept


def spans_in(view: SegmentView, phrase: str, match_options: MatchOptions) -> Spans:
    """The places in documents that are not deleted; these are numbered as in the segment."""
    starts, ends = spans_of(view.segment, phrase, match_options)
    documents = view.segment.phrases.owners(starts)
    if view.live is not None:
        kept = view.live[documents]
        documents, starts, ends = documents[kept], starts[kept], ends[kept]
    begins = view.segment.arrays[STARTS][documents].astype(np.int64)
    return Spans(documents, starts - begins, ends - begins)
