"""The states of pages that look at whole texts."""
