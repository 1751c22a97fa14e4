"""Reuse, taken away: the passages of a text, and how much of each speech was said before."""
