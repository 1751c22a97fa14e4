"""Reuse of passages: what of a text was said before in the corpus, where first, and how often; and how much of each speech.

What is compared are letters and digits, folded, within a paragraph. Two texts share a run where so many of these in a row
are the same. `run_table` knows all runs of a corpus, `shared_runs` finds those of one text, `passages` puts them together.
"""
