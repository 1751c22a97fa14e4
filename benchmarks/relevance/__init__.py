"""Whether what was meant is among the first ten hits."""
