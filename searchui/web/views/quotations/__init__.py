"""Quotations that are taken away: of all that was found, or of what a reader has gathered."""
