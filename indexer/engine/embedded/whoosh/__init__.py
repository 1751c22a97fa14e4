"""What Whoosh sees of an index: its codec, its schema, its readers."""
