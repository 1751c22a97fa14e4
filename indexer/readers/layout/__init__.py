"""Pages as they are printed → text: rows of print → paragraphs, without running heads and page numbers.

A source (`pdf`, `ofd`) gives the pages as rows of characters with their places (`row`). Each step is a function of values:
`stray`, `furniture` and `footnote` find the rows that are no text of the speech, `reading_order` orders the others by
the columns of the page (`contents` puts these together), and `paragraph` joins them.
"""
