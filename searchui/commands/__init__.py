"""Commands of `speechsearch` that have a module each."""
