"""Where a phrase goes on from one paragraph to the next: the few texts that may be concerned, made a small segment of.

Which characters meet at each junction stands beside the cluster. Only the paragraphs around junctions that a phrase may
cross are fetched; in the segment that is made of these, places are found as the embedded engine finds them.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from indexer.analysis import Analysis
from indexer.analysis.match_options import MatchOptions
from indexer.engine.answers import Crossings, Numbers
from indexer.engine.embedded.encoding.array_names import JUNCTION_KEYS, JUNCTIONS
from indexer.engine.embedded.encoding.arrays import concatenated
from indexer.engine.embedded.read.crossings import crossings_in, meeting_pairs
from indexer.engine.embedded.read.segment_view import SegmentView
from indexer.engine.embedded.segment.segment_builder import SegmentBuilder
from indexer.engine.embedded.segment.segment_merger import MergeSource, merged_arrays
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.embedded.segment.segment_records import SpeechRecord
from indexer.engine.embedded.substring_index.junctions import Meetings
from indexer.engine.opensearch.read.text_source import TextSource
from indexer.engine.opensearch.side.side_index import SideView
from indexer.engine.opensearch.side.side_segment import LOOSE_AFTER, LOOSE_BEFORE, LOOSE_KEYS
from indexer.model import Kind, Paragraph

NONE: Numbers = np.zeros(0, dtype=np.int64)
NOWHERE = Crossings(NONE, NONE, NONE, NONE)


def crossings(
    views: Sequence[SideView], texts: TextSource, analysis: Analysis, phrase: str, match_options: MatchOptions
) -> Crossings:
    """All places, as EngineReader.crossings gives them."""
    windows = [window for view in views for window in _windows(view, phrase, match_options)]
    if not windows:
        return NOWHERE
    numbers = np.concatenate([np.arange(start, end) for start, end in windows])
    segment = _segment_of(windows, texts.of(numbers.tolist()), analysis)
    found = crossings_in(SegmentView(segment, 0, None), phrase, match_options)
    return Crossings(numbers[found.paragraphs], found.starts, numbers[found.last], found.ends)


def _windows(view: SideView, phrase: str, match_options: MatchOptions) -> Iterator[tuple[int, int]]:
    """Paragraphs that may go on in each other, where a phrase may cross from one to the next; they do not overlap."""
    before, after = _candidates(view, phrase, match_options)
    if not len(before):
        return
    goes_on = np.append(view.segment.open_, False)
    breaks = np.flatnonzero(~goes_on)  # the last paragraph of each chain
    firsts = breaks[breaks.searchsorted(before) - 1] + 1
    firsts[breaks.searchsorted(before) == 0] = 0
    lasts = breaks[breaks.searchsorted(after)]
    chains = dict.fromkeys(zip(firsts.tolist(), lasts.tolist(), strict=True))
    there = (one for one in sorted(chains) if view.live is None or view.live[one[0]])  # a speech is deleted whole
    yield from ((view.first + first, view.first + last + 1) for first, last in there)


def _candidates(view: SideView, phrase: str, match_options: MatchOptions) -> tuple[Numbers, Numbers]:
    """The paragraphs on either side of junctions at which two characters of a phrase meet."""
    arrays = view.segment.arrays
    if match_options.loose:
        ends = arrays[LOOSE_BEFORE].astype(np.int64), arrays[LOOSE_AFTER].astype(np.int64)
        meetings = Meetings(arrays[LOOSE_KEYS], *ends)
    else:
        documents = arrays[JUNCTIONS].astype(np.int64)
        meetings = Meetings(arrays[JUNCTION_KEYS], documents, documents + 1)
    forms = match_options.forms(phrase) if len(arrays[JUNCTIONS]) else ()
    wanted = [meeting_pairs(view.segment.alphabet, form) for form in forms]
    cuts = [cuts for pairs in wanted if pairs is not None for cuts in meetings.of(pairs)]
    return concatenated([one.before for one in cuts]), concatenated([one.after for one in cuts])


def _segment_of(windows: Sequence[tuple[int, int]], texts: Sequence[str], analysis: Analysis) -> SegmentReader:
    """A segment in which each window is a speech."""
    builder, rest = SegmentBuilder(analysis), iter(texts)
    for number, (start, end) in enumerate(windows):
        speech = SpeechRecord(str(number), "", None, None)
        for _ in range(start, end):
            builder.add_paragraph(speech, None, Paragraph("", next(rest), Kind.BODY, 0))
    return SegmentReader(merged_arrays([MergeSource(builder.arrays())]))
