"""Mutation testing, bounded: small changes to the code that nobody may get past the tests. `python -m benchmarks.mutation`."""
