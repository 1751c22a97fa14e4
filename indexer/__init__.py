"""The way in: from files of speeches to a published index."""
