"""The names of a segment's arrays, and the measures that several of them share."""

ALPHABET = "alphabet"  # code → code point
FOLDS = "folds"  # code → code of the folded character
TEXT = "text"  # folded codes of all paragraphs, END after each; see stored_text
STARTS = "starts"  # where each paragraph starts in it, and where the last one ends
SHOWN, VARIANTS = "shown", "variants"
VARIANT_PLACES, VARIANT_BOUNDS = "variants.places", "variants.bounds"
WORD_NUMBERS = "forward.words"  # the words one after another, as numbers of terms; see forward_index
WORD_FOLLOWS = "forward.follows"  # a bit for each of them: whether it follows the one before directly
WORD_STARTS, WORD_INSIDE = "forward.starts", "forward.inside"  # places of the text, a bit each; see rank_bitvector
STOPS = "forward.stops"  # places at which a sentence or a paragraph ends
ANCHORS, KINDS, LINES, LEADS, TEXT_HASHES = "anchors", "kinds", "lines", "leads", "hashes"  # of each paragraph
OPEN = "open"  # a bit for each paragraph: whether its last sentence may go on in the next; see junctions
JUNCTIONS, JUNCTION_KEYS = "junctions", "junctions.keys"
SPEECHES, PASSAGES, VOICES = "speeches", "passages", "voices"  # runs of paragraphs
WORDS = "words"  # words of each paragraph
HEADINGS = "headings"  # words of the headings above each passage
TITLES = "titles"  # words of the title of each speech
POSITIONS_LOW, POSITIONS_HIGH, SAMPLES = "positions.low", "positions.high", "samples"  # see suffix_array
MOST_CHARACTERS = 1 << 24  # in a segment
LOW_BITS = 16  # of a position stand in one array, the rest in another: a text of 2²⁴ characters takes 3 bytes each
BLOCKS = "blocks"  # the paragraph at every BLOCK-th character
BLOCK = 32
COMMON, COMMON_BITS = "common", "common.bits"  # see character_bitmaps
COMMON_COUNTS, COMMON_BOUNDS = "common.counts", "common.bounds"
COMMON_EXCEPTIONS, COMMON_EXCESS = "common.exceptions", "common.excess"
FREQUENT, FREQUENT_TOKENS, FREQUENT_UNITS = "frequent", "frequent.tokens", "frequent.units"  # see frequent_words
FREQUENT_COUNTS, FREQUENT_PEAKS, FREQUENT_PEAK_BOUNDS = "frequent.counts", "frequent.peaks", "frequent.peaks.bounds"

BOUNDS, ENTRIES, EXCEPTIONS, EXCESS, LENGTHS = "bounds", "entries", "exceptions", "excess", "lengths"
