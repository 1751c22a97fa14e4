"""A bundle to cite: the rows of a view, what was asked, of which corpus, and a program that tells whether it is still so."""
