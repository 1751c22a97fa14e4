"""What of a search has entered the corpus since a time."""
