"""Pictures of pages → text, by machine: `recogniser` reads a picture, `rows` makes rows of print of what it gives.

A page takes seconds, so what was read is kept, page by page (`page_store`). `scanned_files` goes through those of the corpus.
"""
