"""Runs of letters: where each stands in a corpus, whose these places are, and which a text has in common with it."""
