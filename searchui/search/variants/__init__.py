"""Variants of a wording: what differs from a phrase by a word or a few characters, how often, when, and where one stands
in the same words in which the other stood.

Nothing is claimed of one having replaced the other: counts are exact, and sentences are shown. Candidates come from
frames of the phrase (`candidates.py`) and from the sentences around it (`surroundings.py`); `wholeness.py` keeps those
that cut no word, `likeness.py` and `ranking.py` put them in order, `variant_search.py` does it all.
"""

LONGEST = 30  # characters of a phrase
