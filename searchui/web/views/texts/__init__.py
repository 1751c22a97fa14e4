"""Pages that look at whole texts: a draft against the archive."""
