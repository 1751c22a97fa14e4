"""Citations: texts from values, nothing else. A module a form; `forms` is their table."""
