"""Where a phrase begins in one paragraph and ends in a later one, in a segment.

At the first junction that it crosses, the phrase is cut between two of its characters. All places at which it may be cut
are looked up at once; from each junction that has the two characters, it is followed to both of its ends.
"""

from dataclasses import dataclass

import numpy as np

from indexer.analysis import fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import Crossings
from indexer.engine.embedded.encoding.alphabet import BIG_ENDIAN, Alphabet, Codes
from indexer.engine.embedded.encoding.array_names import STARTS
from indexer.engine.embedded.encoding.arrays import changes
from indexer.engine.embedded.read.occurrences import NONE, Places, starts_of
from indexer.engine.embedded.read.segment_view import SegmentView
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.embedded.substring_index.junctions import Cuts, Pairs, pairs

NOWHERE = b"\xff\xff"  # the code of white space that a segment has none of


def crossings_in(view: SegmentView, phrase: str, match_options: MatchOptions) -> Crossings:
    """The places in documents that are not deleted; these are numbered as in the segment."""
    segment = view.segment
    starts, ends = _spans_of(segment, phrase, match_options)
    if not len(starts):  # of most phrases, and a count of these waits for it
        return Crossings(NONE, NONE, NONE, NONE)
    first, last = segment.phrases.owners(starts), segment.phrases.owners(ends - 1)
    if view.live is not None:
        kept = view.live[first]
        starts, ends, first, last = starts[kept], ends[kept], first[kept], last[kept]
    begins = segment.arrays[STARTS]
    return Crossings(first, starts - begins[first].astype(np.int64), last, ends - begins[last].astype(np.int64))


def _spans_of(segment: SegmentReader, phrase: str, match_options: MatchOptions) -> tuple[Places, Places]:
    """Where in the text of a segment a phrase starts that crosses junctions, ascending, and where it ends (exclusive).

    Of several forms that start together the longest; none starts where one of them stands within a paragraph.
    """
    if match_options == PLAIN and not _may_be_cut(segment, fold(phrase)):
        return NONE, NONE
    forms = match_options.forms(phrase) if len(segment.junctions) else ()
    found = [_of_form(segment, form, match_options) for form in forms]
    starts = np.concatenate([NONE, *(own for own, _ in found)])
    ends = np.concatenate([NONE, *(own for _, own in found)])
    if not len(starts):
        return starts, ends
    if len(forms) > 1:
        apart = ~np.isin(starts, starts_of(segment, phrase, match_options))
        starts, ends = starts[apart], ends[apart]
    order = np.lexsort((-ends, starts))
    starts, ends = starts[order], ends[order]
    first = changes(starts)
    return starts[first], ends[first]


def _may_be_cut(segment: SegmentReader, folded: str) -> bool:
    """Whether two characters of a text meet at any junction, or it has white space, which may stand there: most have neither."""
    if any(map(str.isspace, folded)):
        return True
    encoded = segment.alphabet.encode(folded)
    return encoded is not None and segment.junctions.has_any(encoded)


def _of_form(segment: SegmentReader, form: str, match_options: MatchOptions) -> tuple[Places, Places]:
    """The same of one form of a phrase."""
    sought = _codes(segment.alphabet, form)
    folded = _codes(segment.alphabet, MatchOptions().compared_form(form))
    if sought is None or folded is None:
        return NONE, NONE
    following = _following(form)
    cut = _cuts(form, following)
    junctions = segment.junctions
    meetings = junctions.loose_meetings if match_options.loose else junctions.meetings
    walk = _Walk(segment, sought, following, match_options)
    wanted = pairs(folded[cut - 1], folded[following[cut]])
    found = [walk.spans(cuts, cut[cuts.numbers]) for cuts in meetings.of(wanted)]
    return np.concatenate([NONE, *(starts for starts, _ in found)]), np.concatenate(
        [NONE, *(ends for _, ends in found)]
    )


def meeting_pairs(alphabet: Alphabet, form: str) -> Pairs | None:
    """The characters that meet where a form of a phrase may be cut, as Meetings knows them; None where one is not there."""
    folded = _codes(alphabet, MatchOptions().compared_form(form))
    following = _following(form)
    cut = _cuts(form, following)
    return None if folded is None else pairs(folded[cut - 1], folded[following[cut]])


def _cuts(form: str, following: Places) -> Places:
    """Before which characters a form may be cut: each but the first, with more than white space after it."""
    cut = np.arange(1, len(form))
    return cut[following[cut] < len(form)]


def _codes(alphabet: Alphabet, text: str) -> Codes | None:
    """The codes of a text as a segment's text has them; None where one of its characters is not there.

    White space need not be there, for it may stand where paragraphs meet.
    """
    encoded = alphabet.encode(text)
    if encoded is None and any(map(str.isspace, text)):
        codes = [alphabet.encode(one) or (NOWHERE if one.isspace() else b"") for one in text]
        encoded = b"".join(codes) if all(codes) else None
    return None if encoded is None else np.frombuffer(encoded, dtype=BIG_ENDIAN).astype(np.uint16)


def _following(form: str) -> Places:
    """For each place of a text, and its end, that of the first character from there on that is no white space."""
    following = np.arange(len(form) + 1)
    for place in range(len(form) - 1, -1, -1):
        if form[place].isspace():
            following[place] = following[place + 1]
    return following


@dataclass(frozen=True, slots=True)
class _Walk:
    """Follows a phrase from where it is cut to both of its ends. `following` skips its white space, as a junction does."""

    segment: SegmentReader
    sought: Codes
    following: Places
    match_options: MatchOptions

    def spans(self, cuts: Cuts, cut: Places) -> tuple[Places, Places]:
        """Where the phrase starts and ends, of the junctions that cut it; `cut` is where they do so in the phrase."""
        starts, begun = self._follow(cuts.before, cut - 1, -1)
        ends, complete = self._follow(cuts.after[begun], self.following[cut[begun]], 1)
        return starts[complete], ends + 1

    def _follow(self, places: Places, letters: Places, step: int) -> tuple[Places, Places]:
        """Where the phrase is at its end, from some places on at which those of its letters are to stand.

        `step` is 1 to its last letter, -1 to its first. And of which of the places that is.
        """
        places, letters = places.copy(), letters.copy()
        complete = np.zeros(len(places), dtype=np.bool_)
        alive = np.arange(len(places))
        while len(alive):
            alive = alive[self._at(places[alive]) == self.sought[letters[alive]]]
            letters[alive] += step
            done = (letters[alive] < 0) | (letters[alive] == len(self.sought))
            complete[alive[done]] = True
            alive = alive[~done]
            places[alive] += step
            alive = self._back(alive, places) if step < 0 else self._on(alive, places, letters)
        return places[complete], complete.nonzero()[0]

    def _at(self, places: Places) -> Codes:
        texts = self.segment.texts
        return texts.codes_at(places) if self.match_options.exact else texts.folded_at(places)

    def _back(self, alive: Places, places: Places) -> Places:
        """Before what a loose phrase passes over; junctions stop it, for the first one is where it was cut."""
        moving = alive if self.match_options.loose else alive[:0]
        while len(moving := moving[self.segment.junctions.loose_marks.at(places[moving])]):
            places[moving] -= 1
        return alive

    def _on(self, alive: Places, places: Places, letters: Places) -> Places:
        """Beyond further junctions, and what a loose phrase passes over; those that more than white space is left of."""
        places[alive], crossing = self.segment.junctions.go_on(places[alive], loose=self.match_options.loose)
        crossing_ones = alive[crossing]
        letters[crossing_ones] = self.following[letters[crossing_ones]]
        return alive[letters[alive] < len(self.sought)]
