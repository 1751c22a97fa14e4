"""Building and searching each engine in a process of its own, checked and timed."""
