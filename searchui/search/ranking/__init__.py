"""The order of hits, and the page that is cut from it."""
