"""Texts to measure on: synthetic speeches, and the paragraphs of real ones."""
