"""The whole command line, one module a group of commands."""
