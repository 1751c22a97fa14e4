"""A draft against the corpus: which sentences and quotations stand there as they are, which differ, and by what."""
