"""Headings, speaker turns and tables of contents → the outline of a speech."""
