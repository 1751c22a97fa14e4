"""Completions of what is being typed, and example queries."""
