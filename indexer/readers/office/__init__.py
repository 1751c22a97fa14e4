"""Office files other than Word's: slides, sheets, web archives; each reader is a function of bytes and path."""
