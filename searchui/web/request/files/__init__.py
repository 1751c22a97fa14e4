"""What is asked of the pages on the files of the corpus: which of them are listed, and what is to be changed."""
