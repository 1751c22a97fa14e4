"""Answers, from what the cluster sends and what stays beside it."""
