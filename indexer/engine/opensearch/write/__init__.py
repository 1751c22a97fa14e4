"""Paragraphs, as a cluster takes them."""
