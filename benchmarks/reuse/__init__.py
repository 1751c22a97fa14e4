"""What is found of passages that were said before: planted ones, altered more and more."""
