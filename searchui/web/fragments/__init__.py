"""What a page says many times, written as strings: a row of a template costs ten times as much."""
