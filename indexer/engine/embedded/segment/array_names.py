"""The names of a segment's arrays, and the arrays of an inversion."""

import numpy as np

from indexer.engine.embedded.segment.alphabet import Alphabet
from indexer.engine.embedded.segment.arrays import Arrays, smallest
from indexer.engine.embedded.segment.postings import Inversion
from indexer.engine.embedded.segment.term_dictionary import Lexicon, lexicon_arrays

ALPHABET = "alphabet"  # code → code point
FOLDS = "folds"  # code → code of the folded character
TEXT = "text"  # folded codes of all paragraphs, END after each; see text
STARTS = "starts"  # where each paragraph starts in it, and where the last one ends
SHOWN, VARIANTS = "shown", "variants"
VARIANT_PLACES, VARIANT_BOUNDS = "variants.places", "variants.bounds"
CUTS = "cuts"  # a bit for each place of the text: whether a word, a mark or an END starts there; see places
ANCHORS, KINDS, LINES, LEADS, PRINTS = "anchors", "kinds", "lines", "leads", "prints"  # of each paragraph
SPEECHES, PASSAGES, VOICES = "speeches", "passages", "voices"  # runs of paragraphs
WORDS = "words"  # words of each paragraph
HEADINGS = "headings"  # words of the headings above each passage
TITLES = "titles"  # words of the title of each speech
POSITIONS_LOW, POSITIONS_HIGH, SAMPLES = "positions.low", "positions.high", "samples"  # see suffixes
MOST_CHARACTERS = 1 << 24  # in a segment
LOW_BITS = 16  # of a position stand in one array, the rest in another: a text of 2²⁴ characters takes 3 bytes each
BLOCKS = "blocks"  # the paragraph at every BLOCK-th character
BLOCK = 32
COMMON, COMMON_BITS = "common", "common.bits"  # see common
COMMON_COUNTS, COMMON_BOUNDS = "common.counts", "common.bounds"
COMMON_EXCEPTIONS, COMMON_EXCESS = "common.exceptions", "common.excess"

BOUNDS, ENTRIES, EXCEPTIONS, EXCESS, LENGTHS = "bounds", "entries", "exceptions", "excess", "lengths"


def inversion_arrays(prefix: str, inversion: Inversion, alphabet: Alphabet) -> Arrays:
    """The arrays of an inversion."""
    return {
        **lexicon_arrays(prefix, inversion.terms, alphabet),
        f"{prefix}.{BOUNDS}": smallest(inversion.bounds),
        f"{prefix}.{ENTRIES}": inversion.entries,
        f"{prefix}.{EXCEPTIONS}": inversion.exceptions.astype(np.uint32),
        f"{prefix}.{EXCESS}": inversion.excess.astype(np.uint32),
        f"{prefix}.{LENGTHS}": smallest(inversion.lengths),
    }


def inversion_of(arrays: Arrays, prefix: str, alphabet: Alphabet) -> Inversion:
    """The inversion that is in arrays, as it was."""
    return Inversion(
        terms=Lexicon(arrays, prefix, alphabet).terms(),
        bounds=arrays[f"{prefix}.{BOUNDS}"].astype(np.int64),
        entries=arrays[f"{prefix}.{ENTRIES}"],
        exceptions=arrays[f"{prefix}.{EXCEPTIONS}"].astype(np.int64),
        excess=arrays[f"{prefix}.{EXCESS}"].astype(np.int64),
        lengths=arrays[f"{prefix}.{LENGTHS}"].astype(np.int64),
    )
