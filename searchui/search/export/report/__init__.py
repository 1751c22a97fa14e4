"""What reports as one HTML file have in common: the page around them, its look, and the choice of what is listed."""
