"""What the limits of a server keep, in the memory of one process or of several: one set of limits, however many there are."""
