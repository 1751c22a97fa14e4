"""How everything in a segment is written: named arrays in a file, characters as small numbers, bits, runs."""
