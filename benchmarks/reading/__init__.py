"""How real files are read, held against readings that were written down by eye."""
