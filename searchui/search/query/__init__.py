"""Query strings → the query tree, and back."""
