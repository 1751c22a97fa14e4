"""The commands of the way in: build, update, watch, check, status, outline."""
