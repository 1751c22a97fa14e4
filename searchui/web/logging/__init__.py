"""The log: one line an answer."""
