"""What of a segment stays beside the cluster: all but its texts, where they stand, and the postings of its words.

That is what scores, headings, junctions and statistics read, mapped as the segment itself would be; and how often short texts
stand, so that the cluster is not asked for what stands nowhere.
"""

from pathlib import Path

import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.alphabet import Alphabet
from indexer.engine.embedded.encoding.array_names import (
    ALPHABET,
    ANCHORS,
    FOLDS,
    HEADINGS,
    JUNCTION_KEYS,
    JUNCTIONS,
    KINDS,
    LEADS,
    LENGTHS,
    LINES,
    OPEN,
    PASSAGES,
    SPEECHES,
    STARTS,
    STOPS,
    TEXT,
    TEXT_HASHES,
    TITLES,
    VOICES,
    WORD_FOLLOWS,
    WORD_INSIDE,
    WORD_NUMBERS,
    WORD_STARTS,
    WORDS,
)
from indexer.engine.embedded.encoding.arrays import Arrays, open_arrays, write_arrays
from indexer.engine.embedded.encoding.rank_bitvector import Mask, mask_of
from indexer.engine.embedded.inverted_index.term_dictionary import ENDS, LETTERS, SAMPLES, TermDictionary
from indexer.engine.embedded.segment.segment_columns import SegmentColumns
from indexer.engine.embedded.segment.segment_reader import SegmentReader
from indexer.engine.opensearch.side.gram_counts import GramCounts
from indexer.engine.opensearch.side.gram_levels import gram_arrays
from indexer.errors import IndexUnusableError

CHARACTERS = "characters"  # of each paragraph, white space not counted
LOOSE_KEYS, LOOSE_BEFORE, LOOSE_AFTER = "loose.keys", "loose.before", "loose.after"
_KEPT = (
    *(ALPHABET, FOLDS, STARTS, STOPS, OPEN, JUNCTIONS, JUNCTION_KEYS),
    *(WORD_NUMBERS, WORD_FOLLOWS, WORD_STARTS, WORD_INSIDE),
    *(ANCHORS, KINDS, LINES, LEADS, TEXT_HASHES),
    *(f"{WORDS}.{part}" for part in (LETTERS, ENDS, SAMPLES, LENGTHS)),
)
_PREFIXES = (f"{HEADINGS}.", f"{TITLES}.", f"{SPEECHES}.", f"{PASSAGES}.", f"{VOICES}.")


def write_side_segment(segment: SegmentReader, file: Path) -> None:
    """Write what of a segment stays beside the cluster."""
    kept = {name: array for name, array in segment.arrays.items() if name in _KEPT or name.startswith(_PREFIXES)}
    meetings = segment.junctions.loose_meetings
    owners = segment.phrases.owners
    loose = {
        LOOSE_KEYS: meetings.keys,
        LOOSE_BEFORE: owners(meetings.before).astype(np.uint32),
        LOOSE_AFTER: owners(meetings.after).astype(np.uint32),
    }
    grams = _grams(segment, segment.phrases.positions)
    write_arrays(file, {**kept, **loose, **grams, CHARACTERS: segment.texts.characters().astype(np.uint32)})


def write_deleted_grams(segment: SegmentReader, live: Mask, file: Path) -> None:
    """Write how often short texts stand in what of a segment is deleted."""
    starts: Numbers = segment.arrays[STARTS].astype(np.int64)
    gone, positions = np.repeat(~live, starts[1:] - starts[:-1]), segment.phrases.positions
    write_arrays(file, _grams(segment, positions[gone[positions]]))


def _grams(segment: SegmentReader, positions: Numbers) -> Arrays:
    """How often short texts start at some positions of a segment."""
    return gram_arrays(segment.arrays[TEXT].astype(np.uint16), positions, len(segment.alphabet))


class SideSegment(SegmentColumns):
    """Reads it; as far as it goes it is as SegmentReader. Raises IndexUnusableError where the file is not whole."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays)
        try:
            self.words = SideWords(arrays, self.alphabet)
            self.characters: Numbers = arrays[CHARACTERS].astype(np.int64)
            self.grams = GramCounts(arrays, self.alphabet)
        except KeyError as error:
            raise IndexUnusableError.damaged() from error

    @classmethod
    def open(cls, file: Path) -> "SideSegment":
        """The one in a file."""
        return cls(open_arrays(file))

    @property
    def open_(self) -> Mask:
        """Which paragraphs may go on in the next."""
        return mask_of(self.arrays[OPEN], self.documents)


class SideWords:
    """The words of a segment, without who has them."""

    def __init__(self, arrays: Arrays, alphabet: Alphabet) -> None:
        self.dictionary = TermDictionary(arrays, WORDS, alphabet)
        self.lengths = arrays[f"{WORDS}.{LENGTHS}"]
