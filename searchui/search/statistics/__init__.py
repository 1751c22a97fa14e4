"""Numbers about phrases: counts, trends, concordances, collocations, keyness, n-grams."""
