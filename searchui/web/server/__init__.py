"""The WSGI server: its start, its end, and connections that misbehave."""
