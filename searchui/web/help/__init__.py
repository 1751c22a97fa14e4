"""Help: pages of Markdown, in a folder for each language, which the site shows and the documentation is built of."""
