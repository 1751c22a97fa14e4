"""Reuse of passages: what of a text was said before in the corpus, where first, and how often; and how much of each speech.

What is compared are letters and digits, folded, within a paragraph. Two texts share a run where so many of these in a row
are the same. `runs` knows all of these, `passages` puts them together, `shares` adds them up.
"""
