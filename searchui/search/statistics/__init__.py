"""Numbers about phrases: counts, trends, concordances, collocations, keyness, n-grams.

What is usual where nothing else is asked for stands here, so that it is known before any of them is loaded.
"""

DEFAULT_WIDTH = 20  # characters before and after, in a concordance
DEFAULT_LINES = 50  # of a page of a concordance
DEFAULT_WINDOW = 5  # words on either side of a phrase, for collocations
DEFAULT_MIN_JOINT = 3  # times that a word stands in the window
DEFAULT_MIN_FREQUENCY = 5  # times that a word, or a run of words, occurs
DEFAULT_MIN_WORDS, DEFAULT_MAX_WORDS = (
    3,
    12,
)  # of a run of words: two are no set phrase yet, of twelve hardly any goes on
DEFAULT_ROWS, MAX_ROWS = 50, 10_000  # words, or runs of words, that are listed
DEFAULT_VARIANTS, MAX_VARIANTS = 10, 50
