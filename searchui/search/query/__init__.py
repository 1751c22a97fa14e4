"""Query strings → the query tree, and back."""

MAX_QUERY_LENGTH = 2000  # characters; of a phrase that is asked for by itself too
