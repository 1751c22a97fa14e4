"""Two texts side by side, as a table, as marked text, as one HTML file that needs nothing else, as a Word document."""
