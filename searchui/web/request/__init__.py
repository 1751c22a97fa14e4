"""The address of a request → typed parameters and the state of a page, and back."""
