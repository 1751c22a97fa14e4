"""The text of a segment, and where every piece of it stands."""
