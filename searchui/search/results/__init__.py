"""Pages, hits and explanations, as values and as JSON."""
