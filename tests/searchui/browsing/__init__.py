"""Browsing: lists of speeches, and what there is of a speaker or an occasion."""
