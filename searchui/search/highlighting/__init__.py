"""Where the matches of a query are in a text, and the part of it to show."""
