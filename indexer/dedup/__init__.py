"""Copies of one speech: what they share, clause by clause."""
