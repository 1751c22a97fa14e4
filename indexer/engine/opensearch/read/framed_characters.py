"""Which characters stand in frames.

Beside the cluster it is known which may: where these are few, each is counted there. Else they are counted here, in the
texts of the paragraphs that may have any of them. What stands in a wide frame stands in a narrow one too: of frames that are
alike in the middle only the narrow one is asked for, and all are counted in the same texts.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from indexer.analysis import fold
from indexer.engine.answers import Fillers, Frame
from indexer.engine.opensearch.read.patterns import some_of
from indexer.engine.opensearch.read.postings_source import PostingsSource
from indexer.engine.opensearch.read.text_source import TextSource
from indexer.engine.opensearch.side.side_index import SideIndex
from indexer.engine.opensearch.wire.leaf_queries import Framed

COUNTED = 300  # characters that may stand in a frame, of which each is counted
READ = 1 << 16  # paragraphs that have a frame, of which all are read


def fillers_of(frames: Sequence[Frame], side: SideIndex, postings: PostingsSource, texts: TextSource) -> list[Fillers]:
    """The characters that stand in each of some frames."""
    begun = [one for one in dict.fromkeys(frames) if one.before]
    known = dict(zip(begun, side.inside(begun), strict=True))
    few = {frame: own for frame, own in known.items() if len(own) <= COUNTED}
    found = _counted_there(few, postings)
    others = [frame for frame in frames if frame not in few]
    found |= zip(others, _counted_here(others, postings, texts), strict=True)
    return [found[frame] for frame in frames]


def _counted_there(frames: Mapping[Frame, Collection[str]], postings: PostingsSource) -> dict[Frame, Fillers]:
    """Of frames, with the characters that may stand in each, those that do."""
    tried = [(frame, one) for frame, own in frames.items() for one in own]
    totals = postings.totals([frame.before + one + frame.after for frame, one in tried])
    found: dict[Frame, dict[str, int]] = {frame: {} for frame in frames}
    for (frame, one), times in zip(tried, totals, strict=True):
        if times:
            found[frame][one] = times
    return dict(found)


def _counted_here(frames: Sequence[Frame], postings: PostingsSource, texts: TextSource) -> list[Fillers]:
    alike: dict[Frame, list[Frame]] = {}
    for frame in dict.fromkeys(frames):
        alike.setdefault(_narrow(frame), []).append(frame)
    asked = postings.bounded([Framed(*frame) for frame in alike], READ)
    having = {frame: found.tolist() for frame, found in zip(alike, asked, strict=True) if found is not None}
    often = [frame for narrow, own in alike.items() if narrow not in having for frame in own]
    having |= _some_having(often, postings)
    groups = {frame: own for frame, own in alike.items() if frame in having} | {frame: [frame] for frame in often}
    every = sorted({number for frame in groups for number in having[frame]})
    read = dict(zip(every, map(fold, texts.of(every)), strict=True))
    counted: dict[Frame, Fillers] = {}
    for narrow, own in groups.items():
        counted |= _counted(narrow, own, (read[number] for number in having[narrow]))
    return [counted[frame] for frame in frames]


def _narrow(frame: Frame) -> Frame:
    before, after = frame
    if before and len(after) > 1:
        return Frame(before[-1:], after[:2])
    return Frame(before[-2:], after[:1]) if len(before) > 1 and after else frame


def _some_having(frames: Sequence[Frame], postings: PostingsSource) -> Mapping[Frame, list[int]]:
    """Some of the very many paragraphs that have a frame."""
    questions = [Framed(*frame) for frame in frames]
    found = postings.of(questions)
    return {frame: some_of(found[own].documents).tolist() for frame, own in zip(frames, questions, strict=True)}


def _counted(narrow: Frame, frames: Sequence[Frame], texts: Iterable[str]) -> dict[Frame, Fillers]:
    """The characters in some frames that are alike in the middle."""
    found: dict[Frame, Counter[str]] = {frame: Counter() for frame in frames}
    between = re.compile(f"(?s)(?<={re.escape(narrow.before)}).(?={re.escape(narrow.after)})")
    for text in texts:
        for match in between.finditer(text):
            place = match.start()
            for frame, own in found.items():
                if text.startswith(frame.after, place + 1) and text.endswith(frame.before, 0, place):
                    own[match[0]] += 1
    return dict(found)
