"""Lines of a file → lines of a speech: page furniture out, wrapped lines joined."""
