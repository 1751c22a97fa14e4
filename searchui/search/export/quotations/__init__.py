"""Quotations that are taken away: paragraphs letter for letter, each with its source, as a Word document."""
