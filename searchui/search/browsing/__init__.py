"""Finding one's way without a query: all speeches as a list, and what there is of a speaker and of an occasion."""
