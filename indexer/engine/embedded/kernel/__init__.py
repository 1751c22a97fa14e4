"""The kernel: what costs most of a query, in plain C, for all segments of an index in one call; and what costs most of a build.

It is optional: where it cannot be compiled or loaded, or is switched off, numpy answers the same (`../read/`).
`kernel.h` is its interface.
"""
