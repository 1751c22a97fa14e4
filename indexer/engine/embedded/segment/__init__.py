"""A segment as arrays in one file: the builder, the merger and the reader of each structure."""
