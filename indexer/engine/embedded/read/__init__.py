"""Reading: a query tree → the documents, positions, scores and counts of an index."""
