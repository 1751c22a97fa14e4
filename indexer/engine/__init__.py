"""Engines: what finds and ranks paragraphs, behind the seam of `reader`."""
