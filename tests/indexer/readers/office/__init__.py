"""Office files other than Word's own."""
