"""The words of a segment: terms, their postings, and how they are made of texts."""
