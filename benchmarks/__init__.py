"""Peers side by side in one run: this project, tantivy, SQLite FTS5, stock Whoosh and a plain scan.

`python -m benchmarks`. Nothing here is imported by the packages that are measured.
"""
